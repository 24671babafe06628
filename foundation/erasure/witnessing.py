"""The two ends of the wait: an erasure that looks for its witnesses, and a process that is one.

An erasure asks only once every record up to its decision is on its topic, so a witness who then finds itself
at the end of all topics has taken all of them in.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from foundation.erasure.port import Progress
from foundation.erasure.sql_witnesses import Asked, SqlWitnesses
from foundation.event_store.port import EventStore
from foundation.vault.errors import VaultUnavailableError

Carried = Callable[[str, int], bool]
"""Whether the log of a service is on its topic up to a sequence."""

logger = logging.getLogger(__name__)


class Witnessed:
    """Whether all who judge have witnessed an erasure."""

    def __init__(self, witnesses: SqlWitnesses, stores: Mapping[str, EventStore], carried: Carried) -> None:
        self._witnesses, self._stores, self._carried = witnesses, stores, carried
        self._ends: dict[str, Mapping[str, int]] = {}

    def __call__(self, progress: Progress) -> bool:
        """Ask those who have not witnessed it yet, as soon as they could; whether there are none."""
        erasure, at = progress.erasure.id, progress.decided_at
        if at is None or not self._witnesses.outstanding(erasure):
            self._ends.pop(erasure, None)
            return True
        if erasure not in self._ends:
            self._ends[erasure] = {name: store.head() for name, store in self._stores.items()}
        if all(self._carried(name, end) for name, end in self._ends[erasure].items()):
            self._witnesses.ask(erasure, at)
        return False


class Witness:
    """A process that judges from sealed values. A vault that does not answer is asked again the next time."""

    def __init__(self, name: str, witnesses: SqlWitnesses) -> None:
        self._name, self._witnesses = name, witnesses
        self._asked: Sequence[Asked] = ()

    def look(self) -> bool:
        """Note what is asked; whether anything is. Comes before it is looked whether all was taken in."""
        try:
            self._asked = self._witnesses.asked(self._name)
        except VaultUnavailableError as error:
            logger.warning("erasures wait: %s", error)
            self._asked = ()
        return bool(self._asked)

    def judged(self, until: datetime) -> None:
        """State that everything up to a moment was judged, since `look` and with all that was taken in."""
        asked, self._asked = self._asked, ()
        try:
            for one in asked:
                if one.decided_at <= until:
                    self._witnesses.witness(self._name, one.erasure)
                    logger.info("judged before the erasure %s", one.erasure)
        except VaultUnavailableError as error:
            logger.warning("erasures wait: %s", error)
