"""The movement from boarding to its end: milestones, the last check for orders, hand-over, abort, departure.

The case keeps order where one is named, else the operation. Departure is a fact of its own, so that a return
without any declared operation can be told. The last check, the hand-over items and the grounds of an abort
follow the CPT (13th General Report, paragraph 44, and its reports on single flights) and Frontex practice.
"""

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
    """Shortly before hand-over the team asked headquarters for orders against the return, or did not ask."""

    operation: Open[OperationId]
    checked_at: Open[Moment | None] = None
    """Absent when nobody asked, or nobody knows when."""
    place: Open[TransportPoint | None] = None
    result: Open[LegalCheckResult]
    orders_for_cases: Open[tuple[CaseId, ...]]
    """The persons whom an order concerned; empty when none did."""
    acted_upon: Open[YesNoUnknown | None] = None
    """Whether what was ordered was done."""


class HandoverCompleted(
    Event,
    service="return_operation",
    subjects=("case", "operation"),
    asserted_by=("escort", "authority", "receiving_authority", "independent_monitor", "returnee"),
    areas=("11", "14", "19", "cross-cutting.child"),
):
    """One person was passed to whoever received them, let go or left behind in the country of return."""

    operation: Open[OperationId | None] = None
    """Absent when the person travelled without a recorded operation."""
    handed_over_at: Open[Moment]
    place: Open[TransportPoint]
    receiver_kind: Open[ReceiverKind]
    receiving_body: Open[OrganizationId | None] = None
    restraints_removed_before: Open[YesNoUnknown]
    belongings_returned: Open[YesNoPartlyUnknown]
    money_returned: Open[YesNoPartlyUnknown | None] = None
    documents_given_to_person: Open[YesNoPartlyUnknown | None] = None
    data_categories_given_to_receiver: Open[tuple[DataCategory, ...]]
    """Empty when no data were passed on."""
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
    """The return of one person, or of all on an operation, was broken off, early or late, on any ground."""

    scope: Open[AbortScope]
    stage: Open[Phase]
    aborted_at: Open[Moment]
    reason: Special[AbortReason]
    """Sealed, since the ground alone may show an illness or a claim for protection."""
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
    """A person left the host country or was removed from it, by right or by wrong, declared or not."""

    return_type: Open[ReturnType]
    departed_at: Open[Moment]
    departure_point: Open[TransportPoint | None] = None
    country_reached: Open[Country]
    operation: Open[OperationId | None] = None
    under_decision: Open[DecisionId | None] = None
    """Absent when nothing was decided, as in a push-back."""
    family_members_together: Open[YesNoUnknown]
    escorted: Open[YesNoUnknown]
    remedy_pending_according_to_asserter: Open[YesNoUnknown]
    """Whether an appeal or another remedy was open; other parties may hold otherwise."""
    account: Personal[Text | None] = None


class EscortReportFiled(
    Event,
    service="return_operation",
    subjects=("operation",),
    asserted_by=("escort", "authority"),
    areas=("11",),
):
    """The authority in charge gave its own closing report on an operation."""

    operation: Open[OperationId]
    departed_count: Open[Count]
    handed_over_count: Open[Count]
    not_departed_count: Open[Count]
    returned_back_count: Open[Count]
    restraint_used_count: Open[Count]
    """Persons restrained, however often each of them was."""
    restraint_means_used: Open[tuple[RestraintMeans, ...]]
    """Empty when none was used."""
    incidents_count: Open[Count]
    complaints_received_count: Open[Count]
    injuries_count: Open[Count]
    protection_claims_count: Special[Count]
    """Claims for protection made during the operation."""
    last_legal_check: Open[LegalCheckResult]
    persons_mentioned: Open[tuple[CaseId, ...] | None] = None
    debrief_held: Open[YesNoUnknown | None] = None
    report: Personal[Text | None] = None
