"""One subject at one moment, to be judged by any number of rules, with what stays of an earlier moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from events.base import Event
from events.data_protection.rights import ErasureCarriedOut
from projections.safeguards.judging.basis import Basis
from projections.safeguards.judging.changed import changed_kinds, named_beside
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.found import found
from projections.safeguards.judging.freezing import frozen_at
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import with_linked
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.sides import perhaps_twins
from projections.safeguards.judging.standing import standing
from projections.safeguards.judging.waking import waking

DEFAULTS = Parameters()


@dataclass(frozen=True)
class Asked:
    """What is judged: the records, when, and by which numbers."""

    records: Sequence[AnyRecord]
    as_of: datetime
    known_at: datetime
    parameters: Parameters = DEFAULTS

    def by(self, moment: datetime) -> "Asked":
        """The same as of a moment and known by then, unless it asks about an earlier one."""
        return replace(self, as_of=min(self.as_of, moment), known_at=min(self.known_at, moment))


class _Stand:
    """The records that stand for one subject at one moment."""

    def __init__(self, asked: Asked) -> None:
        self.clock = JudgedAt(asked.as_of)
        self.records = standing(asked.records, asked.known_at, self.clock)
        self.kinds = {record.kind for record in self.records}


class Docket:
    """Works out once what several rules need.

    `before` is the same subject at an earlier moment: what rests on nothing that changed since is taken over.
    """

    def __init__(self, subject: str, asked: Asked, before: "Docket | None" = None) -> None:
        self.subject, self.asked = subject, asked
        self._waking = waking(asked.parameters)
        self._stands: dict[datetime | None, _Stand] = {}
        self._usual: dict[datetime | None, History] = {}
        self.is_erased = any(isinstance(record.data, ErasureCarriedOut) for record in asked.records)
        """Whether anything of the subject was erased, so that findings may be frozen."""
        self.made: dict[str, tuple[Finding | None, Basis]] = {}
        """Rule id to the finding, if there is one, and on what that rests."""
        self._before = before if before is not None and self._follows(before) else None
        self._changed: frozenset[type[Event]] = frozenset()
        if self._before is not None:
            self._changed = changed_kinds(self._before.stand().records, self.stand().records)
            self._before.let_go()

    @property
    def next_change(self) -> datetime | None:
        """The first later moment at which a finding made here may be another; none for frozen ones."""
        stand = self._stands.get(None)
        return stand.clock.next_change if stand is not None else None

    def finding(self, rule: Rule) -> Finding | None:
        """What a rule finds about the subject; none when it does not apply."""
        asked = self.asked
        frozen = None
        if self.is_erased:
            frozen = frozen_at(rule, self.subject, asked.records, asked.as_of, asked.known_at)
        if frozen is not None:
            asked = asked.by(frozen)
        clock = self.stand(frozen).clock
        finding = self.made[rule.id][0] if self.keeps(rule) else self._made_anew(rule, frozen)
        if finding is None:
            return None
        return replace(
            finding,
            as_of=asked.as_of,
            known_at=asked.known_at,
            next_change=clock.next_change if frozen is None else None,
            frozen=frozen is not None,
        )

    def keeps(self, rule: Rule) -> bool:
        """Whether the outcome of a rule is as it was before, which is known without judging."""
        stays = self._staying(rule)
        if stays is not None:
            self.made[rule.id] = stays
            if (limit := stays[1].limit) is not None:
                self.stand().clock.expect(limit)
        return stays is not None

    def named(self, rule: Rule, subject: str, kind: str) -> frozenset[str] | None:
        """Ids of a kind that every account of a subject names; none where one assertion was told twice."""
        base = self._base(rule)
        if perhaps_twins(base):
            return None
        mine = subject == self.subject
        records = base.held_about if mine else [each for each in base.held if subject in each.about]
        return named_beside(rule.accounted, records, kind)

    def stand(self, frozen: datetime | None = None) -> _Stand:
        """The records that stand, now or when the findings froze."""
        if frozen not in self._stands:
            self._stands[frozen] = _Stand(self.asked if frozen is None else self.asked.by(frozen))
        return self._stands[frozen]

    def let_go(self) -> None:
        """Forget what was before: another moment follows."""
        self._before = None

    def _follows(self, before: "Docket") -> bool:
        mine, theirs = self.asked, before.asked
        return (
            self.subject == before.subject
            and mine.parameters == theirs.parameters
            and mine.as_of >= theirs.as_of
            and mine.known_at >= theirs.known_at
            and not (self.is_erased or before.is_erased)
        )

    def _staying(self, rule: Rule) -> tuple[Finding | None, Basis] | None:
        """What was found before, if it rests on nothing that changed; none when it must be made anew."""
        before = self._before
        if before is None or (made := before.made.get(rule.id)) is None:
            return None
        basis = made[1]
        if basis.limit is not None and basis.limit <= self.asked.as_of:
            return None
        if not self._changed:
            return made
        if basis.everything or not self._changed.isdisjoint(basis.kinds | rule.accounted):
            return None
        for subject, kind in basis.named:
            ids = self.named(rule, subject, kind)
            if ids is None or ids != before.named(rule, subject, kind):
                return None
        return made

    def _made_anew(self, rule: Rule, frozen: datetime | None) -> Finding | None:
        wakes = self._waking.kinds(rule)
        if wakes is not None and wakes.isdisjoint(self.stand(frozen).kinds):
            self.made[rule.id] = None, Basis.of(wakes)
            return None
        base = self._base(rule, frozen)
        basis = base.clock.notes.begin()
        try:
            finding = found(rule, base)
        finally:
            base.clock.notes.end()
        basis.everything = basis.everything or rule.gathers is not None
        self.made[rule.id] = finding, basis
        return finding

    def _base(self, rule: Rule | None, frozen: datetime | None = None) -> History:
        """The history from which a rule judges; without one, that of most rules."""
        if rule is not None and (rule.owns is not None or rule.gathers is not None):
            return self._history(rule.owner(self.stand(frozen).records, self.subject), frozen)
        if frozen not in self._usual:
            self._usual[frozen] = self._history(lambda record: self.subject in record.about, frozen)
        return self._usual[frozen]

    def _history(self, own: Callable[[AnyRecord], bool], frozen: datetime | None) -> History:
        stand = self.stand(frozen)
        own = with_linked(stand.records, own)
        return History(self.subject, stand.records, own, stand.clock, self.asked.parameters)
