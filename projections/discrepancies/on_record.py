"""What is on record of the things that the escorts' report counts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from events.base import Event
from events.return_operation.accountability import IncidentReported
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.terms.force import lasting
from projections.viewing.group import Group

E = TypeVar("E", bound=Event)
Counted = tuple[AnyRecord, Iterable[str]]
"""A record, and the persons or incidents that it lets count."""


def on_operation(group: Group, event: type[E]) -> list[Record[E]]:
    """Standing records of an event on the operation, by their own field where they have it."""
    return [record for record in group.anywhere(event) if group.subject in record.ids("operation")]


def force(group: Group) -> Iterator[Record[RestraintApplied] | Record[UseOfForceObserved]]:
    """Accounts of force on the operation."""
    yield from on_operation(group, RestraintApplied)
    yield from on_operation(group, UseOfForceObserved)


def _departed(group: Group) -> Iterator[Counted]:
    return ((record, record.subjects("case")) for record in on_operation(group, ReturnCarriedOut))


def _handed_over(group: Group) -> Iterator[Counted]:
    return ((record, record.subjects("case")) for record in on_operation(group, HandoverCompleted))


def _on_list(group: Group, change: str) -> Iterator[Counted]:
    return (
        (record, record.subjects("case"))
        for record in on_operation(group, PassengerListChanged)
        if record.data.change == change
    )


def _not_departed(group: Group) -> Iterator[Counted]:
    return _on_list(group, "did_not_board")


def _came_back(group: Group) -> Iterator[Counted]:
    return _on_list(group, "returned_back")


def _restrained(group: Group) -> Iterator[Counted]:
    """Persons on whom a lasting means was used; a technique of a moment is not counted as restraint."""
    return ((record, record.subjects("case")) for record in force(group) if lasting(record.data.means))


def _incidents(group: Group) -> Iterator[Counted]:
    return ((record, [record.data.incident]) for record in on_operation(group, IncidentReported))


ON_RECORD: Mapping[str, Callable[[Group], Iterator[Counted]]] = {
    "departed_count": _departed,
    "handed_over_count": _handed_over,
    "not_departed_count": _not_departed,
    "returned_back_count": _came_back,
    "restraint_used_count": _restrained,
    "incidents_count": _incidents,
}
"""Count of the report to what is on record of it. A count may be above that, since not all is on record."""
