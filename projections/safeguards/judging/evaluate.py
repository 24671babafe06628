"""Findings from records: every rule, for every subject, as of any moment and as known at any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from events.data_protection.rights import ErasureCarriedOut
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.freezing import frozen_at
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import with_linked
from projections.safeguards.judging.outcome import Judged, judge
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Ground, Rule
from projections.safeguards.judging.sides import things_told, told_once, views
from projections.safeguards.judging.standing import standing

DEFAULTS = Parameters()


@dataclass(frozen=True)
class Asked:
    """What is judged: the records, when, and by which numbers."""

    records: Sequence[AnyRecord]
    as_of: datetime
    known_at: datetime
    parameters: Parameters = DEFAULTS


def evaluate(
    records: Iterable[AnyRecord],
    rules: Iterable[Rule],
    as_of: datetime,
    known_at: datetime | None = None,
    parameters: Parameters = DEFAULTS,
) -> list[Finding]:
    """The findings of the rules about every subject on record. A rule that does not apply gives none."""
    records = list(records)
    asked = Asked(records, as_of, known_at or as_of, parameters)
    return [
        finding
        for rule in rules
        for subject in sorted(rule.subjects_in(records))
        if (finding := evaluate_one(rule, subject, asked)) is not None
    ]


def evaluate_one(rule: Rule, subject: str, asked: Asked) -> Finding | None:
    """The finding of one rule about one subject; none when the rule does not apply.

    `asked.records` must hold every record about the subject and about what is related to it: its operations,
    the cases of its family, and for an operation the cases on it.
    """
    return evaluate_until(rule, subject, asked)[0]


def evaluate_until(rule: Rule, subject: str, asked: Asked) -> tuple[Finding | None, datetime | None]:
    """The finding, and the first later moment at which it may be another without a new record.

    There may be such a moment without a finding: time alone can make a rule apply.
    """
    docket = Docket(subject, asked)
    return docket.finding(rule), docket.next_change


class Docket:
    """One subject with its records at one moment, to be judged by any number of rules.

    What several rules need is worked out once.
    """

    def __init__(self, subject: str, asked: Asked) -> None:
        self.subject, self.asked = subject, asked
        self._erased = any(isinstance(record.data, ErasureCarriedOut) for record in asked.records)
        self._clocks: dict[datetime | None, JudgedAt] = {}
        self._standing: dict[datetime | None, list[AnyRecord]] = {}
        self._bases: dict[datetime | None, History] = {}

    @property
    def next_change(self) -> datetime | None:
        """The first later moment at which a finding made here may be another; none for frozen ones."""
        clock = self._clocks.get(None)
        return clock.next_change if clock is not None else None

    def finding(self, rule: Rule) -> Finding | None:
        """What a rule finds about the subject; none when it does not apply."""
        asked = self.asked
        frozen = None
        if self._erased:
            frozen = frozen_at(rule, self.subject, asked.records, asked.as_of, asked.known_at)
        if frozen is not None:
            asked = replace(asked, as_of=min(asked.as_of, frozen), known_at=min(asked.known_at, frozen))
        finding = found(rule, self._base(rule, asked, frozen), asked)
        if finding is None or frozen is None:
            return finding
        return replace(finding, frozen=True, next_change=None)

    def _base(self, rule: Rule, asked: Asked, frozen: datetime | None) -> History:
        usual = rule.owns is None and rule.gathers is None
        if usual and frozen in self._bases:
            return self._bases[frozen]
        clock = self._clocks.setdefault(frozen, JudgedAt(asked.as_of))
        if frozen not in self._standing:
            self._standing[frozen] = standing(asked.records, asked.known_at, clock)
        records = self._standing[frozen]
        own = with_linked(records, rule.owner(records, self.subject))
        base = History(self.subject, records, own, clock, asked.parameters)
        if usual:
            self._bases[frozen] = base
        return base


def found(rule: Rule, base: History, asked: Asked) -> Finding | None:
    """The finding from the records that stand, over all sides."""
    h = told_once(rule, base)
    applying = tuple(rule.applies(h))
    if not applying:
        return None
    things = things_told(rule, base)
    by_side = {
        side: min((judge(rule, view) for view in each), key=lambda one: one.badness)
        for side, each in views(h, things).items()
    }
    worst = min(by_side.values(), key=lambda one: one.badness) if by_side else judge(rule, h)
    deciding = [one for one in by_side.values() if one.outcome == worst.outcome] or [worst]
    grounds = [ground for one in deciding for ground in one.grounds] or list(applying)
    finding = _stated(rule, base, asked, worst)
    sides = {side: one.outcome for side, one in by_side.items()}
    return replace(_supported(finding, grounds, applying), sides=sides)


def _stated(rule: Rule, base: History, asked: Asked, worst: Judged) -> Finding:
    return Finding(
        rule=rule,
        subject=base.subject,
        as_of=asked.as_of,
        known_at=asked.known_at,
        outcome=worst.outcome,
        due=worst.due,
        next_change=base.clock.next_change,
        parameters_version=asked.parameters.version,
        platform_defaults=tuple(asked.parameters.unconfirmed(rule.parameters)),
    )


def _supported(finding: Finding, grounds: Sequence[Ground], applying: Sequence[Ground]) -> Finding:
    """The finding with the records and reasons on which it rests; failing any, those for which it applies."""
    resting = [record for ground in grounds for record in ground.records]
    supporting = {record.id: record for record in resting or [r for g in applying for r in g.records]}
    evidence = [each for record in supporting.values() for each in (record.id, *record.confirmed_by)]
    late = [ground.done_late for ground in grounds if ground.done_late is not None]
    return replace(
        finding,
        evidence=tuple(dict.fromkeys(evidence)),
        explanation=tuple(dict.fromkeys(ground.text for ground in grounds)),
        done_late=min(late, default=None),
        supporting_records=len(supporting),
        direct=any(record.direct for record in supporting.values()),
    )
