"""REWRITE data_protection sharing."""

from events.base import Event
from events.codes.common import ActorRole, DataCategory, DataClassCode, ProcessingPurpose, YesNoUnknown
from events.codes.data_protection import (
    AccessAction,
    DisclosureLegalGround,
    DisclosureOutcome,
    RecipientKind,
    SubscriptionState,
)
from events.codes.standards import Country
from events.data_classes import Open, Personal, Special
from events.ids import AgreementId, ConsentId, DisclosureId, EventId, OrganizationId, SubscriptionId, UserId
from events.values import Count, Day, Line, Moment, Text


class DataSharingAgreementSigned(
    Event,
    service="data_protection",
    subjects=("agreement",),
    asserted_by=(
        "authority",
        "nhri",
        "international_organization",
        "service_provider",
        "receiving_authority",
    ),
    areas=("9", "11", "19"),
):
    """REWRITE Two bodies sign an agreement that fixes what may be shared, why and how."""

    agreement: Open[AgreementId]
    parties: Open[tuple[OrganizationId, ...]]
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    event_names: Open[tuple[Line, ...]]
    highest_class: Open[DataClassCode]
    countries: Open[tuple[Country, ...]]
    onward_sharing_allowed: Open[bool]
    enforcement_use_excluded: Open[bool]
    impact_assessment_done: Open[YesNoUnknown | None] = None
    valid_from: Open[Day]
    valid_until: Open[Day]
    reference: Open[Line | None] = None


class DataSharingAgreementEnded(
    Event,
    service="data_protection",
    subjects=("agreement",),
    asserted_by=("authority", "nhri", "international_organization", "service_provider"),
    areas=("9",),
):
    """REWRITE An agreement is ended or suspended; sharing under it must stop."""

    agreement: Open[AgreementId]
    effective_at: Open[Moment]
    suspended_only: Open[bool]
    data_returned_or_destroyed: Open[YesNoUnknown | None] = None
    reason: Open[Text | None] = None


class SubscriptionChanged(
    Event,
    service="data_protection",
    subjects=("agreement", "subscription"),
    asserted_by=("nhri", "authority", "international_organization", "platform"),
    areas=("9", "11"),
):
    """REWRITE An agency's subscription to events is granted, changed, suspended or ended."""

    subscription: Open[SubscriptionId]
    subscriber: Open[OrganizationId]
    subscriber_kind: Open[RecipientKind]
    state: Open[SubscriptionState]
    agreement: Open[AgreementId | None] = None
    event_names: Open[tuple[Line, ...]]
    classes_included: Open[tuple[DataClassCode, ...]]
    countries: Open[tuple[Country, ...]]
    purpose: Open[ProcessingPurpose]
    effective_at: Open[Moment]


class DisclosureMade(
    Event,
    service="data_protection",
    subjects=("disclosure", "case"),
    asserted_by=(
        "authority",
        "nhri",
        "case_manager",
        "service_provider",
        "independent_monitor",
        "international_organization",
        "platform",
        "lawyer",
    ),
    areas=("9", "3", "19", "module2.2.1"),
):
    """REWRITE Personal data are given, given in part or refused to a recipient, by whatever means."""

    disclosure: Open[DisclosureId]
    outcome: Open[DisclosureOutcome]
    disclosed_at: Open[Moment]
    from_body: Open[OrganizationId]
    to_body: Open[OrganizationId]
    recipient_kind: Open[RecipientKind]
    recipient_country: Open[Country]
    purpose: Open[ProcessingPurpose]
    ground: Open[DisclosureLegalGround]
    agreement: Open[AgreementId | None] = None
    consent: Open[ConsentId | None] = None
    data_categories: Open[tuple[DataCategory, ...]]
    highest_class: Open[DataClassCode]
    events_included: Open[tuple[EventId, ...] | None] = None
    secure_channel: Open[YesNoUnknown | None] = None
    reveals_protection_claim: Special[YesNoUnknown]


class PersonalDataAccessed(
    Event, service="data_protection", subjects=("case",), asserted_by=("platform",), areas=("9",)
):
    """REWRITE Someone reads, searches, exports, downloads or is denied records holding personal, special or protected data."""

    accessed_by: Personal[UserId]
    role: Open[ActorRole]
    body: Open[OrganizationId]
    action: Open[AccessAction]
    purpose: Open[ProcessingPurpose]
    reason_stated: Personal[Text | None] = None
    emergency_override: Open[bool]
    events_read: Open[Count]
    highest_class: Open[DataClassCode]
    accessed_at: Open[Moment]
