"""Planning of a movement: its route and figures, who is told of it, who is to travel and who goes along.

The operation keeps order, and the case in a change of the list that names one. Types of operation and team
roles follow the usage of Frontex and of the monitors of Directive 2008/115/EC, article 8(6); the rest follows
section 11 of the UN Network on Migration mapping.
"""

from events.base import Event
from events.codes.common import YesNoUnknown
from events.codes.operation import (
    MonitoringBodyKind,
    OperationType,
    PassengerChange,
    TicketCode,
    TransportMode,
    WithdrawalReason,
)
from events.codes.standards import Country, Currency, Language, TransportPoint
from events.data_classes import Open, Personal, Special
from events.ids import CaseId, OperationId, OrganizationId
from events.structures import TeamCount
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


class MonitoringBodyNotified(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("authority", "independent_monitor", "nhri"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitoring body was told of an operation or procedure, or states that nobody told it."""

    body: Open[OrganizationId]
    body_kind: Open[MonitoringBodyKind]
    notified_at: Open[Moment | None] = None
    """Absent when no notice was given, or its time is not stated."""
    hours_before_start: Open[Amount]
    """Below zero when the body learned of it after the start."""
    information_received: Open[tuple[Line, ...]]
    """Kinds of papers, such as `medical`; rules look for `passenger list`, `itinerary`, `vulnerabilities`."""
    place_offered: Open[YesNoUnknown]
    body_will_attend: Open[YesNoUnknown | None] = None
    reason_not_attending: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""


class PassengerListChanged(
    Event,
    service="return_operation",
    subjects=("operation", "case"),
    asserted_by=("authority", "escort", "independent_monitor"),
    areas=("1", "10", "11"),
):
    """One person was listed for an operation, struck off its list or brought back with it."""

    operation: Open[OperationId]
    change: Open[PassengerChange]
    changed_at: Open[Moment]
    reason: Open[WithdrawalReason | None] = None
    """Why the person was taken off, did not board or came back."""
    ticket_code: Open[TicketCode | None] = None
    seat_or_place: Personal[Line | None] = None


class OperationTeamRecorded(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("authority", "escort", "independent_monitor"),
    areas=("11", "cross-cutting.gender", "cross-cutting.child"),
):
    """The staff that accompanied an operation, and what they were told beforehand, were written down."""

    operation: Open[OperationId]
    team_counts: Open[tuple[TeamCount, ...]]
    female_staff_present: Open[YesNoUnknown]
    child_protection_staff_present: Open[YesNoUnknown]
    plain_clothes_for_children: Open[YesNoUnknown | None] = None
    escorts_identifiable: Open[YesNoUnknown | None] = None
    interpreter_languages: Open[tuple[Language, ...]]
    briefing_held_at: Open[Moment | None] = None
    briefing_covered_rights_and_force: Open[YesNoUnknown | None] = None
    vulnerable_cases_communicated: Special[tuple[CaseId, ...]]
    """The persons about whose needs the team was informed; empty when about nobody."""
    monitor_attended_briefing: Open[YesNoUnknown | None] = None
    emergency_medical_equipment: Open[YesNoUnknown | None] = None


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
