"""REWRITE post_return closure."""

from events.base import Event
from events.codes.arrival import ClosureReason, DeathCause, DeathPlace, FindingTheme, NotifiedParty
from events.codes.common import DatePrecision, ServiceSector, Severity, YesNoPartlyUnknown, YesNoUnknown
from events.codes.person import VulnerabilityCategory
from events.codes.reintegration import FollowUpOutcome
from events.codes.standards import AdminArea, Country
from events.data_classes import Open, Personal, Protected, Special
from events.ids import AgreementId, CountryFindingId, ReferralId
from events.values import Count, Day, Moment, Text


class ExitInterviewHeld(
    Event,
    service="post_return",
    subjects=("case", "plan"),
    asserted_by=("case_manager", "returnee", "independent_monitor"),
    areas=("15", "module2.7"),
):
    """REWRITE Before closure the person gives views on the support and the plan is reviewed, or the interview could not be held."""

    held: Open[bool]
    not_held_reason: Open[FollowUpOutcome | None] = None
    held_on: Open[Day | None] = None
    plan_met_needs: Open[YesNoPartlyUnknown]
    unmet_needs: Open[tuple[ServiceSector, ...] | None] = None
    reason_for_leaving: Open[ClosureReason | None] = None
    changes_that_would_help: Protected[Text | None] = None
    agrees_to_later_contact: Open[YesNoUnknown]


class CaseClosed(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("case_manager", "authority", "independent_monitor"),
    areas=("15", "19", "module2.7"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A service closes its work on a case; monitoring history stays."""

    closed_on: Open[Day]
    reason: Open[ClosureReason]
    planned: Open[bool]
    hand_over_to_other_service: Open[YesNoUnknown]
    referrals_made: Open[tuple[ReferralId, ...] | None] = None
    lead_time_days: Open[Count | None] = None
    best_interests_considered: Open[YesNoUnknown | None] = None
    closing_assessment_done: Open[YesNoUnknown]
    information_transferred_with_consent: Open[YesNoUnknown]
    note: Protected[Text | None] = None


class DeathRecorded(
    Event,
    service="post_return",
    subjects=("case", "operation", "incident"),
    asserted_by=(
        "authority",
        "case_manager",
        "medical_professional",
        "family_member",
        "independent_monitor",
        "receiving_authority",
        "court",
    ),
    areas=("11", "19", "13", "module2.7"),
    accepted_by=("pre_return", "return_operation", "post_return"),
):
    """REWRITE A person dies at any stage of the return or afterwards."""

    died_at: Open[Moment | None] = None
    precision: Open[DatePrecision]
    place_kind: Open[DeathPlace]
    cause: Special[DeathCause]
    investigation_opened: Open[YesNoUnknown]
    notified: Open[tuple[NotifiedParty, ...]]
    family_notified_safely: Personal[YesNoUnknown | None] = None
    file_archived: Open[YesNoUnknown | None] = None
    staff_support_offered: Open[YesNoUnknown | None] = None
    sharing_agreement: Open[AgreementId | None] = None
    detail: Special[Text | None] = None


class CountryFindingIssued(
    Event,
    service="post_return",
    subjects=("country_finding",),
    asserted_by=("independent_monitor", "nhri", "international_organization"),
    areas=("19", "1", "13"),
):
    """REWRITE A monitoring body states a finding on conditions for returnees in a country or area, built from several cases and free of personal data."""

    country_finding: Open[CountryFindingId]
    country: Open[Country]
    area: Open[AdminArea | None] = None
    theme: Open[FindingTheme]
    severity: Open[Severity]
    groups_affected: Open[tuple[VulnerabilityCategory, ...] | None] = None
    cases_counted: Open[Count]
    period_from: Open[Day]
    period_to: Open[Day]
    valid_until: Open[Day]
    withdrawn: Open[bool]
    summary_public: Open[Text]
