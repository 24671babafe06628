"""Feeds a runner from event stores in the same process, without a broker."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from sqlalchemy.exc import DBAPIError

from foundation.event_store.port import EventStore, StoreUnavailableError
from projections.runner.answers import Gap, Position
from projections.runner.continuity import another_log
from projections.runner.errors import HaltedError
from projections.runner.page import Delivered, Page
from projections.runner.runner import Runner

PAGE = 2_000
"""Records in one transaction: enough to share a commit, few enough to hold in memory."""
WAIT = 1.0
"""Seconds after which a follower looks whether it should stop."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0

Pages = Callable[[Mapping[str, int]], Iterable[Page]]
"""Reads the sources on from the given places, or from their beginning, up to what they hold now."""

logger = logging.getLogger(__name__)


def stores_as_pages(stores: Mapping[str, EventStore], size: int = PAGE) -> Pages:
    """The logs of several services, each under its name, as a source of pages."""
    return partial(_read_all, stores, size)


def catch_up(stores: Mapping[str, EventStore], runner: Runner, size: int = PAGE) -> int:
    """Apply what the stores hold beyond the runner's positions; the number of records that were read.

    Raises HaltedError when a store does not hold what was read from it before.
    """
    for service, store in stores.items():
        _is_the_log_that_was_read(service, store, runner)
    return sum(_catch_up(service, store, runner, size) for service, store in stores.items())


def follow(
    service: str, store: EventStore, runner: Runner, stop: threading.Event, *, size: int = PAGE
) -> None:
    """Keep a projection up with one store until told to stop. Databases that fail are tried again.

    It ends early, with a critical line in the log, when the projection must not go on.
    """
    pause, known = FIRST_PAUSE, False
    while not stop.is_set():
        try:
            if not known:
                _is_the_log_that_was_read(service, store, runner)
                known = True
            _catch_up(service, store, runner, size, stop)
            store.wait(runner.next_place(service) - 1, WAIT)
            pause = FIRST_PAUSE
        except HaltedError as error:
            logger.critical("%s", error)
            return
        except (StoreUnavailableError, DBAPIError) as error:
            known = False  # a server that comes back may have been restored meanwhile
            logger.warning("%s waits %.1f s: %s", runner.name, pause, type(error).__name__)
            stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)


def _is_the_log_that_was_read(service: str, store: EventStore, runner: Runner) -> None:
    """Raises HaltedError when the store does not hold what was read from it at the position."""
    place = runner.next_place(service) - 1
    if place:
        page = _page(service, store, place - 1, 1)
        if page is None:
            raise another_log(runner.name, service, place)
        runner.apply(page)  # refuses another record than it was given before


def _catch_up(
    service: str, store: EventStore, runner: Runner, size: int, stop: threading.Event | None = None
) -> int:
    after, read = runner.next_place(service) - 1, 0
    while (stop is None or not stop.is_set()) and (page := _page(service, store, after, size)):
        answer = runner.apply(page)
        # A gap shows after a switch to a generation that has not read as far: go back to where it stands.
        after = answer.expected - 1 if isinstance(answer, Gap) else answer.position.place
        read += 0 if isinstance(answer, Gap) else len(page.records)
    return read


def _read_all(stores: Mapping[str, EventStore], size: int, places: Mapping[str, int]) -> Iterator[Page]:
    for service, store in stores.items():
        after = places.get(service, 1) - 1
        while page := _page(service, store, after, size):
            yield page
            after = page.last


def _page(service: str, store: EventStore, after: int, size: int) -> Page | None:
    records = store.read(after, size)
    if not records:
        return None
    return Page(
        service,
        tuple(Delivered(service, record.sequence, record.body, record.sequence) for record in records),
    )


def next_places(positions: Iterable[Position]) -> dict[str, int]:
    """The place of each source from which to read on."""
    return {position.source: position.place + 1 for position in positions}
