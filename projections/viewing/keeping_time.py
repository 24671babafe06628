"""Makes rows anew when time alone changes them: a limit passes, a departure comes near."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from foundation.clock import Clock
from foundation.repeating import repeating
from projections.runner.generations import lock, prepare, writing
from projections.runner.projection import Projection
from projections.runner.table import SERVING

INTERVAL = 1.0
"""Seconds between two looks at what is due."""


class Settling(Projection, Protocol):
    """A projection whose rows change by time alone."""

    def settle(self, connection: Connection, generation: int, now: datetime | None = None) -> int:
        """Make some rows that wait, and of those that time changed by `now`; 0 when none is left."""


logger = logging.getLogger(__name__)


def settle_due(engine: Engine, views: Settling, clock: Clock) -> int:
    """Make the rows that time changed by now; how many subjects.

    In short transactions: whoever applies records waits for one of them at most.
    """
    prepare(engine, views)
    now, made = clock(), 0
    while True:
        with writing(engine).begin() as connection:
            some = views.settle(connection, lock(connection, views.name, SERVING), now)
        made += some
        if not some:
            return made


@contextmanager
def keeping_time(engine: Engine, views: Settling, clock: Clock) -> Iterator[None]:
    """Settle what is due every second, in a thread, while the block lasts."""

    def settle(_stop: object) -> None:
        try:
            settle_due(engine, views, clock)
        except DBAPIError as error:
            logger.warning("limits wait for the database: %s", type(error).__name__)

    with repeating(settle, "limits of the views", INTERVAL):
        yield
