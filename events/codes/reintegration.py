"""Words of reintegration: assistance, referral, unmet need, follow-up, work, school and place."""

from typing import Literal

AssistanceModality = Literal["cash", "in_kind", "voucher", "service", "mixed"]
ReferralTier = Literal[
    "immediate_lifesaving", "psychological_counselling", "psychosocial_support", "not_mental_health"
]
ReferralState = Literal[
    "proposed",
    "consented",
    "sent",
    "accepted",
    "rejected",
    "first_contact_made",
    "service_received",
    "not_attended",
    "closed_need_met",
    "closed_need_unmet",
    "revoked",
]
UnmetReason = Literal[
    "service_absent",
    "service_full",
    "not_accessible",
    "not_suitable",
    "unaffordable",
    "not_eligible",
    "funding_ended",
    "unsafe",
    "declined_by_person",
    "other",
]
UnmetResponse = Literal[
    "advocacy",
    "alternative_service",
    "safety_planning",
    "emergency_service_information",
    "relocation",
    "none",
]
FollowUpKind = Literal[
    "routine",
    "three_month",
    "mid_term_report",
    "final_report",
    "intensive_schedule",
    "after_change",
    "closing_assessment",
    "ad_hoc",
]
"""`intensive_schedule`: closer contact with a person in greater danger, without saying of what."""
FollowUpOutcome = Literal[
    "held",
    "partly_held",
    "no_show",
    "declined",
    "not_reachable",
    "postponed",
    "unsafe_to_contact",
    "moved_or_remigrated",
]
SituationChange = Literal["better", "same", "worse", "mixed", "unknown"]
SupportIntensity = Literal["light", "standard", "intensified"]
LivelihoodState = Literal[
    "employed_formal",
    "employed_informal",
    "self_employed",
    "cash_for_work",
    "apprentice_or_trainee",
    "student",
    "seeking_work",
    "unable_to_work",
    "caring_at_home",
    "not_seeking",
]
DecentWorkConcern = Literal[
    "unpaid_or_underpaid",
    "excessive_hours",
    "unsafe",
    "forced_labour_sign",
    "child_labour_sign",
    "no_contract",
    "harassment",
    "none",
]
EntitlementKind = Literal[
    "social_security_contributions",
    "pension",
    "health_insurance",
    "wages_due",
    "savings",
    "property",
    "credentials",
    "tax_refund",
    "personal_belongings",
]
EntitlementState = Literal[
    "information_given",
    "application_filed",
    "transferred",
    "partly_transferred",
    "refused",
    "no_agreement_between_states",
    "lost",
]
EnrolmentState = Literal[
    "enrolled_attending",
    "enrolled_not_attending",
    "placement_assessed",
    "refused",
    "waiting",
    "not_enrolled",
    "not_of_school_age",
]
CommunityMeasureKind = Literal[
    "community_assessment",
    "labour_market_assessment",
    "awareness_campaign",
    "community_project",
    "host_family_mediation",
    "service_capacity_support",
    "development_plan_link",
]
RssMissingPolicy = Literal["exclude_and_renormalise"]
