"""REWRITE data_protection rights."""

from events.base import Event
from events.codes.common import DataCategory, DataClassCode, LawfulBasis, YesNoPartlyUnknown, YesNoUnknown
from events.codes.data_protection import (
    BreachKind,
    ErasureCause,
    ErasureScope,
    RefusalGround,
    RequestKind,
    RequestOutcome,
    RetentionAction,
)
from events.codes.standards import Language
from events.data_classes import Open, Personal, Special
from events.ids import ComplaintId, DataRequestId, EventId, IncidentId, OrganizationId
from events.values import Count, Day, Line, Moment, Text


class DataSubjectRequestReceived(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=("returnee", "guardian", "lawyer"),
    areas=("9",),
):
    """REWRITE The person asks for access, rectification, erasure, restriction, objection or portability."""

    data_request: Open[DataRequestId]
    kind: Open[RequestKind]
    received_at: Open[Moment]
    controller: Open[OrganizationId]
    answer_due: Open[Day]
    identity_checked: Open[YesNoUnknown]
    extent: Personal[Text | None] = None
    language: Open[Language | None] = None


class DataSubjectRequestAnswered(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=(
        "authority",
        "nhri",
        "case_manager",
        "service_provider",
        "independent_monitor",
        "international_organization",
    ),
    areas=("9",),
):
    """REWRITE The controller grants, partly grants or refuses a request, with reasons."""

    data_request: Open[DataRequestId]
    answered_at: Open[Moment]
    outcome: Open[RequestOutcome]
    refusal_ground: Open[RefusalGround | None] = None
    remedy_explained: Open[YesNoUnknown]
    extension_until: Open[Day | None] = None
    reasons: Personal[Text | None] = None


class RectificationMade(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=("authority", "nhri", "case_manager", "service_provider", "independent_monitor", "platform"),
    areas=("9",),
):
    """REWRITE Wrong data are corrected by a new record that points to the old one."""

    data_request: Open[DataRequestId | None] = None
    corrected_events: Open[tuple[EventId, ...]]
    replacing_events: Open[tuple[EventId, ...]]
    fields: Open[tuple[Line, ...]]
    made_at: Open[Moment]
    recipients_told: Open[tuple[OrganizationId, ...]]


class ErasureCarriedOut(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=("platform", "nhri", "authority", "case_manager", "service_provider", "independent_monitor"),
    areas=("9",),
):
    """REWRITE Personal or special field values are made unreadable for good; the fact and open fields of each event stay."""

    data_request: Open[DataRequestId | None] = None
    cause: Open[ErasureCause]
    scope: Open[ErasureScope]
    events_affected_count: Open[Count]
    key_destroyed_at: Open[Moment]
    recipients_told: Open[tuple[OrganizationId, ...]]
    copies_confirmed_destroyed: Open[YesNoPartlyUnknown | None] = None


class DataProtectionBreachReported(
    Event,
    service="data_protection",
    subjects=("incident", "case", "disclosure"),
    asserted_by=(
        "returnee",
        "lawyer",
        "independent_monitor",
        "nhri",
        "service_provider",
        "authority",
        "platform",
        "case_manager",
    ),
    areas=("9", "3"),
):
    """REWRITE A misuse, leak, firewall breach or loss of personal data is reported."""

    incident: Open[IncidentId]
    kind: Open[BreachKind]
    happened_at: Open[Moment | None] = None
    known_at: Open[Moment]
    by_body: Open[OrganizationId | None] = None
    data_categories: Open[tuple[DataCategory, ...]]
    persons_affected: Open[Count | None] = None
    consequence: Special[Text | None] = None
    supervisory_body_told_at: Open[Moment | None] = None
    persons_told_at: Open[Moment | None] = None
    led_to_enforcement_measure: Open[YesNoUnknown]


class RetentionDecided(
    Event,
    service="data_protection",
    subjects=("case",),
    asserted_by=("nhri", "authority", "court", "platform", "independent_monitor"),
    areas=("9", "module2.7"),
):
    """REWRITE A retention period, legal hold, release of a hold or transfer to an archive is decided."""

    action: Open[RetentionAction]
    classes: Open[tuple[DataClassCode, ...]]
    effective_at: Open[Moment]
    until: Open[Day | None] = None
    legal_basis: Open[LawfulBasis]
    related_complaint: Open[ComplaintId | None] = None
    related_incident: Open[IncidentId | None] = None
    reason: Personal[Text | None] = None
