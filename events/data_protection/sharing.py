"""Sharing: agreements between bodies, subscriptions under them, each passing on of data, each look at them.

An agreement keeps the records about itself and its subscriptions in order, a case those about the data of its
person. The words come from the UN Network on Migration mapping, sections 3, 9, 11 and 19 and its note on
firewalls, the IOM Reintegration Handbook, module 2.2.1, and GDPR, articles 5, 6 and 44 to 49.
"""

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
    """Bodies bound themselves in writing to what one may pass on to the other, and what for."""

    agreement: Open[AgreementId]
    parties: Open[tuple[OrganizationId, ...]]
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    event_names: Open[tuple[Line, ...]]
    """Names of the events covered, as in `OperationPlanned`."""
    highest_class: Open[DataClassCode]
    """The strictest class of data that may be passed on."""
    countries: Open[tuple[Country, ...]]
    onward_sharing_allowed: Open[bool]
    enforcement_use_excluded: Open[bool]
    """Whether the recipient may not use the data to enforce returns."""
    impact_assessment_done: Open[YesNoUnknown | None] = None
    valid_from: Open[Day]
    valid_until: Open[Day]
    reference: Open[Line | None] = None
    """File number at the parties."""


class DataSharingAgreementEnded(
    Event,
    service="data_protection",
    subjects=("agreement",),
    asserted_by=("authority", "nhri", "international_organization", "service_provider"),
    areas=("9",),
):
    """An agreement stopped to hold, for good or for a time, and with it every sharing that rests on it."""

    agreement: Open[AgreementId]
    effective_at: Open[Moment]
    suspended_only: Open[bool]
    """True when the agreement may come back into force."""
    data_returned_or_destroyed: Open[YesNoUnknown | None] = None
    reason: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""


class SubscriptionChanged(
    Event,
    service="data_protection",
    subjects=("agreement", "subscription"),
    asserted_by=("nhri", "authority", "international_organization", "platform"),
    areas=("9", "11"),
):
    """What a body receives from the platform was opened, altered, paused or closed."""

    subscription: Open[SubscriptionId]
    subscriber: Open[OrganizationId]
    subscriber_kind: Open[RecipientKind]
    state: Open[SubscriptionState]
    agreement: Open[AgreementId | None] = None
    event_names: Open[tuple[Line, ...]]
    """Names of the events that the subscriber receives from then on."""
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
    """A body asked for or was offered data about a person, and received all of it, part of it or nothing."""

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
    """The agreement relied on."""
    consent: Open[ConsentId | None] = None
    """The consent relied on; that of the envelope is for recording this event."""
    data_categories: Open[tuple[DataCategory, ...]]
    highest_class: Open[DataClassCode]
    """The strictest class among the data, whether given or refused."""
    events_included: Open[tuple[EventId, ...] | None] = None
    """The records of this platform that went along; absent for data from elsewhere."""
    secure_channel: Open[YesNoUnknown | None] = None
    reveals_protection_claim: Special[YesNoUnknown]
    """Whether the recipient can learn from it that the person sought protection."""


class PersonalDataAccessed(
    Event, service="data_protection", subjects=("case",), asserted_by=("platform",), areas=("9",)
):
    """A user came to see data that are not open, took them away, or was turned down."""

    accessed_by: Personal[UserId]
    role: Open[ActorRole]
    """In which the user acted."""
    body: Open[OrganizationId]
    """For which the user acted."""
    action: Open[AccessAction]
    purpose: Open[ProcessingPurpose]
    reason_stated: Personal[Text | None] = None
    emergency_override: Open[bool]
    """Whether the user went past a restriction because somebody was in danger."""
    events_read: Open[Count]
    """How many records were shown; 0 when access was denied."""
    highest_class: Open[DataClassCode]
    """The strictest class among the data asked for."""
    accessed_at: Open[Moment]
