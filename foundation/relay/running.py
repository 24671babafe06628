"""The relay of one service as a process."""

import logging
import threading

from events.kafka_binding import topic
from foundation.event_store.opening import open_store
from foundation.event_store.port import StoreUnavailableError
from foundation.event_store.store import CheckedEventStore
from foundation.relay.positions import Positions, PositionUnavailableError, open_positions
from foundation.relay.relay import LONGEST_PAUSE, Relay

log = logging.getLogger(__name__)


def run_relay(
    service: str, store_url: str, bootstrap: str, *, stop: threading.Event, begin: int | None = None
) -> None:
    """Carry the log of a service, or another log, to its topic until `stop` is set.

    `begin` is the sequence to begin again with. Raises AheadOfPositionError when that would leave events
    out, and ValueError for an address of another kind.
    """
    store = _opened(store_url, stop)
    if store is None:
        return
    positions = open_positions(store_url)
    try:
        relay = Relay(store, positions, bootstrap, topic(service))
        if _provided(positions, stop):
            if begin is not None:
                relay.rewind(begin)
            relay.run(stop)
    finally:
        positions.close()
        store.close()


def _opened(url: str, stop: threading.Event) -> CheckedEventStore | None:
    while not stop.is_set():
        try:
            return open_store(url)
        except StoreUnavailableError as fault:
            log.warning("relay waits: %s", fault)
            stop.wait(LONGEST_PAUSE / 5)
    return None


def _provided(positions: Positions, stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            positions.provide()
        except PositionUnavailableError as fault:
            log.warning("relay waits: %s", fault)
            stop.wait(LONGEST_PAUSE / 5)
        else:
            return True
    return False
