"""Completes, in a thread, what was decided and had to wait."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.erasure.eraser import Eraser, NotRecordedError
from foundation.event_store.port import StoreUnavailableError
from foundation.repeating import repeating
from foundation.vault.errors import VaultError

LOOK = 1.0
"""Seconds between two looks."""

logger = logging.getLogger(__name__)


@contextmanager
def kept_erased(eraser: Eraser, look: float = LOOK) -> Iterator[None]:
    """Complete decided erasures while the block lasts. What does not answer is asked again."""

    def resume(_stop: object) -> None:
        try:
            eraser.resume()
        except (StoreUnavailableError, VaultError, NotRecordedError) as error:
            logger.warning("erasures wait: %s", error)

    with repeating(resume, "erasures that wait", look):
        yield
