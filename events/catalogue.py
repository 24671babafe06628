"""The one list of event classes, and the ways to find one by name."""

from events.base import Event, Service, kebab
from events.pre_return import ReturnCaseOpened
from events.return_operation import (
    MonitoringPresenceRecorded,
    ObservationFiled,
    OperationFiguresReported,
    OperationMilestoneReached,
    OperationPlanned,
)

EVENTS: tuple[type[Event], ...] = (
    ReturnCaseOpened,
    OperationPlanned,
    OperationFiguresReported,
    OperationMilestoneReached,
    MonitoringPresenceRecorded,
    ObservationFiled,
)

BY_NAME: dict[str, type[Event]] = {event.event_name(): event for event in EVENTS}
BY_KEBAB: dict[str, type[Event]] = {kebab(name): event for name, event in BY_NAME.items()}
BY_STEM: dict[str, type[Event]] = {event.wire_type().rpartition(".v")[0]: event for event in EVENTS}
"""Wire type without its version to the newest class of that event."""


def accepted_at(service: Service) -> tuple[type[Event], ...]:
    """The events that may be recorded at one service, in the order of the list."""
    return tuple(event for event in EVENTS if service in event.about.accepted_by)
