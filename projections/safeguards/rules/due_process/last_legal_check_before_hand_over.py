"""After landing and before hand-over the team asks whether an order stops the return, and obeys it."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import (
    EscortReportFiled,
    HandoverCompleted,
    LastLegalCheckMade,
    OperationMilestoneReached,
)
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import listed_cases
from projections.safeguards.terms.persons import VOLUNTARY, is_forced, return_types

Check = Record[LastLegalCheckMade]
CHECKED = frozenset({"NRO", "JRO", "CRO", "individual", "readmission", "dublin_transfer", "informal"})
"""Kinds of operation before whose hand-over the question is asked."""


def applies(h: History) -> Iterator[Ground]:
    """An operation that may return by force has arrived, or handed over a person returned by force.

    An operation on whose list everybody returns voluntarily is left out; an empty list leaves nobody out.
    """
    arrived = [each for each in h.of(OperationMilestoneReached) if each.data.milestone == "arrived"]
    planned = [each for each in h.of(OperationPlanned) if each.data.operation_type in CHECKED]
    if arrived and planned and not _all_voluntary(h):
        yield because("The operation has arrived.", *arrived, *planned)
    for handed in h.of(HandoverCompleted):
        if any(is_forced(return_types(h.of_another(case))) for case in handed.subjects("case")):
            yield because("The operation handed over a person returned by force.", handed)


def breached(h: History) -> Iterator[Ground]:
    """Nobody asked, an order was not obeyed, or a person was handed over against one.

    Nobody asked: the latest check, or the escorts' report, says so. Against an order: the person was named in
    a check and handed over after it, with no later check before that which found no order or named the person
    no more.
    """
    checks = _checks(h)
    if checks and checks[-1].data.result == "not_done":
        yield because("The latest record says that nobody asked for orders.", checks[-1])
    for report in h.of(EscortReportFiled):
        if report.data.last_legal_check == "not_done":
            yield because("The escorts report that nobody asked for orders.", report)
    for check in checks:
        if check.data.result == "order_received" and check.data.acted_upon == "no":
            yield because("An order was received and not obeyed.", check)
        for handed in _handed_over_against(h, check):
            yield because("A person was handed over against an order.", check, handed)


def satisfied(h: History) -> Iterator[Ground]:
    """The question was asked before the first hand-over; there was no order, or it was obeyed.

    No record on it has an unknown result.
    """
    if any(check.data.result == "unknown" for check in _checks(h)):
        return
    first = _first_hand_over(h)
    for check in _checks(h):
        obeyed = check.data.result == "order_received" and check.data.acted_upon == "yes"
        in_time = first is None or (check.data.checked_at is not None and check.data.checked_at < first)
        if in_time and (obeyed or check.data.result == "no_order"):
            yield because("Orders were asked for before the first hand-over.", check)


def at_risk(h: History) -> Iterator[Ground]:
    """A check is on record that shows neither: its result, what was done, or its time is open or too late."""
    for check in _checks(h):
        yield because("A check is on record that does not settle the question in time.", check)


def due(h: History) -> Iterator[Due]:
    """At the first hand-over of the operation."""
    first = _first_hand_over(h)
    if first is not None:
        yield Due(first, of_departure=True)


def _all_voluntary(h: History) -> bool:
    types = [return_types(h.of_another(case)) for case in listed_cases(h, h.subject)]
    return bool(types) and all(each and each <= VOLUNTARY for each in types)


def _moment(check: Check) -> datetime:
    return check.data.checked_at or check.occurred_at


@term
def _checks(h: History) -> list[Check]:
    """Every record of a check by its moment: the time that it states, else that of the record."""
    return sorted(h.of(LastLegalCheckMade), key=lambda each: (_moment(each), each.order))


def _first_hand_over(h: History) -> datetime | None:
    return min((handed.data.handed_over_at for handed in h.of(HandoverCompleted)), default=None)


def _handed_over_against(h: History, check: Check) -> Iterator[Record[HandoverCompleted]]:
    """Hand-overs, after a check, of persons whom it named and whom no later check before that released."""
    for handed in h.of(HandoverCompleted):
        named = set(handed.subjects("case")) & set(check.data.orders_for_cases)
        later = [each for each in _checks(h) if _moment(check) < _moment(each) < handed.data.handed_over_at]
        released = any(
            each.data.result == "no_order" or named.isdisjoint(each.data.orders_for_cases) for each in later
        )
        if named and handed.data.handed_over_at > _moment(check) and not released:
            yield handed


RULE = Rule(
    id="due-process.last-legal-check-before-hand-over",
    area="2",
    phase="return",
    title="Orders against the return are asked for after landing, before anybody is handed over",
    source="CPT country practice (visit to the Netherlands 2013) and UNNM Mapping s.2 (effective remedy)",
    source_status="practice_read",
    severity="serious",
    scope="operation",
    evidence=(
        LastLegalCheckMade,
        OperationPlanned,
        OperationMilestoneReached,
        HandoverCompleted,
        EscortReportFiled,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("LastLegalCheckMade by operation", "HandoverCompleted by case"),
)
