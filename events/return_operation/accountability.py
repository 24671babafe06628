"""Accountability for every phase: incidents, complaints, recommendations and published reports.

The case or the operation keeps order where one is named, else the incident, complaint, recommendation or
report itself. Incident states follow the serious incident reports of Frontex; complaints follow the right to
an effective remedy (ICCPR, article 2(3)) and Regulation (EU) 2019/1896, article 111; the rest follows
sections 7, 11 and 19 of the UN Network on Migration mapping.
"""

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
    """Somebody who saw it, took part in it or heard of it reported a serious incident."""

    incident: Open[IncidentId]
    category: Special[IncidentCategory]
    """Sealed, since it tells something of the person where a case is named; statistics keep the counts."""
    happened_at: Open[Moment]
    phase_of_incident: Open[Phase]
    severity: Open[Severity]
    persons_affected_count: Open[Count | None] = None
    reporter_protected: Open[bool]
    """True when the body complained of may not learn who reported."""
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
    """The handling of an incident reached its next state, from first assessment to final report."""

    incident: Open[IncidentId]
    state: Open[IncidentState]
    state_at: Open[Moment]
    handled_by: Open[OrganizationId | None] = None
    final_report_due: Open[Day | None] = None
    violation_found: Open[YesNoUnknown | None] = None
    follow_up_measures: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
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
    """A person, or somebody on their behalf, complained of how they were treated at any stage."""

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
    """The handling of a complaint reached its next state, from the receipt to a remedy or a withdrawal."""

    complaint: Open[ComplaintId]
    state: Open[ComplaintState]
    state_at: Open[Moment]
    handled_by: Open[OrganizationId | None] = None
    outcome: Open[ComplaintOutcome | None] = None
    """Absent until the complaint is decided."""
    remedy_kind_given: Open[Line | None] = None
    """For example apology or compensation."""
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
    """A monitoring body told somebody what to change, or asked for a measure that cannot wait."""

    recommendation: Open[RecommendationId]
    addressee: Open[OrganizationId]
    text_public: Open[Text]
    """Public text: the author confirms that it identifies nobody."""
    urgent_measure: Open[bool]
    standard_refs: Open[tuple[Line, ...] | None] = None
    safeguards: Open[tuple[Line, ...]]
    """Ids of the safeguard rules it is about, for example monitoring.access-not-refused."""
    reply_due: Open[Day]
    based_on: Open[tuple[EventId, ...] | None] = None
    """The records from which it was drawn."""


class RecommendationAnswered(
    Event,
    service="return_operation",
    subjects=("recommendation",),
    asserted_by=("authority", "receiving_authority", "service_provider"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """The body to which a recommendation was addressed replied to it."""

    recommendation: Open[RecommendationId]
    answer: Open[RecommendationAnswer]
    answered_at: Open[Moment]
    measures_announced: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
    implementation_due: Open[Day | None] = None


class RecommendationImplementationAssessed(
    Event,
    service="return_operation",
    subjects=("recommendation",),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """The monitoring body judged how far its recommendation was put into practice."""

    recommendation: Open[RecommendationId]
    state: Open[RecommendationState]
    assessed_on: Open[Day]
    evidence_events: Open[tuple[EventId, ...] | None] = None
    """The records on which the judgement rests."""
    note: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""


class MonitoringReportPublished(
    Event,
    service="return_operation",
    subjects=("operation", "report"),
    asserted_by=("independent_monitor", "nhri"),
    areas=("11", "19"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A monitoring body gave out a report, on single operations, on cases as a whole or on a period."""

    report: Open[ReportId]
    level: Open[PublicationLevel]
    period_from: Open[Day]
    period_to: Open[Day]
    operations_covered: Open[tuple[OperationId, ...] | None] = None
    """Absent for a report on a period or on a theme."""
    published_on: Open[Day]
    redaction_checked: Open[bool]
    """Whether somebody checked that the published text identifies nobody."""
    title: Open[Text]
    """Public text: the author confirms that it identifies nobody."""
