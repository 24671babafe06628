"""Monitoring bodies learn of operations in time, with a place and what they need to know."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.monitoring import AccessRefusedToMonitor
from events.return_operation.movement import OperationMilestoneReached, ReturnCarriedOut
from events.return_operation.planning import MonitoringBodyNotified, OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.operations import departed, latest_plan, monitored_plans

NEAR = timedelta(days=7)
NEEDED = frozenset({"passenger list", "itinerary", "vulnerabilities"})
TOLD_BADLY = frozenset({"late_notice", "no_notice"})

Notice = Record[MonitoringBodyNotified]


def applies(h: History) -> Iterator[Ground]:
    """The operation is of a kind that is monitored, unless everybody listed returns voluntarily.

    Monitored: national, joint and collecting return operations, single removals, readmission, Dublin
    transfers and informal ones.
    """
    if plans := monitored_plans(h):
        yield because("An operation that is to be monitored is planned.", *plans)


def breached(h: History) -> Iterator[Ground]:
    """The operation left and no body was told, or every notice came after the start or offered no place."""
    notices = h.of(MonitoringBodyNotified)
    left: list[AnyRecord] = [*departed(h), *_carried_out(h)]
    if left and not notices:
        yield because("The operation left and no monitoring body had been told.", *left)
    if notices and all(_void(told) for told in notices):
        yield because("Every notice came after the start or offered no place.", *notices)


def satisfied(h: History) -> Iterator[Ground]:
    """A notice came early enough, offered a place and held what is needed, and no monitor says otherwise.

    Early enough: `monitor_notice_hours` before the start. Needed: passenger list, itinerary and
    vulnerabilities. Otherwise: that access failed for late notice or none.
    """
    sound = [
        told
        for told in h.of(MonitoringBodyNotified)
        if told.data.hours_before_start >= h.parameters.monitor_notice_hours
        and told.data.place_offered == "yes"
        and {each.strip().casefold() for each in told.data.information_received} >= NEEDED
    ]
    if sound and not _told_badly(h):
        yield because("A monitoring body was told in time and in full.", *sound)


def at_risk(h: History) -> Iterator[Ground]:
    """A notice falls short, a monitor reports late notice or none, or nobody was told with a week to go.

    A week: from seven days before the due time on.
    """
    notices = h.of(MonitoringBodyNotified)
    if notices and not any(breached(h)) and not any(satisfied(h)):
        yield because("The notice was short or incomplete.", *notices)
    for told in _told_badly(h):
        yield because("A monitor reports late notice or none.", told)
    limit = _limit(h)
    plan = latest_plan(h)
    if not notices and limit is not None and plan is not None and h.clock.reached(limit - NEAR):
        yield because("No monitoring body has been told and the time is near or has passed.", plan)


def due(h: History) -> Iterator[Due]:
    """`monitor_notice_hours` before the departure planned last."""
    limit = _limit(h)
    if limit is not None:
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    plan = latest_plan(h)
    if plan is None:
        return None
    return hours_later(plan.data.planned_departure_at, -h.parameters.monitor_notice_hours)


def _carried_out(h: History) -> list[Record[ReturnCarriedOut]]:
    return [left for left in h.anywhere(ReturnCarriedOut) if h.subject in {left.data.operation, *left.about}]


def _void(told: Notice) -> bool:
    return told.data.hours_before_start < 0 or told.data.place_offered == "no"


def _told_badly(h: History) -> list[Record[AccessRefusedToMonitor]]:
    return [told for told in h.of(AccessRefusedToMonitor) if told.data.kind in TOLD_BADLY]


RULE = Rule(
    id="monitoring.body-told-in-time",
    area="11",
    phase="pre_return",
    title="Monitors learn of an operation in time and of what they need to know about it",
    source="UNNM Mapping s.11; FRA forced-return monitoring updates (late or incomplete notice)",
    source_status="seed_and_practice",
    severity="serious",
    scope="operation",
    evidence=(
        OperationPlanned,
        MonitoringBodyNotified,
        AccessRefusedToMonitor,
        OperationMilestoneReached,
        ReturnCarriedOut,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=("MonitoringBodyNotified by body",),
    parameters=("monitor_notice_hours",),
)
