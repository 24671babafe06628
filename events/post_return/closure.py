"""The end of support, the death of a person, and what several cases say of a country.

The case keeps the order, the operation that of a death without a known case, and a country finding its own.
Closing and death follow module 2.7 of the IOM Reintegration Handbook; findings serve sections 1, 13 and 19 of
the UN Network on Migration mapping.
"""

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
    """Before support ended, the person judged it and the plan was reviewed, or no interview could be held."""

    held: Open[bool]
    not_held_reason: Open[FollowUpOutcome | None] = None
    """Given when `held` is false."""
    held_on: Open[Day | None] = None
    plan_met_needs: Open[YesNoPartlyUnknown]
    unmet_needs: Open[tuple[ServiceSector, ...] | None] = None
    reason_for_leaving: Open[ClosureReason | None] = None
    """Why the person leaves the support."""
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
    """One service ended its work on a case; what was recorded stays."""

    closed_on: Open[Day]
    reason: Open[ClosureReason]
    planned: Open[bool]
    hand_over_to_other_service: Open[YesNoUnknown]
    referrals_made: Open[tuple[ReferralId, ...] | None] = None
    lead_time_days: Open[Count | None] = None
    """Days between telling the person and closing."""
    best_interests_considered: Open[YesNoUnknown | None] = None
    """Asked of a child's case."""
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
    """A person died before, during or after a return."""

    died_at: Open[Moment | None] = None
    precision: Open[DatePrecision]
    """Of `died_at`."""
    place_kind: Open[DeathPlace]
    cause: Special[DeathCause]
    investigation_opened: Open[YesNoUnknown]
    notified: Open[tuple[NotifiedParty, ...]]
    """Who was told; empty when nobody was."""
    family_notified_safely: Personal[YesNoUnknown | None] = None
    file_archived: Open[YesNoUnknown | None] = None
    staff_support_offered: Open[YesNoUnknown | None] = None
    sharing_agreement: Open[AgreementId | None] = None
    """The agreement under which other bodies were told."""
    detail: Special[Text | None] = None


class CountryFindingIssued(
    Event,
    service="post_return",
    subjects=("country_finding",),
    asserted_by=("independent_monitor", "nhri", "international_organization"),
    areas=("19", "1", "13"),
):
    """A monitoring body concluded from several cases, naming nobody, how returnees fare in a place."""

    country_finding: Open[CountryFindingId]
    country: Open[Country]
    area: Open[AdminArea | None] = None
    """Absent when the finding is on the whole country."""
    theme: Open[FindingTheme]
    severity: Open[Severity]
    groups_affected: Open[tuple[VulnerabilityCategory, ...] | None] = None
    """Absent or empty when it concerns everyone."""
    cases_counted: Open[Count]
    period_from: Open[Day]
    period_to: Open[Day]
    valid_until: Open[Day]
    """The last day on which new decisions are expected to weigh it."""
    withdrawn: Open[bool]
    """True in the version that takes the finding back."""
    summary_public: Open[Text]
    """Public text: the author confirms that it identifies nobody."""
