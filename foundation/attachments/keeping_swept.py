"""Sweeps at the start and again and again, in a thread beside whoever serves."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from foundation.attachments.port import Blobs, BlobsUnavailableError
from foundation.attachments.sweeping import Swept, sweep
from foundation.clock import Clock
from foundation.repeating import repeating
from foundation.vault.errors import VaultError
from foundation.vault.key_rows import KeyEnding, Slot

EVERY = 600.0
"""Seconds between two sweeps."""
LOOK = 5.0
"""Seconds after which it is looked whether keys have ended, upon which everything is swept at once."""

logger = logging.getLogger(__name__)


@contextmanager
def kept_swept(blobs: Blobs, keys: KeyEnding, clock: Clock, look: float = LOOK) -> Iterator[None]:
    """Sweep now, soon after keys have ended, and from time to time. What does not answer is asked again."""
    seen: frozenset[Slot] | None = None
    looks = 0

    def look_again(_stop: object) -> None:
        nonlocal seen, looks
        if looks * look >= EVERY:
            seen, looks = None, 0
        seen, looks = sweep_if_ended(blobs, keys, clock, seen), looks + 1

    with repeating(look_again, "sweeping of attachments", look, at_once=True):
        yield


@contextmanager
def swept_after(blobs: Blobs, keys: KeyEnding, clock: Clock) -> Iterator[None]:
    """Sweep at the end when keys have ended meanwhile."""
    before = frozenset(row.slot for row in keys.ended())
    try:
        yield
    finally:
        sweep_if_ended(blobs, keys, clock, before)


def sweep_if_ended(
    blobs: Blobs, keys: KeyEnding, clock: Clock, seen: frozenset[Slot] | None
) -> frozenset[Slot] | None:
    """Sweep unless these are the keys that have ended; those that have, or None when nothing was swept."""
    try:
        ended = frozenset(row.slot for row in keys.ended())
        swept = Swept(0, 0) if ended == seen else sweep(blobs, ended, clock())
    except (BlobsUnavailableError, VaultError) as error:
        logger.warning("attachments were not swept: %s", error)
        return None
    if swept.uploads or swept.contents:
        logger.info("swept %d uploads and %d files", swept.uploads, swept.contents)
    return ended
