"""The plan of a person, what is delivered under it, and where it leads to other services or to none.

The case keeps the order; a referral told of without its case keeps its own. The words come from modules 2.3
and 2.6.3 of the IOM Reintegration Handbook and section 15 of the UN Network on Migration mapping.
"""

from events.base import Event
from events.codes.common import (
    ConsentState,
    DataCategory,
    PlanComponentCode,
    ServiceSector,
    YesNoPartlyUnknown,
    YesNoUnknown,
)
from events.codes.reintegration import (
    AssistanceModality,
    ReferralState,
    ReferralTier,
    SupportIntensity,
    UnmetReason,
    UnmetResponse,
)
from events.codes.standards import AdminArea, Currency
from events.data_classes import Open, Protected
from events.ids import ConsentId, OrganizationId, PlanId, ReferralId
from events.structures import PlanComponent
from events.values import Amount, Count, Day, Text


class ReintegrationPlanAgreed(
    Event,
    service="post_return",
    subjects=("case", "plan"),
    asserted_by=("case_manager", "returnee", "guardian"),
    areas=("15", "14", "16", "17", "18", "module2.3"),
    accepted_by=("pre_return", "post_return"),
):
    """The person agreed to a plan or to a new version of it, or opted out."""

    plan: Open[PlanId]
    version: Open[Count]
    """1 for the plan as first agreed; each agreed change counts one up."""
    agreed_on: Open[Day]
    drafted_before_return: Open[bool]
    opted_out: Open[bool]
    components: Protected[tuple[PlanComponent, ...]]
    """Those taken up and those weighed and left out."""
    all_components_considered: Open[YesNoUnknown]
    returnee_took_part: Open[YesNoUnknown]
    child_and_family_took_part: Open[YesNoUnknown | None] = None
    copy_given: Open[YesNoUnknown]
    consent_updated: Open[YesNoUnknown]
    exit_strategy_included: Open[YesNoUnknown]
    monitoring_arrangement_included: Open[YesNoUnknown | None] = None
    information_sharing_agreed: Open[YesNoUnknown | None] = None
    skills_assessment_used: Open[YesNoUnknown | None] = None
    estimated_end_on: Open[Day | None] = None
    support_intensity: Open[SupportIntensity]


class AssistanceDelivered(
    Event,
    service="post_return",
    subjects=("case", "plan"),
    asserted_by=("case_manager", "service_provider", "returnee"),
    areas=("15", "16", "module2.3"),
):
    """Money, goods or a service under the plan reached the person, came late or was refused."""

    component: Protected[PlanComponentCode]
    modality: Open[AssistanceModality]
    delivered_on: Open[Day]
    instalment: Open[Count | None] = None
    instalments_total: Open[Count | None] = None
    amount: Protected[Amount | None] = None
    currency: Open[Currency | None] = None
    late_days: Open[Count | None] = None
    """Days after the day that was agreed."""
    risk_considered: Open[YesNoUnknown | None] = None
    """Whether the danger that cash or goods bring to person and household was weighed."""
    community_also_benefits: Open[YesNoUnknown | None] = None
    provider: Protected[OrganizationId | None] = None
    detail: Protected[Text | None] = None


class ReferralMade(
    Event,
    service="post_return",
    subjects=("case", "referral"),
    asserted_by=("case_manager", "service_provider", "independent_monitor", "international_organization"),
    areas=("15", "12", "13", "14", "module2.3", "module2.6.3", "module2.7"),
    accepted_by=("pre_return", "post_return"),
):
    """A person was sent on to a service; the record says whether they consented and what was told of them."""

    referral: Open[ReferralId]
    sector: Protected[ServiceSector]
    tier: Protected[ReferralTier]
    referred_on: Open[Day]
    consent: Open[ConsentState]
    consent_record: Open[ConsentId | None] = None
    data_categories_shared: Open[tuple[DataCategory, ...]]
    """Empty when nothing was told to the service."""
    secure_channel: Open[YesNoUnknown]
    warm_handoff: Open[YesNoUnknown | None] = None
    """Whether the person was introduced to the service, not only given its name."""
    follow_up_due: Open[Day]
    urgent: Open[bool]
    provider: Protected[OrganizationId | None] = None
    reason: Protected[Text | None] = None


class ReferralStatusChanged(
    Event,
    service="post_return",
    subjects=("referral", "case"),
    asserted_by=("service_provider", "case_manager", "returnee"),
    areas=("15", "module2.3", "module2.6.3"),
    accepted_by=("pre_return", "post_return"),
):
    """A referral moved on: taken up, turned down, used, missed or closed."""

    referral: Open[ReferralId]
    state: Open[ReferralState]
    state_on: Open[Day]
    need_met: Open[YesNoPartlyUnknown | None] = None
    person_satisfied: Open[YesNoPartlyUnknown | None] = None
    reason: Protected[Text | None] = None


class UnmetNeedRecorded(
    Event,
    service="post_return",
    subjects=("case",),
    asserted_by=("case_manager", "service_provider", "independent_monitor"),
    areas=("15", "3", "16", "18", "19", "module2.3"),
    accepted_by=("pre_return", "post_return"),
):
    """A need found no answer; the record serves the person and those who plead for better services."""

    sector: Protected[ServiceSector]
    component: Protected[PlanComponentCode | None] = None
    reason: Open[UnmetReason]
    responses: Open[tuple[UnmetResponse, ...]]
    recorded_on: Open[Day]
    area: Open[AdminArea | None] = None
    """Where the service is missing, for maps of gaps; withheld where few cases stand behind it."""
    urgent: Open[bool]
    detail: Protected[Text | None] = None
