"""When a person left, was to leave, and arrived; on which operation they were listed."""

from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.pre_return.preparation import DeparturePreparationRecorded, ReturnConsentRecorded
from events.return_operation.movement import HandoverCompleted, OperationMilestoneReached, ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import end_of_day, hours_later
from projections.safeguards.judging.record import Record
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
def planned_departure(h: History) -> datetime | None:
    """The departure planned last: for an operation on which the case is listed, or agreed with the person."""
    plans: list[tuple[tuple[datetime, datetime, str], datetime]] = [
        (record.order, record.data.planned_departure_at)
        for operation in listed_on(h)
        for record in h.about(operation, OperationPlanned)
    ]
    plans += [
        (told.order, told.data.planned_departure_at)
        for told in h.of(DeparturePreparationRecorded)
        if told.data.planned_departure_at is not None
    ]
    for agreed in h.of(ReturnConsentRecorded):
        if agreed.data.agreed_departure_date is not None:
            day = end_of_day(agreed.data.agreed_departure_date, agreed.occurred_at)
            plans.append((agreed.order, day))
    return max(plans)[1] if plans else None


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
    named = {operation: None for record in h.mine for operation in record.ids("operation")}
    return list(named)


@term
def arrived_at(h: History) -> datetime | None:
    """Arrival: hand-over, else the arrival told at the check, else departure."""
    handed_over = min((record.data.handed_over_at for record in h.of(HandoverCompleted)), default=None)
    checked = min(
        (each.data.arrived_at for each in h.of(ArrivalChecked) if each.data.arrived_at is not None),
        default=None,
    )
    return handed_over or checked or departed_at(h)


def milestone(h: History, operation: str | None, name: str) -> datetime | None:
    """The earliest time at which an operation is told to have reached a milestone."""
    reached = (
        record.data.reached_at
        for record in h.about(operation, OperationMilestoneReached)
        if record.data.milestone == name
    )
    return min(reached, default=None)
