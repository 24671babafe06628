"""Completes, in a thread, what was decided and had to wait."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.erasure.eraser import Eraser, NotRecordedError
from foundation.event_store.port import StoreUnavailableError
from foundation.vault.errors import VaultError

LOOK = 1.0
"""Seconds between two looks."""

logger = logging.getLogger(__name__)


@contextmanager
def kept_erased(eraser: Eraser, look: float = LOOK) -> Iterator[None]:
    """Complete decided erasures while the block lasts. What does not answer is asked again."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(look):
            try:
                eraser.resume()
            except (StoreUnavailableError, VaultError, NotRecordedError) as error:
                logger.warning("erasures wait: %s", error)

    thread = threading.Thread(target=run, name="erasures that wait")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
