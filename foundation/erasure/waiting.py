"""How long an erasure waits for those who judge from what it ends.

What a rule read cannot be read again once its key is gone. So between the decision and the first fence,
whoever judges is given time to judge everything that was known when the erasure was decided. The wait has an
end: the right of a person to be erased does not depend on a process that never comes back.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from events.ids import uuid_of
from foundation.clock import Clock
from foundation.erasure.port import Progress
from foundation.event_store.port import EventStore

LONGEST = timedelta(hours=24)
"""After the decision keys end whoever has not judged yet (GDPR, article 12(3), gives a month)."""

Judged = Callable[[Progress], bool]
"""Whether everything that was known when an erasure was decided has been judged."""

logger = logging.getLogger(__name__)


def by_nobody(_progress: Progress) -> bool:
    """Nobody judges here, so nobody is waited for."""
    return True


def has_to_wait(progress: Progress, log: EventStore, clock: Clock, judged: Judged) -> bool:
    """Whether the keys of a decided erasure must not end yet.

    Never for one that the log says was carried out: a restored vault opens again what has ended before, and
    nothing is to be judged from that.
    """
    if progress.decided_at is None or log.find(uuid_of(progress.erasure.id)) is not None:
        return False
    if judged(progress):
        return False
    if clock() < progress.decided_at + LONGEST:
        return True
    logger.error("the erasure %s was waited with long enough: findings may be missing", progress.erasure.id)
    return False
