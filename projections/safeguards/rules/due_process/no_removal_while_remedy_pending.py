"""Nobody is removed while a remedy against the return is open that could still keep them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged
from events.pre_return.preparation import DeparturePreparationRecorded
from events.pre_return.remedy import LegalRemedyDecided, LegalRemedyLodged
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import standing_decisions
from projections.safeguards.terms.departures import (
    departed_at,
    due_at_departure,
    is_listed,
    planned_departure,
)
from projections.safeguards.terms.persons import FORCED
from projections.safeguards.terms.remedies import (
    PROTECTION,
    Decided,
    Lodged,
    against_return,
    by,
    is_pending,
    is_suspensive,
    latest_outcome,
)

FAILED = frozenset({"dismissed", "inadmissible", "withdrawn", "struck_out"})
"""Outcomes after which nothing keeps the person."""


def applies(h: History) -> Iterator[Ground]:
    """A remedy against return was lodged by departure, may still be lodged, or is said to be pending.

    May still be lodged: a standing decision states a deadline, and the person is listed, has a planned
    departure or has left. All is tested at departure; while there is none, at the moment judged.
    """
    left = departed_at(h)
    for lodged in against_return(h):
        if left is None or lodged.data.lodged_at <= left:
            yield because("A remedy against return was lodged.", lodged)
    if is_listed(h) or planned_departure(h) is not None or left is not None:
        for records in standing_decisions(h).values():
            if any(record.data.remedy_deadline is not None for record in records):
                yield because("A decision names a deadline for a remedy, and departure is planned.", *records)
    yield from _said_pending(h)


def breached(h: History) -> Iterator[Ground]:
    """The person left while a remedy kept them: suspensive, a protection claim, still open, or successful.

    Still open: a forced departure before the deadline of a decision against which no remedy had been lodged,
    where the law makes such a remedy suspensive. Successful: the latest ruling before departure allowed it
    and no new decision followed.
    """
    left = departed_at(h)
    if left is None:
        return
    departures = h.of(ReturnCarriedOut)
    for lodged in against_return(h):
        if is_pending(h, lodged, left) and (lodged.data.kind in PROTECTION or is_suspensive(h, lodged, left)):
            yield because("A remedy that keeps the person was pending at departure.", lodged, *departures)
    if any(each.data.return_type in FORCED for each in departures):
        for deadline, records in _unused(h, h.of(LegalRemedyLodged)):
            if left < deadline and any(r.data.remedy_suspensive_by_law == "yes" for r in records):
                yield because("The deadline for a suspensive remedy was still open.", *records, *departures)
    for lodged in against_return(h):
        ruling = latest_outcome(h, lodged.data.remedy, left)
        if ruling is not None and ruling.data.decided_at < left and _allowed_and_open(h, ruling):
            yield because("A remedy had succeeded and no new decision followed.", ruling, *departures)


def satisfied(h: History) -> Iterator[Ground]:
    """Every remedy against return was finally decided against the person or closed, and no deadline runs.

    Closed: it was allowed, and a new decision was issued on a later day. At least one remedy or deadline is
    on record, and nobody says of the departure that a remedy was pending.
    """
    left = departed_at(h)
    remedies, deadlines = against_return(h), _deadlines(h)
    if any(is_pending(h, lodged, left) or _stands_in_the_way(h, lodged, left) for lodged in remedies):
        return
    if any(not _lies_behind(h, deadline, left) for deadline, _ in deadlines) or any(_said_pending(h)):
        return
    records = [*remedies, *(record for _, each in deadlines for record in each)]
    if records:
        yield because("No remedy was pending and no deadline was running.", *records)


def at_risk(h: History) -> Iterator[Ground]:
    """Departure is prepared while a remedy is pending, or it took place although something was unsettled.

    Unsettled: a remedy that is not suspensive was pending, a remedy had been allowed in part or sent back, a
    deadline was running, or somebody says that a remedy was pending.
    """
    left = departed_at(h)
    for lodged in against_return(h):
        if left is None:
            if is_pending(h, lodged, None) and (is_listed(h) or planned_departure(h) is not None):
                yield because("Departure is prepared while a remedy is pending.", lodged)
            continue
        if is_pending(h, lodged, left) and not is_suspensive(h, lodged, left):
            yield because("A remedy that does not suspend was pending at departure.", lodged)
        ruling = latest_outcome(h, lodged.data.remedy, left)
        if ruling is not None and ruling.data.outcome in {"partly_allowed", "remitted"}:
            yield because("A remedy had been allowed in part or sent back.", ruling)
    for deadline, records in _deadlines(h):
        if left is not None and left < deadline:
            yield because("The person left before a deadline for a remedy.", *records)
    yield from _said_pending(h)


def due(h: History) -> Iterator[Due]:
    """At departure."""
    yield from due_at_departure(h)


def _said_pending(h: History) -> Iterator[Ground]:
    for departure in h.of(ReturnCarriedOut):
        if departure.data.remedy_pending_according_to_asserter == "yes":
            yield because("The record of the departure says that a remedy was pending.", departure)


def _unused(
    h: History, lodged: Iterable[Lodged]
) -> Iterator[tuple[datetime, list[Record[ReturnDecisionIssued]]]]:
    """Deadlines of standing decisions against which none of these remedies was lodged in time to count."""
    left = departed_at(h)
    challenged = {
        decision
        for each in lodged
        if by(h, each.data.lodged_at, left)
        for decision in (
            [each.data.against_decision] if each.data.against_decision else each.subjects("decision")
        )
    }
    for decision, records in standing_decisions(h).items():
        for record in records:
            if decision not in challenged and record.data.remedy_deadline is not None:
                yield record.data.remedy_deadline, records


@term
def _deadlines(h: History) -> list[tuple[datetime, list[AnyRecord]]]:
    """Known deadlines: for a further remedy after a ruling, or for the first against a standing decision."""
    left = departed_at(h)
    found: list[tuple[datetime, list[AnyRecord]]] = [
        (ruling.data.further_remedy_deadline, [ruling])
        for ruling in h.of(LegalRemedyDecided)
        if ruling.data.further_remedy_deadline is not None and by(h, ruling.data.decided_at, left)
    ]
    return found + [(deadline, [*records]) for deadline, records in _unused(h, against_return(h))]


def _lies_behind(h: History, deadline: datetime, left: datetime | None) -> bool:
    """Whether a deadline lies before departure; while there is none, before the moment judged."""
    return deadline < left if left is not None else h.passed(deadline)


def _allowed_and_open(h: History, ruling: Decided) -> bool:
    """A remedy that was allowed, with no decision issued on a later day (and by the day of departure)."""
    left = departed_at(h)
    return ruling.data.outcome == "allowed" and not any(
        issued.data.issued_on > ruling.data.decided_at.date()
        and (left is None or issued.data.issued_on <= left.date())
        for issued in h.of(ReturnDecisionIssued)
    )


def _stands_in_the_way(h: History, lodged: Lodged, left: datetime | None) -> bool:
    ruling = latest_outcome(h, lodged.data.remedy, left)
    if ruling is None or ruling.data.outcome in FAILED:
        return False
    return ruling.data.outcome != "allowed" or _allowed_and_open(h, ruling)


RULE = Rule(
    id="due-process.no-removal-while-remedy-pending",
    area="2",
    also_areas=("1", "13"),
    phase="return",
    title="Nobody is removed while a remedy that could stop the return is pending",
    source=(
        "UNNM Mapping s.2 (suspension of the order; exhaustion of remedies) and s.13 (returns despite pending"
        " appeals)"
    ),
    source_status="seed",
    severity="critical",
    evidence=(
        LegalRemedyLodged,
        LegalRemedyDecided,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        OperationPlanned,
        PassengerListChanged,
        DeparturePreparationRecorded,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("LegalRemedyLodged by remedy", "LegalRemedyDecided by remedy+date"),
    parameters=("depart_soon_hours",),
)
