"""Notice and consent: what a person was told of the use of their data, agreed to, refused and took back.

A case keeps its records in order; one consent is known by its id from the giving to the withdrawal. The words
come from the UN Network on Migration mapping, section 9, the IOM Reintegration Handbook, modules 2.1 and 2.3,
and GDPR, articles 7, 8, 13 and 14.
"""

from events.base import Event
from events.codes.common import (
    ConsentForm,
    ConsentState,
    DataCategory,
    ProcessingPurpose,
    YesNoPartlyUnknown,
    YesNoUnknown,
)
from events.codes.data_protection import RecipientKind
from events.codes.standards import Country, Language
from events.data_classes import Open
from events.ids import ConsentId, OrganizationId
from events.values import Day, Line, Moment


class PrivacyNoticeGiven(
    Event,
    service="data_protection",
    subjects=("case",),
    asserted_by=(
        "authority",
        "independent_monitor",
        "case_manager",
        "service_provider",
        "international_organization",
    ),
    areas=("9", "module2.1"),
):
    """A body explained to a person how it uses their data, or a witness states that it did not."""

    controller: Open[OrganizationId]
    """The body whose use of data the notice is about."""
    given: Open[bool]
    """False states that the person was not told."""
    given_at: Open[Moment | None] = None
    """When it differs from the time of the event."""
    notice_version: Open[Line]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    data_categories: Open[tuple[DataCategory, ...]]
    """The kinds of data that the notice named."""
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    biometrics_included: Open[bool]
    """Whether the notice spoke of biometric data."""
    retention_stated: Open[YesNoUnknown | None] = None
    rights_explained: Open[YesNoUnknown]
    child_friendly: Open[YesNoUnknown | None] = None


class ConsentGiven(
    Event,
    service="data_protection",
    subjects=("case", "consent"),
    asserted_by=("returnee", "guardian", "case_manager", "independent_monitor"),
    areas=("9", "module2.3"),
):
    """A person was asked to agree to a named use of their data, and answered."""

    consent: Open[ConsentId]
    state: Open[ConsentState]
    """`given` or `refused`; a later withdrawal is an event of its own."""
    given_at: Open[Moment]
    form: Open[ConsentForm]
    controller: Open[OrganizationId]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    data_categories: Open[tuple[DataCategory, ...]]
    recipients: Open[tuple[OrganizationId, ...]]
    """The bodies named; when empty, any body of the kinds below."""
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    countries_of_recipients: Open[tuple[Country, ...]]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    notice_version: Open[Line | None] = None
    valid_until: Open[Day | None] = None
    """The last day on which it holds; absent when no end was set."""
    withdrawal_method_explained: Open[YesNoUnknown]
    guardian_acting: Open[YesNoUnknown | None] = None
    copy_given: Open[YesNoUnknown | None] = None


class ConsentWithdrawn(
    Event,
    service="data_protection",
    subjects=("case", "consent"),
    asserted_by=("returnee", "guardian", "lawyer", "case_manager"),
    areas=("9",),
):
    """A person took back a consent, for every purpose or for some of them."""

    consent: Open[ConsentId]
    withdrawn_at: Open[Moment]
    purposes_withdrawn: Open[tuple[ProcessingPurpose, ...]]
    """Every purpose by name when the whole consent is withdrawn."""
    erasure_also_requested: Open[bool]
    recipients_told_at: Open[Moment | None] = None
    """When those who hold the data were told to stop."""
