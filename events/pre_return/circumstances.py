"""What a person has or lacks around a return: services, consular contact, documents, open claims.

The case keeps these records in order; each states how things stood at one moment. The words come from the
UN Network on Migration mapping, sections 3, 5 and 7, from the IOM Reintegration Handbook, module 2.5, and
from article 36 of the Vienna Convention on Consular Relations.
"""

from events.base import Event
from events.codes.circumstances import (
    ClaimKind,
    ClaimState,
    ConsularState,
    ConsularTopic,
    DocumentKind,
    DocumentState,
    ServiceAccessState,
)
from events.codes.common import AccessBarrier, ServiceSector, YesNoUnknown
from events.codes.standards import Country, Currency
from events.data_classes import Open, Personal, Protected, Special
from events.ids import ClaimId, OrganizationId
from events.values import Amount, Day, Line, Text


class ServiceAccessRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("returnee", "service_provider", "case_manager", "independent_monitor", "civil_society"),
    areas=("3", "8", "15", "16", "18", "19", "module2.5"),
    accepted_by=("pre_return", "post_return"),
):
    """A person used, sought, was refused or avoided a service or social right, before or after return."""

    sector: Protected[ServiceSector]
    state: Protected[ServiceAccessState]
    barriers: Open[tuple[AccessBarrier, ...] | None] = None
    status_data_passed_to_enforcement: Protected[YesNoUnknown]
    first_needed_on: Open[Day | None] = None
    obtained_on: Open[Day | None] = None
    provider: Protected[OrganizationId | None] = None
    detail: Protected[Text | None] = None


class ConsularContactRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("authority", "consulate", "returnee", "lawyer", "independent_monitor"),
    areas=("5", "1", "7"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """Consular rights were explained, or contact was offered, sought, refused, obstructed, held or forced."""

    state: Open[ConsularState]
    topics: Open[tuple[ConsularTopic, ...]]
    country: Open[Country]
    person_agrees: Open[YesNoUnknown]
    protection_claim_revealed: Special[YesNoUnknown]
    """Whether the consulate learned that the person had sought protection."""
    child_sensitive: Open[YesNoUnknown | None] = None
    power_of_attorney_given: Open[YesNoUnknown | None] = None
    confidential: Open[YesNoUnknown | None] = None
    notes: Special[Text | None] = None


class DocumentStatusRecorded(
    Event,
    service="pre_return",
    subjects=("case",),
    asserted_by=("authority", "consulate", "receiving_authority", "returnee", "case_manager", "carrier"),
    areas=("5", "13", "14", "15", "17", "19", "module2.5"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A document, for travel or for life after return, came into a new state, such as issued or lost."""

    kind: Open[DocumentKind]
    state: Open[DocumentState]
    state_since: Open[Day]
    issuing_country: Open[Country | None] = None
    accepted_by_country_of_return: Open[YesNoUnknown | None] = None
    barrier: Open[tuple[AccessBarrier, ...] | None] = None
    document_number: Personal[Line | None] = None
    copy_given_to_person: Open[YesNoUnknown | None] = None


class JusticeClaimRecorded(
    Event,
    service="pre_return",
    subjects=("case", "claim"),
    asserted_by=(
        "returnee",
        "lawyer",
        "service_provider",
        "case_manager",
        "consulate",
        "authority",
        "independent_monitor",
    ),
    areas=("7", "16", "module2.5", "module2.5.7"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """A person declared an open claim or, when asked, had none; or the state of a claim changed."""

    claim: Open[ClaimId | None] = None
    """Absent when there is none to name: the person was asked and declared no claim."""
    asked: Open[bool]
    none_declared: Open[bool]
    kind: Special[ClaimKind | None] = None
    state: Open[ClaimState | None] = None
    state_since: Open[Day]
    country_of_claim: Open[Country | None] = None
    evidence_preserved: Open[YesNoUnknown | None] = None
    can_pursue_after_return: Open[YesNoUnknown | None] = None
    representative_appointed: Open[YesNoUnknown | None] = None
    amount: Personal[Amount | None] = None
    currency: Open[Currency | None] = None
    protection_of_witness_needed: Special[YesNoUnknown | None] = None
    detail: Special[Text | None] = None
