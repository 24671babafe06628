"""REWRITE data_protection consent."""

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
    """REWRITE The person is told what data are collected, why, by whom and for how long, or was not told."""

    controller: Open[OrganizationId]
    given: Open[bool]
    given_at: Open[Moment | None] = None
    notice_version: Open[Line]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    data_categories: Open[tuple[DataCategory, ...]]
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    biometrics_included: Open[bool]
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
    """REWRITE The person agrees to a stated use of their data."""

    consent: Open[ConsentId]
    state: Open[ConsentState]
    """REWRITE given or refused"""
    given_at: Open[Moment]
    form: Open[ConsentForm]
    controller: Open[OrganizationId]
    purposes: Open[tuple[ProcessingPurpose, ...]]
    data_categories: Open[tuple[DataCategory, ...]]
    recipients: Open[tuple[OrganizationId, ...]]
    recipient_kinds: Open[tuple[RecipientKind, ...]]
    countries_of_recipients: Open[tuple[Country, ...]]
    language: Open[Language | None] = None
    understood: Open[YesNoPartlyUnknown]
    notice_version: Open[Line | None] = None
    valid_until: Open[Day | None] = None
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
    """REWRITE The person withdraws consent, wholly or for some purposes."""

    consent: Open[ConsentId]
    withdrawn_at: Open[Moment]
    purposes_withdrawn: Open[tuple[ProcessingPurpose, ...]]
    """REWRITE All purposes listed when whole"""
    erasure_also_requested: Open[bool]
    recipients_told_at: Open[Moment | None] = None
