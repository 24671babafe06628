"""Decisions of one authority, day and nationality are each individual; groups do not leave without any.

The subject of a finding is `<authority>/<day of issue>/<nationality>` for a group of decisions, and
`<departure point>/<local day of departure>/XX` for a group of departures without decisions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from events.pre_return.assessment import IndividualAssessmentCompleted
from events.pre_return.decision import ReturnDecisionIssued
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.decisions import Issued, decisions, moment_of
from projections.safeguards.terms.departures import listed_cases
from projections.safeguards.terms.persons import FORCED

WITHOUT = "XX"
"""Stands in the subject for a nationality where there are no decisions that could state one."""


@dataclass(frozen=True)
class Departed:
    """A group of departures without decisions."""

    earliest: datetime
    records: tuple[AnyRecord, ...]


def applies(h: History) -> Iterator[Ground]:
    """A group is large enough: of decisions, or of persons who left without any decision.

    Decisions: so many that share authority, day of issue and a nationality. Without decisions: so many cases
    left one place on one day in a forced form of return, or an undeclared operation was planned for so many
    and its time of departure has passed; and no decision is on record for any of those persons.
    """
    found = _decided(h)
    if len(found) >= h.parameters.pattern_min_decisions:
        records = [record for each in found.values() for record in each]
        yield because("A group of decisions is large enough to be looked at.", *records)
    for group in _departed(h):
        yield because("A group left without any decision on record.", *group.records)


def breached(h: History) -> Iterator[Ground]:
    """Too few decisions rest on an individual assessment, or most have the wording of others.

    Most: more than half, by any record of each. A group without decisions is breached once the time for late
    records after its earliest departure is over.
    """
    found = _decided(h)
    if found and _share(h) < _least(h):
        yield because("Too few decisions rest on an individual assessment.", *_all(found.values()))
    alike = [
        record
        for records in found.values()
        for record in records
        if record.data.wording_identical_to_others == "yes"
    ]
    if found and 2 * len({record.data.decision for record in alike}) > len(found):
        yield because("More than half of the decisions have the wording of others.", *alike)
    for group in _departed(h):
        if h.passed(_end_of_grace(h, group)):
            yield because("No decision became known in the time for late records.", *group.records)


def satisfied(h: History) -> Iterator[Ground]:
    """Every decision names an individual assessment that was made by the moment of decision."""
    found = _decided(h)
    assessed = [_assessments(h, records) for records in found.values()]
    if found and all(assessed):
        yield because("Every decision rests on an individual assessment.", *_all(assessed))


def at_risk(h: History) -> Iterator[Ground]:
    """Enough decisions rest on an individual assessment, but not all; or the time for records runs.

    The latter is about a group without decisions.
    """
    found = _decided(h)
    if found and _least(h) <= _share(h) < 1:
        without = [records for records in found.values() if not _assessments(h, records)]
        yield because("Some decisions do not rest on an individual assessment.", *_all(without))
    for group in _departed(h):
        if not h.passed(_end_of_grace(h, group)):
            yield because("A group left, and late records of decisions may still come.", *group.records)


def subjects(records: Iterable[AnyRecord]) -> Iterator[str]:
    """Every group to which a record belongs, however small."""
    for record in records:
        match record.data:
            case ReturnDecisionIssued() as told:
                for nationality in told.nationality_at_decision:
                    yield f"{told.deciding_authority}/{told.issued_on}/{nationality}"
            case ReturnCarriedOut() | OperationPlanned():
                yield from _place_and_day(record)


def gathers(records: Sequence[AnyRecord], subject: str) -> Iterator[AnyRecord]:
    """The decisions of a group with every record of each, and the assessments that they name.

    Of a group of departures, the departures, the undeclared operations and who was on these.
    """
    members = {
        record.data.decision if isinstance(record.data, ReturnDecisionIssued) else record.id
        for record in records
        if subject in subjects([record])
    }
    issued = [r.data for r in records if isinstance(r.data, ReturnDecisionIssued)]
    assessments = {each.assessment for each in issued if each.decision in members}
    operations = {
        record.data.operation
        for record in records
        if record.id in members and isinstance(record.data, OperationPlanned)
    }
    for record in records:
        match record.data:
            case ReturnDecisionIssued() as told:
                belongs = told.decision in members
            case IndividualAssessmentCompleted() as told:
                belongs = told.assessment in assessments
            case ReturnCarriedOut() | OperationPlanned() | PassengerListChanged():
                belongs = record.id in members or not operations.isdisjoint(record.ids("operation"))
            case _:
                belongs = False
        if belongs:
            yield record


def _place_and_day(record: AnyRecord) -> Iterator[str]:
    match record.data:
        case ReturnCarriedOut() as left if left.return_type in FORCED:
            point, moment = left.departure_point, left.departed_at
        case OperationPlanned() as plan if plan.operation_type == "informal":
            point, moment = plan.departure_point, plan.planned_departure_at
        case _:
            return
    if point is not None and point != "UNKNOWN":
        yield f"{point}/{moment.date()}/{WITHOUT}"


@term
def _decided(h: History) -> dict[str, list[Issued]]:
    """The decisions of the group: those of which a record that still counts puts them there."""
    return {
        decision: records
        for decision, records in decisions(h).items()
        if any(h.subject in subjects([record]) for record in records)
    }


def _assessments(h: History, records: list[Issued]) -> list[AnyRecord]:
    """The individual assessments made by the moment of decision that any record of a decision names."""
    named = {record.data.assessment for record in records}
    moment = moment_of(records)
    return [
        each
        for each in h.of(IndividualAssessmentCompleted)
        if each.data.assessment in named and each.data.individual == "yes" and each.occurred_at <= moment
    ]


def _share(h: History) -> Fraction:
    found = _decided(h)
    return Fraction(sum(bool(_assessments(h, records)) for records in found.values()), len(found))


def _least(h: History) -> Fraction:
    return Fraction(h.parameters.pattern_individual_share)


@term
def _departed(h: History) -> list[Departed]:
    """The groups of departures without decisions that make up the subject: by place, or by operation."""
    left = [each for each in h.of(ReturnCarriedOut) if h.subject in _place_and_day(each)]
    groups = (
        [Departed(min(each.data.departed_at for each in left), tuple(left))] if _is_group(h, left) else []
    )
    plans: dict[str, list[Record[OperationPlanned]]] = defaultdict(list)
    for plan in h.of(OperationPlanned):
        if h.subject in _place_and_day(plan):
            plans[plan.data.operation].append(plan)
    return groups + [group for operation, told in plans.items() for group in _undeclared(h, operation, told)]


def _is_group(h: History, left: list[Record[ReturnCarriedOut]]) -> bool:
    cases = {case for each in left for case in each.subjects("case")}
    return len(cases) >= h.parameters.pattern_min_decisions and not _any_decided(h, cases)


def _undeclared(h: History, operation: str, told: list[Record[OperationPlanned]]) -> Iterator[Departed]:
    """An undeclared operation for enough persons that has left, with nobody on it having a decision."""
    large = [
        plan
        for plan in told
        if plan.data.planned_returnees >= h.parameters.pattern_min_decisions
        and h.passed(plan.data.planned_departure_at)
    ]
    left = [each for each in h.of(ReturnCarriedOut) if operation in each.ids("operation")]
    cases = {case for each in left for case in each.subjects("case")} | set(listed_cases(h, operation))
    if large and not _any_decided(h, cases):
        moments = [each.data.departed_at for each in left]
        planned = [plan.data.planned_departure_at for plan in large]
        yield Departed(min(moments or planned), (*large, *left))


def _any_decided(h: History, cases: set[str]) -> bool:
    return any(not cases.isdisjoint(each.about) for each in h.anywhere(ReturnDecisionIssued))


def _end_of_grace(h: History, group: Departed) -> datetime:
    return days_later(group.earliest, h.parameters.record_grace_days)


def _all(groups: Iterable[Sequence[AnyRecord]]) -> list[AnyRecord]:
    return [record for group in groups for record in group]


RULE = Rule(
    id="refoulement.collective-expulsion-pattern",
    area="1",
    also_areas=("2",),
    phase="pre_return",
    title="Decisions taken together on one day for one nationality are each individual",
    source="UNNM Mapping s.1",
    source_status="seed",
    severity="critical",
    scope="authority_day",
    evidence=(
        ReturnDecisionIssued,
        IndividualAssessmentCompleted,
        OperationPlanned,
        PassengerListChanged,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("IndividualAssessmentCompleted by assessment",),
    parameters=("pattern_min_decisions", "pattern_individual_share", "record_grace_days"),
    subjects=subjects,
    gathers=gathers,
)
