"""Rights: requests of persons, their answers, correction and erasure, breaches, and how long data are kept.

A case keeps its records in order; a request is known by its id from receipt to answer and act. The words come
from the UN Network on Migration mapping, sections 3 and 9, the IOM Reintegration Handbook, module 2.7, and
GDPR, articles 12, 15 to 21, 33 and 34.
"""

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
    """A person, or somebody for them, called on a body to honour one of their rights over their data."""

    data_request: Open[DataRequestId]
    kind: Open[RequestKind]
    received_at: Open[Moment]
    controller: Open[OrganizationId]
    answer_due: Open[Day]
    """As the author reckons it; the law sets one month from receipt (GDPR, article 12(3))."""
    identity_checked: Open[YesNoUnknown]
    extent: Personal[Text | None] = None
    """Which data the request is about, in the person's words."""
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
    """A body decided on a request over data, or told the person that it needs more time."""

    data_request: Open[DataRequestId]
    answered_at: Open[Moment]
    outcome: Open[RequestOutcome]
    refusal_ground: Open[RefusalGround | None] = None
    remedy_explained: Open[YesNoUnknown]
    """Whether the person was told where to complain (GDPR, article 12(4))."""
    extension_until: Open[Day | None] = None
    """When stated, the answer is put off to that day and none is given yet."""
    reasons: Personal[Text | None] = None


class RectificationMade(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=("authority", "nhri", "case_manager", "service_provider", "independent_monitor", "platform"),
    areas=("9",),
):
    """Wrong data about a person were put right by records that stand in for the wrong ones."""

    data_request: Open[DataRequestId | None] = None
    """Absent when nobody asked for the correction."""
    corrected_events: Open[tuple[EventId, ...]]
    """The records that were wrong."""
    replacing_events: Open[tuple[EventId, ...]]
    """The records that amend them."""
    fields: Open[tuple[Line, ...]]
    """Names of the fields put right, never their values."""
    made_at: Open[Moment]
    recipients_told: Open[tuple[OrganizationId, ...]]


class ErasureCarriedOut(
    Event,
    service="data_protection",
    subjects=("case", "data_request"),
    asserted_by=("platform", "nhri", "authority", "case_manager", "service_provider", "independent_monitor"),
    areas=("9",),
):
    """The key of sealed values was destroyed: nobody can read them again, while the records remain."""

    data_request: Open[DataRequestId | None] = None
    """Absent when nobody asked for the erasure."""
    cause: Open[ErasureCause]
    scope: Open[ErasureScope]
    events_affected_count: Open[Count]
    key_destroyed_at: Open[Moment]
    recipients_told: Open[tuple[OrganizationId, ...]]
    copies_confirmed_destroyed: Open[YesNoPartlyUnknown | None] = None
    """Whether recipients stated that their copies are gone."""


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
    """Data about persons got into wrong hands, served a wrong end or were lost, as somebody reports."""

    incident: Open[IncidentId]
    kind: Open[BreachKind]
    happened_at: Open[Moment | None] = None
    known_at: Open[Moment]
    """When the author learned of it."""
    by_body: Open[OrganizationId | None] = None
    """The body that caused it, as far as known."""
    data_categories: Open[tuple[DataCategory, ...]]
    persons_affected: Open[Count | None] = None
    consequence: Special[Text | None] = None
    supervisory_body_told_at: Open[Moment | None] = None
    """The law sets 72 hours from knowledge (GDPR, article 33(1))."""
    persons_told_at: Open[Moment | None] = None
    led_to_enforcement_measure: Open[YesNoUnknown]
    """Whether a person was sought, held or returned because of it."""


class RetentionDecided(
    Event,
    service="data_protection",
    subjects=("case",),
    asserted_by=("nhri", "authority", "court", "platform", "independent_monitor"),
    areas=("9", "module2.7"),
):
    """It was settled how long data of a case stay, whether erasure must wait, or which archive takes them."""

    action: Open[RetentionAction]
    classes: Open[tuple[DataClassCode, ...]]
    """The classes of data it is about."""
    effective_at: Open[Moment]
    until: Open[Day | None] = None
    """The last day of the period or hold; absent when open-ended."""
    legal_basis: Open[LawfulBasis]
    related_complaint: Open[ComplaintId | None] = None
    related_incident: Open[IncidentId | None] = None
    reason: Personal[Text | None] = None
