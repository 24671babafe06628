"""Post-return: from arrival to the end of follow-up. In life-cycle order."""

from events.post_return.arrival import (
    ArrivalChecked,
    HarmReported,
    SecurityRiskAssessed,
    UrgentHealthNeedIdentified,
)
from events.post_return.closure import CaseClosed, CountryFindingIssued, DeathRecorded, ExitInterviewHeld
from events.post_return.counselling import CounsellingSessionHeld, RssAnswered, SkillsStepRecorded
from events.post_return.follow_up import (
    CommunityMeasureRecorded,
    EducationEnrolmentRecorded,
    EntitlementTransferRecorded,
    FollowUpRecorded,
    LivelihoodRecorded,
)
from events.post_return.reintegration import (
    AssistanceDelivered,
    ReferralMade,
    ReferralStatusChanged,
    ReintegrationPlanAgreed,
    UnmetNeedRecorded,
)

__all__ = [  # noqa: RUF022 - life-cycle order
    "ArrivalChecked",
    "HarmReported",
    "SecurityRiskAssessed",
    "UrgentHealthNeedIdentified",
    "CounsellingSessionHeld",
    "SkillsStepRecorded",
    "RssAnswered",
    "ReintegrationPlanAgreed",
    "AssistanceDelivered",
    "ReferralMade",
    "ReferralStatusChanged",
    "UnmetNeedRecorded",
    "FollowUpRecorded",
    "LivelihoodRecorded",
    "EntitlementTransferRecorded",
    "EducationEnrolmentRecorded",
    "CommunityMeasureRecorded",
    "ExitInterviewHeld",
    "CaseClosed",
    "DeathRecorded",
    "CountryFindingIssued",
]
