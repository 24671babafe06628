"""Work that goes on beside whoever serves."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)

Work = Callable[[threading.Event], object]
"""Is done once more each time, and told when the block ends. It may set the event to be done no more."""


@contextmanager
def repeating(work: Work, name: str, every: float, *, at_once: bool = False) -> Iterator[None]:
    """Do some work again and again, in a thread, while the block lasts; every so many seconds.

    A fault that the work does not see to itself is told as critical, and it is done again until somebody
    has seen to it. It is told by its kind alone: its text could name somebody.
    """
    stop = threading.Event()

    def run() -> None:
        pause = 0 if at_once else every
        while not stop.wait(pause):
            pause = every
            try:
                work(stop)
            except Exception as fault:  # noqa: BLE001 - nothing but the end of the block ends it
                logger.critical("%s: %s; it is tried again", name, type(fault).__name__)

    thread = threading.Thread(target=run, name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
