"""A child who came alone has an independent guardian through the whole procedure and the return."""

from collections.abc import Iterator
from datetime import date

from events.pre_return.assessment import BestInterestsDetermined, GuardianAppointed
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import issued_on, standing_decisions
from projections.safeguards.terms.departures import first_departure
from projections.safeguards.terms.families import family, guardian_in_office
from projections.safeguards.terms.persons import ALONE, is_adult, told_last

Guardian = Record[GuardianAppointed]
IN_OFFICE = frozenset({"appointed", "replaced"})
DOUBTFUL = frozenset({"no", "unknown"})


def applies(h: History) -> Iterator[Ground]:
    """The child came alone or was separated; or the age is disputed and no adult is of the family.

    The status as now known counts for the past also.
    """
    status = told_last(h, "child_status")
    if status in ALONE or (status == "age_disputed" and not any(is_adult(other) for other in family(h))):
        told = [*h.of(ReturnCaseOpened), *h.of(CaseProfileUpdated)]
        yield because("The person is, or may be, a child without parents here.", *told)


def breached(h: History) -> Iterator[Ground]:
    """A guardian was refused, or none was in office at a decision, at departure or at the hand-over.

    A refusal stands while no guardian took office on a later day.
    """
    told = h.of(GuardianAppointed)
    later = [each.data.effective_on for each in told if each.data.state in IN_OFFICE]
    for each in told:
        if each.data.state == "refused" and not any(day > each.data.effective_on for day in later):
            yield because("A guardian was refused.", each)
    for day, record in [*_decided(h), *_moved(h)]:
        if guardian_in_office(h, day) is None:
            yield because("No guardian was in office on a day that matters.", record)


def satisfied(h: History) -> Iterator[Ground]:
    """An independent guardian who stays through the return is in office and took part.

    In office: on the day judged, or of the hand-over or departure where that has passed, and on the day of
    every standing decision. Took part: in the last best-interests procedure, where there is one.
    """
    current = _current(h)
    if current is None or _last_appointed(h) is None or _is_doubtful(h) or _left_out(h):
        return
    if all(guardian_in_office(h, day) is not None for day, _ in _decided(h)):
        yield because("An independent guardian is in office.", current)


def at_risk(h: History) -> Iterator[Ground]:
    """The guardian may not be independent or not stay, was left out of the procedure, or has ended."""
    last = _last_appointed(h)
    if last is not None and (
        last.data.independent in DOUBTFUL or last.data.accompanies_through_return in DOUBTFUL
    ):
        yield because("The guardian may not be independent, or not stay through the return.", last)
    left_out = _left_out(h)
    if left_out is not None:
        yield because("The guardian is not known to have taken part in the procedure.", left_out)
    latest = max(h.of(GuardianAppointed), key=_by_day, default=None)
    if latest is not None and latest.data.state == "ended":
        yield because("The office of the guardian has ended.", latest)


def due(h: History) -> Iterator[Due]:
    """Some days after the case was first opened."""
    opened = min((each.occurred_at for each in h.of(ReturnCaseOpened)), default=None)
    if opened is not None:
        yield Due(days_later(opened, h.parameters.guardian_days))


def _by_day(each: Guardian) -> tuple[object, ...]:
    return (each.data.effective_on, each.order)


def _last_appointed(h: History) -> Guardian | None:
    appointed = [each for each in h.of(GuardianAppointed) if each.data.state in IN_OFFICE]
    return max(appointed, key=_by_day, default=None)


def _is_doubtful(h: History) -> bool:
    last = _last_appointed(h)
    return last is None or (
        last.data.independent != "yes" or last.data.accompanies_through_return in DOUBTFUL
    )


def _left_out(h: History) -> Record[BestInterestsDetermined] | None:
    """The last best-interests procedure, where the guardian is not told to have taken part in it."""
    last = max(
        h.of(BestInterestsDetermined), key=lambda each: (each.data.determined_on, each.order), default=None
    )
    return last if last is not None and last.data.guardian_took_part != "yes" else None


def _decided(h: History) -> Iterator[tuple[date, AnyRecord]]:
    for records in standing_decisions(h).values():
        yield issued_on(records), records[0]


def _moved(h: History) -> Iterator[tuple[date, AnyRecord]]:
    """The local days of departure and of every hand-over."""
    left = first_departure(h)
    if left is not None:
        yield left.data.departed_at.date(), left
    for handed in h.of(HandoverCompleted):
        yield handed.data.handed_over_at.date(), handed


def _current(h: History) -> Guardian | None:
    """The guardian in office on the last day that matters: of the move where it has passed, else today."""
    moved = [day for day, _ in _moved(h)]
    told = h.of(GuardianAppointed)
    if moved:
        return guardian_in_office(h, max(moved))
    return guardian_in_office(h, h.clock.today(told[-1].occurred_at)) if told else None


RULE = Rule(
    id="child.guardian-throughout",
    area="2",
    also_areas=("14", "cross-cutting.child"),
    phase="pre_return",
    title="A child who came alone has an independent guardian from the first days to the hand-over",
    source="UNNM Mapping III Child-sensitive and s.2",
    source_status="seed",
    severity="critical",
    applies_to="unaccompanied children",
    evidence=(
        GuardianAppointed,
        ReturnCaseOpened,
        CaseProfileUpdated,
        BestInterestsDetermined,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        HandoverCompleted,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("GuardianAppointed by case+effective_on", "BestInterestsDetermined by assessment"),
    parameters=("guardian_days",),
)
