"""Words of the time after arrival: harm, counselling, urgent health, closing, death and findings."""

from typing import Literal

HarmKind = Literal[
    "killing",
    "torture_or_ill_treatment",
    "enforced_disappearance",
    "arbitrary_detention",
    "interrogation",
    "extortion",
    "violence_by_non_state_actor",
    "gender_based_violence",
    "trafficking_or_retrafficking",
    "forced_recruitment",
    "child_marriage",
    "onward_removal",
    "stigma_or_harassment",
    "discrimination",
    "destitution",
    "homelessness",
    "denial_of_health_care",
    "denial_of_documents",
    "denial_of_education",
    "labour_exploitation",
    "internal_displacement",
    "debt_related_threat",
    "other",
]
PerpetratorKind = Literal[
    "state_agent",
    "receiving_authority",
    "armed_group",
    "criminal_network",
    "trafficker",
    "family",
    "community",
    "employer",
    "service_provider",
    "unknown",
    "none",
]
LinkToReturn = Literal["caused_by_return", "aggravated_by_return", "existed_before", "not_linked", "unknown"]
ProtectedGround = Literal[
    "race_colour",
    "sex",
    "gender_identity",
    "sexual_orientation",
    "language",
    "religion",
    "political_opinion",
    "national_social_origin",
    "property",
    "birth",
    "disability",
    "migration_or_return_status",
    "health_status",
    "age",
    "other",
]
CounsellingKind = Literal[
    "return_counselling",
    "reintegration_pre_departure",
    "reintegration_first_session",
    "reintegration_follow_up",
    "family",
    "group",
]
ContactMode = Literal[
    "face_to_face", "home_visit", "phone", "video", "messaging_or_email", "through_third_party"
]
SkillsStep = Literal[
    "skills_assessed",
    "portfolio_compiled",
    "mapped_to_standard",
    "test_taken",
    "recognition_requested",
    "recognised",
    "partly_recognised",
    "recognition_refused",
    "no_procedure_available",
]
ProtectionLevel = Literal["low", "medium", "high", "extreme"]
UrgentResponse = Literal[
    "pep_offered",
    "pep_given",
    "emergency_contraception_offered",
    "emergency_contraception_given",
    "medical_examination_offered",
    "psychiatric_referral",
    "emergency_admission",
    "choice_of_sex_of_provider_offered",
    "refused_by_person",
    "none",
]
ClosureReason = Literal[
    "support_period_ended",
    "goals_met",
    "no_longer_eligible",
    "returnee_chose_to_stop",
    "moved_or_remigrated",
    "barrier_or_unsuitable",
    "threat_to_staff",
    "negative_repercussions_for_returnee",
    "funding_ended",
    "security_or_context",
    "requirements_not_met",
    "return_not_carried_out",
    "stay_granted",
    "lost_contact",
    "death",
    "duplicate",
]
DeathPlace = Literal["pre_return", "detention", "during_operation", "on_arrival", "after_return"]
DeathCause = Literal[
    "natural",
    "illness_untreated",
    "suicide",
    "force_or_restraint",
    "violence",
    "accident",
    "unknown",
    "under_investigation",
]
NotifiedParty = Literal["family", "authorities", "consulate", "other_service_agencies", "nhri", "court"]
FindingTheme = Literal[
    "detention_on_arrival",
    "ill_treatment",
    "documents",
    "health_care",
    "children",
    "stigma",
    "destitution",
    "housing",
    "work",
    "education",
    "social_protection",
    "gender",
    "trafficking",
    "data_misuse_by_authorities",
    "general_conditions",
]
SurveyTrigger = Literal["baseline", "schedule", "change_of_circumstances", "closing"]
