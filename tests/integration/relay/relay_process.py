"""A relay as a process of its own: STORE_URL BOOTSTRAP TOPIC. It ends in good order at SIGTERM."""

import signal
import sys
import threading

from foundation.event_store.opening import open_store
from foundation.relay.positions import open_positions
from foundation.relay.relay import Relay


def main(url: str, bootstrap: str, topic: str) -> None:
    """Carry the log until told to stop."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    store, positions = open_store(url), open_positions(url)
    positions.provide()
    Relay(store, positions, bootstrap, topic).run(stop)
    positions.close()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
