"""REWRITE return_operation accountability."""

from events.base import Event
from events.codes.accountability import (
    ComplaintChannel,
    ComplaintOutcome,
    ComplaintState,
    ComplaintSubject,
    IncidentCategory,
    IncidentState,
    PublicationLevel,
    RecommendationAnswer,
    RecommendationState,
)
from events.codes.common import ActorRole, Phase, Severity, YesNoUnknown
from events.codes.standards import Language
from events.data_classes import Open, Personal, Special
from events.ids import (
    ComplaintId,
    EventId,
    IncidentId,
    OperationId,
    OrganizationId,
    RecommendationId,
    ReportId,
)
from events.values import Count, Day, Line, Moment, Text


class IncidentReported(
    Event,
    service="return_operation",
    subjects=("incident", "operation", "case"),
    asserted_by=(
        "escort",
        "authority",
        "independent_monitor",
        "returnee",
        "lawyer",
        "carrier",
        "civil_society",
        "medical_professional",
        "case_manager",
    ),
    areas=("11", "19", "cross-cutting.human-rights"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A serious incident is reported by a witness, participant or outside source."""

    incident: Open[IncidentId]
    category: Special[IncidentCategory]
    """REWRITE Special when tied to a case; counts are kept in statistics"""
    happened_at: Open[Moment]
    phase_of_incident: Open[Phase]
    severity: Open[Severity]
    persons_affected_count: Open[Count | None] = None
    reporter_protected: Open[bool]
    """REWRITE Identity kept from the body complained of"""
    immediate_measures: Personal[Text | None] = None
    account: Special[Text | None] = None


class IncidentStatusChanged(
    Event,
    service="return_operation",
    subjects=("incident",),
    asserted_by=("independent_monitor", "nhri", "authority", "international_organization"),
    areas=("11",),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE An incident moves through assessment, enquiry and final report."""

    incident: Open[IncidentId]
    state: Open[IncidentState]
    state_at: Open[Moment]
    handled_by: Open[OrganizationId | None] = None
    final_report_due: Open[Day | None] = None
    violation_found: Open[YesNoUnknown | None] = None
    follow_up_measures: Open[Text | None] = None
    """REWRITE Publishable wording"""
    conclusion: Special[Text | None] = None


class ComplaintLodged(
    Event,
    service="return_operation",
    subjects=("complaint", "case", "operation"),
    asserted_by=(
        "returnee",
        "lawyer",
        "guardian",
        "family_member",
        "independent_monitor",
        "case_manager",
        "nhri",
    ),
    areas=("7", "11", "9", "module2.5.7"),
    accepted_by=("pre_return", "return_operation", "post_return", "data_protection"),
):
    """REWRITE The person or someone for them complains about any stage."""

    complaint: Open[ComplaintId]
    channel: Open[ComplaintChannel]
    subject: Open[ComplaintSubject]
    against_role: Open[ActorRole]
    lodged_at: Open[Moment]
    language: Open[Language | None] = None
    assistance_given: Open[YesNoUnknown | None] = None
    anonymity_requested: Open[bool]
    fear_of_retaliation: Open[YesNoUnknown]
    account: Special[Text | None] = None


class ComplaintStatusChanged(
    Event,
    service="return_operation",
    subjects=("complaint",),
    asserted_by=("nhri", "authority", "court", "independent_monitor"),
    areas=("7", "11"),
    accepted_by=("pre_return", "return_operation", "post_return", "data_protection"),
):
    """REWRITE A complaint is receipted, forwarded, examined, decided, remedied or withdrawn."""

    complaint: Open[ComplaintId]
    state: Open[ComplaintState]
    state_at: Open[Moment]
    handled_by: Open[OrganizationId | None] = None
    outcome: Open[ComplaintOutcome | None] = None
    remedy_kind_given: Open[Line | None] = None
    independent_of_body_complained_of: Open[YesNoUnknown | None] = None
    complainant_informed: Open[YesNoUnknown]
    retaliation_reported: Open[YesNoUnknown | None] = None
    reasons: Personal[Text | None] = None


class RecommendationIssued(
    Event,
    service="return_operation",
    subjects=("recommendation", "operation", "observation"),
    asserted_by=("independent_monitor", "nhri", "international_organization"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A monitoring body addresses a recommendation, or asks for an urgent measure."""

    recommendation: Open[RecommendationId]
    addressee: Open[OrganizationId]
    text_public: Open[Text]
    """REWRITE Written so that no person can be identified"""
    urgent_measure: Open[bool]
    standard_refs: Open[tuple[Line, ...] | None] = None
    safeguards: Open[tuple[Line, ...]]
    """REWRITE Rule ids it relates to"""
    reply_due: Open[Day]
    based_on: Open[tuple[EventId, ...] | None] = None


class RecommendationAnswered(
    Event,
    service="return_operation",
    subjects=("recommendation",),
    asserted_by=("authority", "receiving_authority", "service_provider"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE The addressee replies to a recommendation."""

    recommendation: Open[RecommendationId]
    answer: Open[RecommendationAnswer]
    answered_at: Open[Moment]
    measures_announced: Open[Text | None] = None
    implementation_due: Open[Day | None] = None


class RecommendationImplementationAssessed(
    Event,
    service="return_operation",
    subjects=("recommendation",),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE The monitoring body records whether a recommendation was carried out."""

    recommendation: Open[RecommendationId]
    state: Open[RecommendationState]
    assessed_on: Open[Day]
    evidence_events: Open[tuple[EventId, ...] | None] = None
    note: Open[Text | None] = None


class MonitoringReportPublished(
    Event,
    service="return_operation",
    subjects=("operation", "report"),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A monitoring body issues a report on operations, cases in general or a period."""

    report: Open[ReportId]
    level: Open[PublicationLevel]
    period_from: Open[Day]
    period_to: Open[Day]
    operations_covered: Open[tuple[OperationId, ...] | None] = None
    published_on: Open[Day]
    redaction_checked: Open[bool]
    title: Open[Text]
