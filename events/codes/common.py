"""Words that several families of events and the envelope share."""

from typing import Literal

Phase = Literal[
    "pre_return", "pre_departure", "en_route", "transit_stopover", "hand_over", "return_leg", "post_return"
]
"""The stage of a return to which a record belongs.

* `pre_return`: from the first word of return to pick-up, counselling and detention included
* `pre_departure`: from pick-up through transfer, waiting, search and medical check until boarding
* `en_route`: from boarding to arrival, by air, sea or land
* `transit_stopover`: a halt on the way
* `hand_over`: arrival, leaving the vehicle, and coming into the hands of the receiving authority
* `return_leg`: the way back of the team and of those who were not handed over
* `post_return`: reception, reintegration and follow-up where the person was returned to
"""
ActorRole = Literal[
    "authority",
    "escort",
    "carrier",
    "receiving_authority",
    "court",
    "consulate",
    "independent_monitor",
    "nhri",
    "civil_society",
    "returnee",
    "guardian",
    "family_member",
    "lawyer",
    "child_protection_authority",
    "case_manager",
    "medical_professional",
    "service_provider",
    "interpreter",
    "international_organization",
    "platform",
]
"""Whose account a record is.

* `authority`: decides on returns or carries them out
* `escort`: includes the escort leader
* `carrier`: whoever runs the aircraft, ship or bus, with its captain and crew
* `receiving_authority`: of the country of return
* `court`: any court or appeal body, national or international
* `consulate`: of the country of nationality
* `independent_monitor`: a forced-return monitor, whichever body sends them
* `nhri`: a human rights institution, ombudsperson or preventive mechanism, speaking as an institution
* `civil_society`: a non-governmental organization that documents returns
* `returnee`: the person themselves
* `guardian`: appointed for a child
* `child_protection_authority`: includes single specialists
* `case_manager`: accompanies reintegration, or counsels before return
* `medical_professional`: doctor, nurse, paramedic or psychologist
* `service_provider`: gives care, schooling, housing, work, social or legal help
* `interpreter`: includes cultural mediators
* `international_organization`: an intergovernmental body in a role other than monitor
* `platform`: the software, for technical records such as an access log entry
"""
SourceKind = Literal[
    "seen",
    "heard",
    "told_by_returnee",
    "told_by_escort",
    "told_by_medic",
    "told_by_other",
    "document",
    "audio_video",
    "inferred",
]
"""How the author knows. `inferred`: from other facts, with the reasoning stated."""
Confidence = Literal["high", "medium", "low"]
YesNoUnknown = Literal["yes", "no", "unknown"]
YesNoPartlyUnknown = Literal["yes", "no", "partly", "unknown"]
DatePrecision = Literal["exact", "hour", "day", "month", "year", "unknown"]
ServiceSector = Literal[
    "health",
    "mental_health",
    "education",
    "housing",
    "food",
    "water_sanitation",
    "social_protection",
    "employment_service",
    "vocational_training",
    "legal_aid",
    "child_protection",
    "civil_registration",
    "banking_credit",
    "police_protection",
    "psychosocial",
    "community_support",
    "transport",
    "other",
]
AccessBarrier = Literal[
    "cost",
    "distance_transport",
    "documentation",
    "language",
    "information",
    "discrimination",
    "eligibility",
    "fear_of_reporting",
    "security",
    "gender_norms",
    "disability_access",
    "quality",
    "other",
]
TeamRole = Literal[
    "escort_leader",
    "escort",
    "backup",
    "medical_doctor",
    "nurse_paramedic",
    "interpreter",
    "child_protection_specialist",
    "agency_representative",
    "observer",
]
ChecklistAnswerCode = Literal[
    "yes", "no", "partly", "not_observed", "not_applicable", "not_permitted_to_observe"
]
Severity = Literal["info", "minor", "serious", "critical"]
AmendmentKind = Literal["correction", "addition", "withdrawal", "confirmation"]
PlanComponentCode = Literal[
    "financial_allocation",
    "income_generating_activity",
    "vocational_training_apprenticeship",
    "housing_food_nutrition",
    "legal_documentation",
    "education_skills",
    "medical_health",
    "transport",
    "security",
    "psychosocial",
    "family_needs_counselling",
]
"""The eleven components that a reintegration plan weighs (IOM Reintegration Handbook, 2.3.2)."""
ReintegrationDimension = Literal["economic", "social", "psychosocial"]
UrgentNeed = Literal[
    "suicide_or_self_harm",
    "harm_to_others",
    "severe_confusion",
    "distress_not_calmed",
    "untreated_psychiatric_condition",
    "substance_use",
    "request_for_psychiatric_care",
    "hiv_exposure_within_72h",
    "sexual_assault_within_72h",
    "life_threatening_condition",
    "acute_protection_threat",
    "malnutrition",
]
ConsentState = Literal["given", "refused", "withdrawn", "expired", "not_asked"]
ConsentForm = Literal["written", "electronic_signature", "oral_witnessed", "guardian_for_child", "implied"]
"""`implied`: read from conduct; it never suffices for special data."""
ProcessingPurpose = Literal[
    "monitoring",
    "complaint_handling",
    "legal_claim",
    "protection_referral",
    "health_care",
    "reintegration_assistance",
    "family_tracing",
    "travel_document",
    "return_enforcement",
    "statistics",
    "research_archive",
    "audit",
    "safety_emergency",
]
"""`return_enforcement`: kept so that misuse comes to light; protected data may never serve it."""
LawfulBasis = Literal[
    "consent", "legal_obligation", "public_task", "vital_interest", "legitimate_interest", "legal_claim"
]
DataCategory = Literal[
    "identity",
    "contact",
    "travel",
    "biometric",
    "family",
    "health",
    "sexual_life_gbv",
    "ethnicity",
    "religion",
    "political_opinion",
    "trafficking",
    "criminal_allegation",
    "location",
    "case_notes",
    "survey_answers",
]
RssAnswerKind = Literal["scored", "dont_know_or_no_wish_to_answer", "not_applicable", "skipped_by_error"]
DataClassCode = Literal["open", "personal", "special", "protected"]
