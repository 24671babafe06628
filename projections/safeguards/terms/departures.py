"""When a person left, was to leave, and arrived; on which operation they were listed."""

from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.pre_return.preparation import DeparturePreparationRecorded, ReturnConsentRecorded
from events.return_operation.movement import (
    HandoverCompleted,
    OperationMilestoneReached,
    ReturnAborted,
    ReturnCarriedOut,
)
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import end_of_day, hours_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due


@term
def first_departure(h: History) -> Record[ReturnCarriedOut] | None:
    """The record of the earliest departure, whoever tells of it."""
    return min(h.of(ReturnCarriedOut), key=lambda record: (record.data.departed_at, record.id), default=None)


def departed_at(h: History) -> datetime | None:
    """Departure: the earliest `departed_at` on any side; none while no departure is on record."""
    departure = first_departure(h)
    return departure.data.departed_at if departure is not None else None


@term
def latest_plan(h: History) -> tuple[datetime, AnyRecord] | None:
    """The departure planned last, with the record that tells it.

    Planned for an operation on which the case is listed, for the person, or agreed with them.
    """
    plans: list[tuple[datetime, AnyRecord]] = [
        (record.data.planned_departure_at, record)
        for operation in listed_on(h)
        for record in h.about(operation, OperationPlanned)
    ]
    plans += [
        (told.data.planned_departure_at, told)
        for told in h.of(DeparturePreparationRecorded)
        if told.data.planned_departure_at is not None
    ]
    plans += [
        (end_of_day(agreed.data.agreed_departure_date, agreed.occurred_at), agreed)
        for agreed in h.of(ReturnConsentRecorded)
        if agreed.data.agreed_departure_date is not None
    ]
    return max(plans, key=lambda plan: plan[1].order, default=None)


def planned_departure(h: History) -> datetime | None:
    """The departure planned last; see `latest_plan`."""
    plan = latest_plan(h)
    return plan[0] if plan is not None else None


def departure_or_planned(h: History) -> datetime | None:
    """Departure, or the planned time that stands in for it while none is on record."""
    return departed_at(h) or planned_departure(h)


def due_at_departure(h: History) -> list[Due]:
    """Due at departure; the planned time stands in for it until one is on record."""
    moment = departure_or_planned(h)
    return [Due(moment, of_departure=True)] if moment is not None else []


def departs_soon(h: History) -> bool:
    """From `depart_soon_hours` before the planned departure on, also after it."""
    planned = planned_departure(h)
    if planned is None:
        return False
    return h.clock.reached(hours_later(planned, -h.parameters.depart_soon_hours))


@term
def list_changes(h: History) -> dict[str, Record[PassengerListChanged]]:
    """Operation id to the latest change of its list that names the case."""
    last: dict[str, Record[PassengerListChanged]] = {}
    for record in h.of(PassengerListChanged):
        last[record.data.operation] = record
    return last


def listed_on(h: History) -> list[str]:
    """Operations on which the case is listed: the latest change of the list added it."""
    return [operation for operation, record in list_changes(h).items() if record.data.change == "added"]


def is_listed(h: History) -> bool:
    """Whether the case is listed for any operation."""
    return bool(listed_on(h))


def listed_cases(h: History, operation: str) -> dict[str, Record[PassengerListChanged]]:
    """Case id to the change that lists it for an operation, where that is the latest of the case."""
    last: dict[str, Record[PassengerListChanged]] = {}
    changes = [each for each in h.anywhere(PassengerListChanged) if each.data.operation == operation]
    for record in changes:
        last.update(dict.fromkeys(record.subjects("case"), record))
    return {case: record for case, record in last.items() if record.data.change == "added"}


@term
def operations(h: History) -> list[str]:
    """Every operation that a record of the case names."""
    return h.named("operation")


@term
def broken_off(h: History) -> list[Record[ReturnAborted]]:
    """Returns of the person that were broken off, or of all on an operation with which they were to go."""
    of_all = [
        record
        for operation in operations(h)
        for record in h.about(operation, ReturnAborted)
        if record.data.scope == "operation" and h.subject not in record.about
        if _was_on(h, operation, record.data.aborted_at)
    ]
    return [*h.of(ReturnAborted), *of_all]


def _was_on(h: History, operation: str, moment: datetime) -> bool:
    """Whether the list of an operation had not taken the case off by then."""
    changes = [
        change
        for change in h.of(PassengerListChanged)
        if change.data.operation == operation and change.occurred_at <= moment
    ]
    return not changes or changes[-1].data.change == "added"


@term
def arrived_at(h: History) -> datetime | None:
    """Arrival: hand-over, else the arrival told at the check, else departure.

    A side that gave no time of arrival takes that of the others.
    """
    handed_over = min((record.data.handed_over_at for record in h.of(HandoverCompleted)), default=None)
    return handed_over or _checked_arrival(h) or _checked_arrival(h.whole) or departed_at(h)


def _checked_arrival(h: History) -> datetime | None:
    told = (check.data.arrived_at for check in h.of(ArrivalChecked))
    return min((arrived for arrived in told if arrived is not None), default=None)


def arrival_records(h: History) -> list[AnyRecord]:
    """The records that tell of arrival: hand-overs, else checks that state its time, else departure."""
    departure = first_departure(h)
    checks = [check for check in h.of(ArrivalChecked) if check.data.arrived_at is not None]
    return [*h.of(HandoverCompleted)] or [*checks] or ([departure] if departure is not None else [])


def milestone(h: History, operation: str | None, name: str) -> datetime | None:
    """The earliest time at which an operation is told to have reached a milestone."""
    reached = (
        record.data.reached_at
        for record in h.about(operation, OperationMilestoneReached)
        if record.data.milestone == name
    )
    return min(reached, default=None)
