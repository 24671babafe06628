"""Keeps the change stream up with records and with time, in a thread."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from foundation.event_store.port import StoreUnavailableError
from foundation.repeating import repeating
from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.telling import FindingChanges
from projections.runner.errors import HaltedError

INTERVAL = 1.0
"""Seconds between two looks."""
LONGEST_REST = 1.0

Told = Callable[[datetime], None]
"""Hears up to which moment every change was told."""
Known = Callable[[], datetime | None]
"""A moment up to which every record has been taken in; None when that cannot be said now."""

logger = logging.getLogger(__name__)


def _nobody(_until: datetime) -> None:
    pass


@contextmanager
def keeping_told(stream: FindingChanges, known: Known, told: Told = _nobody) -> Iterator[None]:
    """Tell what changed, about every second, while the block lasts."""
    index = ChangeIndex(stream.engine)

    def tell(stop: threading.Event) -> None:
        try:
            until = known()
            if until is not None:
                stream.tell(until, stopped=_resting(stop))
                index.follow(stream.log)
                if not stop.is_set():
                    told(until)
        except HaltedError as error:
            logger.critical("%s", error)
            stop.set()
        except (StoreUnavailableError, DBAPIError) as error:
            logger.warning("changes of findings wait: %s", type(error).__name__)

    with repeating(tell, "changes of findings", INTERVAL):
        yield


def _resting(stop: threading.Event) -> Callable[[], bool]:
    """Whether to stop, told after a pause as long as the last step: whoever records or asks goes first."""
    last = time.monotonic()

    def rested() -> bool:
        nonlocal last
        stopped = stop.wait(min(time.monotonic() - last, LONGEST_REST))
        last = time.monotonic()
        return stopped

    return rested
