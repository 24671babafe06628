"""What the view keeps of each event: the fields it answers from, under the names of the event.

Nothing personal is among them. The same shapes read the event's data and the stored evidence.
"""

from dataclasses import dataclass
from datetime import date, datetime

from events.base import Event
from events.return_operation import (
    AccessRefusedToMonitor,
    EscortReportFiled,
    MonitoringBodyNotified,
    MonitoringPresenceRecorded,
    MonitoringReportPublished,
    ObservationAmended,
    ObservationFiled,
    OperationFiguresReported,
    OperationMilestoneReached,
    OperationPlanned,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Of `OperationPlanned`."""

    operation: str
    operation_type: str
    organizing_country: str
    organizing_authority: str | None = None
    participating_countries: tuple[str, ...]
    countries_of_return: tuple[str, ...]
    planned_departure_at: datetime
    planned_returnees: int


@dataclass(frozen=True, slots=True)
class Team:
    """Of `TeamCount`."""

    role: str
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of `OperationFiguresReported`: one row of one document."""

    operation: str
    reference: str
    operation_type: str | None = None
    departed_on: date | None = None
    participating_country: str | None = None
    countries_of_return: tuple[str, ...] | None = None
    returnees: int | None = None
    team_counts: tuple[Team, ...] | None = None
    monitors_national: int | None = None
    monitors_pool_state: int | None = None
    monitors_pool_agency: int | None = None
    fundamental_rights_monitors: int | None = None
    source_document: str
    source_row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """Of `OperationMilestoneReached`."""

    operation: str
    milestone: str
    reached_at: datetime
    returnees_on_board: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Of `MonitoringPresenceRecorded`. The operation is among the subjects."""

    body: str
    body_kind: str
    phase_covered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Of `ObservationFiled`. The operation is among the subjects."""

    observation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Of `ObservationAmended`. A withdrawal takes the observation away; every other change leaves it one."""

    observation: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Of `MonitoringBodyNotified`. The operation is among the subjects."""

    body: str
    body_kind: str
    notified_at: datetime | None = None
    hours_before_start: str
    """A decimal number, below zero when the body learned of it after the start."""
    place_offered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Of `AccessRefusedToMonitor`. The operation is among the subjects."""

    kind: str
    phase_refused: str
    refused_at: datetime
    later_granted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Of `EscortReportFiled`: how the authority in charge counts the persons."""

    operation: str
    departed_count: int
    handed_over_count: int
    returned_back_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Of `MonitoringReportPublished`. The operation is covered by it or among the subjects."""

    report: str
    level: str
    published_on: date


Statement = Plan | Figures | Milestone | Presence | Observation | Change | Notice | Refusal | Closing | Report

HANDLES: dict[type[Event], type[Statement]] = {
    OperationPlanned: Plan,
    OperationFiguresReported: Figures,
    OperationMilestoneReached: Milestone,
    MonitoringPresenceRecorded: Presence,
    ObservationFiled: Observation,
    ObservationAmended: Change,
    MonitoringBodyNotified: Notice,
    AccessRefusedToMonitor: Refusal,
    EscortReportFiled: Closing,
    MonitoringReportPublished: Report,
}
