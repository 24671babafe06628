"""Takes over what the log decided, so that no process seals or opens what was to be erased."""

from foundation.clock import Clock
from foundation.erasure.decisions import decided_in
from foundation.erasure.port import Erasures, Step
from foundation.erasure.waiting import Judged, by_nobody, has_to_wait
from foundation.event_store.port import EventStore
from foundation.vault.key_rows import KeyEnding

PAGE = 1000


def take_over(log: EventStore, erasures: Erasures) -> None:
    """Read the decisions that this vault has not seen: new ones, and all since the backup it came from."""
    position = min(erasures.position(), log.head())
    while page := log.read(position, PAGE):
        found = [decided for record in page if (decided := decided_in(record))]
        position = page[-1].sequence
        erasures.take_over(found, position)


def fence_decided(
    log: EventStore, erasures: Erasures, keys: KeyEnding, clock: Clock, judged: Judged = by_nobody
) -> int:
    """Fence the keys of every erasure that is not completed and need not wait; how many there were.

    For processes that seal and do not erase: whoever erases takes every step from there, this one again.
    """
    take_over(log, erasures)
    decided = [one for one in erasures.unfinished() if one.step is Step.DECIDED]
    ready = [one for one in decided if not has_to_wait(one, log, clock, judged)]
    for progress in ready:
        keys.fence(progress.erasure.slots, clock())
    return len(ready)
