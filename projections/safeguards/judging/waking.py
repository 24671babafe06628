"""Which kinds of records can make a rule apply: those for which it asks when there is nothing on record.

A rule sees records only by asking for their kinds. So where none of these kinds is on record it asks for the
same and finds what it finds in an empty history: that it does not apply.
"""

from datetime import UTC, datetime
from functools import lru_cache

from events.base import Event
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.history import History
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.rule import Rule

NOBODY = "C-00000000-0000-4000-8000-000000000000"
ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)


class Waking:
    """What rules ask for in an empty history, by the same numbers."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._kinds: dict[str, frozenset[type[Event]] | None] = {}

    def kinds(self, rule: Rule) -> frozenset[type[Event]] | None:
        """The kinds of which one must be on record for the rule to apply; none when that is not known."""
        if rule.id not in self._kinds:
            self._kinds[rule.id] = self._asked_in_vain(rule)
        return self._kinds[rule.id]

    def _asked_in_vain(self, rule: Rule) -> frozenset[type[Event]] | None:
        clock = JudgedAt(ANY_TIME)
        applies = tuple(rule.applies(History(NOBODY, (), lambda _: True, clock, self._parameters)))
        basis = clock.notes.basis
        if applies or basis.named or basis.everything or basis.limit is not None:
            return None
        return frozenset(basis.kinds)


@lru_cache(maxsize=16)
def waking(parameters: Parameters) -> Waking:
    """What is known of rules by these numbers."""
    return Waking(parameters)
