"""Return operation: the movement itself, and what monitors saw of it. Kept in order per operation.

Words: UN Network on Migration mapping, section 11; Frontex codes of conduct for the types of operation.
"""

from events.base import Event
from events.codes import (
    Country,
    Currency,
    Language,
    MonitoringBodyKind,
    ObservationSubject,
    OperationMilestone,
    OperationType,
    Phase,
    Severity,
    TicketCode,
    TransportMode,
    TransportPoint,
    YesNoPartlyUnknown,
    YesNoUnknown,
)
from events.data_classes import Open, Personal
from events.ids import FacilityId, ObservationId, OperationId, OrganizationId
from events.structures import ChecklistAnswer, TeamCount
from events.values import Amount, Count, Day, Line, Moment, Text


class OperationPlanned(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=(
        "authority",
        "independent_monitor",
        "international_organization",
        "carrier",
        "civil_society",
    ),
    areas=("11", "1"),
):
    """A movement was planned, its plan was changed, or it became known after the fact."""

    operation: Open[OperationId]
    operation_type: Open[OperationType]
    transport_mode: Open[TransportMode]
    ticket_code: Open[TicketCode | None] = None
    organizing_country: Open[Country]
    organizing_authority: Open[OrganizationId | None] = None
    participating_countries: Open[tuple[Country, ...]]
    countries_of_return: Open[tuple[Country, ...]]
    departure_point: Open[TransportPoint]
    arrival_point: Open[TransportPoint | None] = None
    stopovers: Open[tuple[TransportPoint, ...] | None] = None
    planned_departure_at: Open[Moment]
    planned_arrival_at: Open[Moment | None] = None
    planned_returnees: Open[Count]
    planned_children: Open[Count | None] = None
    languages_needed: Open[tuple[Language, ...]]
    agency_supported: Open[YesNoUnknown | None] = None
    individual_decisions_confirmed: Open[YesNoUnknown | None] = None
    emergency_medical_equipment_planned: Open[YesNoUnknown | None] = None


class OperationFiguresReported(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("authority", "international_organization", "independent_monitor", "nhri", "civil_society"),
    areas=("11",),
):
    """A body gave figures of an operation, whole or for one state; often the only trace there is."""

    operation: Open[OperationId]
    reference: Open[Line]
    """The operation's public reference; one reference belongs to one operation id."""
    operation_type: Open[OperationType | None] = None
    """Absent when the source states none; `other` for a label that is not in the list."""
    operation_type_as_given: Open[Line | None] = None
    departed_on: Open[Day | None] = None
    """As this source row has it; other sources stand beside it."""
    participating_country: Open[Country | None] = None
    """The state whose figures these are; absent for figures of the whole operation."""
    countries_of_return: Open[tuple[Country, ...] | None] = None
    destination_as_given: Open[Line | None] = None
    returnees: Open[Count | None] = None
    team_counts: Open[tuple[TeamCount, ...] | None] = None
    monitors_national: Open[Count | None] = None
    monitors_pool_state: Open[Count | None] = None
    """Monitors of the joint pool whom a state sent."""
    monitors_pool_agency: Open[Count | None] = None
    """Monitors of the joint pool whom the agency sent."""
    fundamental_rights_monitors: Open[Count | None] = None
    """The agency's own; they are not forced-return monitors."""
    amount_paid: Open[Amount | None] = None
    currency: Open[Currency | None] = None
    source_document: Open[Line]
    source_row: Open[Line]
    """Where in the document the figures stand, so that each can be traced."""


class OperationMilestoneReached(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("authority", "escort", "carrier", "independent_monitor"),
    areas=("11",),
):
    """An operation boarded, left, stopped over, arrived, was interrupted or ended."""

    operation: Open[OperationId]
    milestone: Open[OperationMilestone]
    reached_at: Open[Moment]
    place: Open[TransportPoint | None] = None
    returnees_on_board: Open[Count | None] = None
    reason: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""


class MonitoringPresenceRecorded(
    Event,
    service="return_operation",
    subjects=("operation", "case"),
    asserted_by=("independent_monitor", "nhri", "authority"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor was there during one phase, with a certain view and access."""

    body: Open[OrganizationId]
    body_kind: Open[MonitoringBodyKind]
    phase_covered: Open[Phase]
    from_at: Open[Moment]
    to_at: Open[Moment]
    independent_status_confirmed: Open[YesNoUnknown | None] = None
    child_rights_trained: Open[YesNoUnknown | None] = None
    private_interviews_possible: Open[YesNoUnknown]
    private_interviews_held: Open[Count | None] = None
    position_allows_sight_and_hearing: Open[YesNoPartlyUnknown | None] = None
    returnees_told_of_monitor: Open[YesNoPartlyUnknown]


class ObservationFiled(
    Event,
    service="return_operation",
    subjects=("observation", "operation", "case"),
    asserted_by=("independent_monitor", "nhri", "civil_society"),
    areas=(
        "11",
        "19",
        "6",
        "14",
        "cross-cutting.human-rights",
        "cross-cutting.gender",
        "cross-cutting.child",
    ),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitor answered a checklist and gave an account of what they saw."""

    observation: Open[ObservationId]
    subject_kind: Open[ObservationSubject]
    checklist: Open[Line]
    """Id and version, for example operation-core@1."""
    answers: Open[tuple[ChecklistAnswer, ...]]
    observed_from: Open[Moment]
    observed_to: Open[Moment]
    facility: Open[FacilityId | None] = None
    overall_severity: Open[Severity]
    positive_practice: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    concern: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    account: Personal[Text | None] = None
    urgent: Open[bool]
    feedback_given_on_site_at: Open[Moment | None] = None
