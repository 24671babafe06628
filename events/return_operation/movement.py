"""REWRITE return_operation movement."""

from events.base import Event
from events.codes.common import ActorRole, DataCategory, Phase, YesNoPartlyUnknown, YesNoUnknown
from events.codes.operation import (
    AbortReason,
    AbortScope,
    LegalCheckResult,
    OperationMilestone,
    ReceiverKind,
    ReceptionTreatment,
    RestraintMeans,
)
from events.codes.person import ReturnType
from events.codes.standards import Country, TransportPoint
from events.data_classes import Open, Personal, Special
from events.ids import CaseId, DecisionId, OperationId, OrganizationId
from events.values import Count, Moment, Text


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


class LastLegalCheckMade(
    Event,
    service="return_operation",
    subjects=("operation", "case"),
    asserted_by=("escort", "authority", "independent_monitor", "lawyer"),
    areas=("2", "11"),
):
    """REWRITE Before hand-over, the team asks headquarters whether any order stops the return, or this was not done."""

    operation: Open[OperationId]
    checked_at: Open[Moment | None] = None
    place: Open[TransportPoint | None] = None
    result: Open[LegalCheckResult]
    orders_for_cases: Open[tuple[CaseId, ...]]
    acted_upon: Open[YesNoUnknown | None] = None


class HandoverCompleted(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=("escort", "authority", "receiving_authority", "independent_monitor", "returnee"),
    areas=("11", "14", "19", "cross-cutting.child"),
):
    """REWRITE One person is handed over, released or left in the country of return."""

    operation: Open[OperationId | None] = None
    handed_over_at: Open[Moment]
    place: Open[TransportPoint]
    receiver_kind: Open[ReceiverKind]
    receiving_body: Open[OrganizationId | None] = None
    restraints_removed_before: Open[YesNoUnknown]
    belongings_returned: Open[YesNoPartlyUnknown]
    money_returned: Open[YesNoPartlyUnknown | None] = None
    documents_given_to_person: Open[YesNoPartlyUnknown | None] = None
    data_categories_given_to_receiver: Open[tuple[DataCategory, ...]]
    treatment_seen: Open[ReceptionTreatment]
    child_custody_receipt_signed: Open[YesNoUnknown | None] = None
    child_receiver_agreed_before_departure: Open[YesNoUnknown | None] = None
    child_staff_accompanied: Open[YesNoUnknown | None] = None
    minutes_taken: Open[Count | None] = None
    notes: Personal[Text | None] = None


class ReturnAborted(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=("authority", "escort", "carrier", "court", "independent_monitor", "returnee"),
    areas=("2", "11"),
    accepted_by=("pre_return", "return_operation"),
):
    """REWRITE The return of a person or a whole operation is stopped, at any stage, whatever the reason."""

    scope: Open[AbortScope]
    stage: Open[Phase]
    aborted_at: Open[Moment]
    reason: Special[AbortReason]
    """REWRITE Special, because it can reveal a protection claim or illness"""
    decided_by: Open[ActorRole]
    after_care_given: Open[YesNoUnknown]
    new_attempt_planned: Open[YesNoUnknown | None] = None
    account: Personal[Text | None] = None


class ReturnCarriedOut(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=(
        "authority",
        "escort",
        "carrier",
        "returnee",
        "independent_monitor",
        "civil_society",
        "lawyer",
        "receiving_authority",
    ),
    areas=("1", "2", "8", "11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE The person has in fact left or been taken out of the host country, lawfully or not, with or without a recorded operation."""

    return_type: Open[ReturnType]
    departed_at: Open[Moment]
    departure_point: Open[TransportPoint | None] = None
    country_reached: Open[Country]
    operation: Open[OperationId | None] = None
    under_decision: Open[DecisionId | None] = None
    """REWRITE Absent for push-backs and departures without decision"""
    family_members_together: Open[YesNoUnknown]
    escorted: Open[YesNoUnknown]
    remedy_pending_according_to_asserter: Open[YesNoUnknown]
    account: Personal[Text | None] = None


class EscortReportFiled(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("escort", "authority"),
    areas=("11",),
):
    """REWRITE The authority files its own report on an operation."""

    operation: Open[OperationId]
    departed_count: Open[Count]
    handed_over_count: Open[Count]
    not_departed_count: Open[Count]
    returned_back_count: Open[Count]
    restraint_used_count: Open[Count]
    """REWRITE Number of persons"""
    restraint_means_used: Open[tuple[RestraintMeans, ...]]
    incidents_count: Open[Count]
    complaints_received_count: Open[Count]
    injuries_count: Open[Count]
    protection_claims_count: Special[Count]
    last_legal_check: Open[LegalCheckResult]
    persons_mentioned: Open[tuple[CaseId, ...] | None] = None
    debrief_held: Open[YesNoUnknown | None] = None
    report: Personal[Text | None] = None
