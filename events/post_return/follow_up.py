"""The months after return: contacts, work, entitlements, school and the place itself.

The case keeps the order; measures for a whole place are kept by the place. The words come from modules 2.3
and 2.5 of the IOM Reintegration Handbook and sections 12 to 19 of the UN Network on Migration mapping.
"""

from events.base import Event
from events.codes.arrival import ContactMode
from events.codes.common import AccessBarrier, ServiceSector, YesNoPartlyUnknown, YesNoUnknown
from events.codes.reintegration import (
    CommunityMeasureKind,
    DecentWorkConcern,
    EnrolmentState,
    EntitlementKind,
    EntitlementState,
    FollowUpKind,
    FollowUpOutcome,
    LivelihoodState,
    SituationChange,
    SupportIntensity,
)
from events.codes.standards import AdminArea, Country, Currency
from events.data_classes import Open, Personal, Protected, Special
from events.ids import FollowUpId, OrganizationId
from events.values import Amount, Day, Line, Text


class FollowUpRecorded(
    Event,
    service="post_return",
    subjects=("case", "follow_up"),
    asserted_by=("case_manager", "independent_monitor", "child_protection_authority"),
    areas=("19", "12", "13", "14", "15", "module2.3", "module2.7"),
):
    """A follow-up contact was held, or was tried and failed."""

    follow_up: Open[FollowUpId]
    kind: Open[FollowUpKind]
    outcome: Open[FollowUpOutcome]
    mode: Open[ContactMode]
    happened_on: Open[Day]
    due_on: Open[Day | None] = None
    """The day for which this contact was planned."""
    situation_change: Open[SituationChange]
    stigma_asked: Open[YesNoUnknown]
    stigma_reported: Special[YesNoUnknown | None] = None
    livelihood_asked: Open[YesNoUnknown]
    services_asked: Open[YesNoUnknown]
    housing_still_suitable: Personal[YesNoPartlyUnknown | None] = None
    documents_still_missing: Open[YesNoUnknown | None] = None
    plan_reviewed: Open[YesNoUnknown]
    support_intensity_set: Open[SupportIntensity | None] = None
    reassessments_needed: Open[tuple[Line, ...] | None] = None
    """Kinds of assessment to be made again, in words."""
    next_due_on: Open[Day | None] = None
    challenges_and_opportunities: Protected[Text | None] = None


class LivelihoodRecorded(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("returnee", "case_manager", "service_provider"),
    areas=("16", "module2.2.4"),
):
    """Somebody recorded what a person lives on: work, training, or neither."""

    recorded_on: Open[Day]
    state: Open[LivelihoodState]
    matches_skills: Open[YesNoPartlyUnknown | None] = None
    decent_work_concerns: Special[tuple[DecentWorkConcern, ...]]
    income_covers_basic_needs: Personal[YesNoPartlyUnknown | None] = None
    access_to_credit: Open[YesNoUnknown | None] = None
    obtained_through: Open[Line | None] = None
    """In what way, for example own search, a programme or the public employment service."""
    detail: Personal[Text | None] = None


class EntitlementTransferRecorded(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("returnee", "case_manager", "consulate", "service_provider", "lawyer", "authority"),
    areas=("18", "7", "17"),
    accepted_by=("pre_return", "post_return"),
):
    """What a person earned or owns in another country was explained, claimed, moved, refused or lost."""

    kind: Open[EntitlementKind]
    state: Open[EntitlementState]
    state_on: Open[Day]
    agreement_between_states: Open[YesNoUnknown | None] = None
    amount: Personal[Amount | None] = None
    currency: Open[Currency | None] = None
    detail: Personal[Text | None] = None


class EducationEnrolmentRecorded(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=(
        "case_manager",
        "guardian",
        "family_member",
        "service_provider",
        "child_protection_authority",
        "returnee",
    ),
    areas=("14", "19", "module2.5.4"),
):
    """Somebody recorded how the schooling of a returned child, or the place of another learner, stands."""

    state: Open[EnrolmentState]
    recorded_on: Open[Day]
    enrolled_on: Open[Day | None] = None
    level: Open[Line | None] = None
    barriers: Open[tuple[AccessBarrier, ...]]
    """Empty when none stands in the way."""
    language_support: Open[YesNoUnknown | None] = None
    records_recognised: Open[YesNoUnknown | None] = None
    """Whether school records from abroad are accepted."""
    school: Personal[OrganizationId | None] = None


class CommunityMeasureRecorded(
    Event,
    service="post_return",
    subjects=("area",),
    asserted_by=(
        "service_provider",
        "case_manager",
        "international_organization",
        "civil_society",
        "independent_monitor",
        "receiving_authority",
    ),
    areas=("12", "13", "15", "16", "19"),
):
    """Something was studied or done for a whole place of return; the record names nobody."""

    country: Open[Country]
    area: Open[AdminArea]
    kind: Open[CommunityMeasureKind]
    started_on: Open[Day]
    ended_on: Open[Day | None] = None
    returnees_and_residents_both_benefit: Open[YesNoUnknown | None] = None
    linked_to_local_development_plan: Open[YesNoUnknown | None] = None
    gaps_found: Open[tuple[ServiceSector, ...]]
    """Kinds of service found missing or too small."""
    summary: Open[Text | None] = None
    """Public text: the author confirms that it identifies nobody."""
