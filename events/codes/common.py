"""Code lists: common."""

from typing import Literal

Phase = Literal[
    "pre_return", "pre_departure", "en_route", "transit_stopover", "hand_over", "return_leg", "post_return"
]
"""REWRITE Stage of the return to which a record refers. `pre_return`: From the first contact about return up to pick-up, including detention and counselling; `pre_departure`: Pick-up, transfer to the departure point, waiting, search, medical check and boarding; `en_route`: Boarding to arrival, whatever the means of transport; `transit_stopover`: A stop on the way; `hand_over`: Arrival, disembarkation and transfer to the receiving authority; `return_leg`: Journey back of persons not handed over and of the team; `post_return`: Reception, reintegration and follow-up in the country of return"""
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
"""REWRITE Who asserts a record. The side in brackets is the account it belongs to when accounts are compared. `authority`: Body that decides on or carries out returns; `escort`: Escort or escort leader; `carrier`: Airline, ship or bus operator, captain or crew; `receiving_authority`: Authority of the country of return; `court`: Court, tribunal or appeal body, national or international; `consulate`: Consular or diplomatic post of the country of nationality; `independent_monitor`: Forced-return monitor of any body; `nhri`: National human rights institution, ombudsperson or preventive mechanism acting as institution; `civil_society`: Non-governmental organization documenting returns; `returnee`: The person concerned; `guardian`: Appointed guardian of a child; `family_member`: Relative of the person; `lawyer`: Legal representative or adviser; `child_protection_authority`: Child protection body or specialist; `case_manager`: Reintegration case manager or return counsellor; `medical_professional`: Doctor, nurse, paramedic or psychologist; `service_provider`: Health, education, housing, social, labour or legal aid service; `interpreter`: Interpreter or cultural mediator; `international_organization`: Intergovernmental body that is not itself monitoring; `platform`: The platform itself, for technical records such as an access log entry"""
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
"""REWRITE How the asserting party came to know. `inferred`: Concluded from other facts; the reasoning is stated"""
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
"""REWRITE The 11 components of an individual plan (IOM Handbook 2.3.2)."""
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
"""REWRITE `implied`: Never sufficient for special data"""
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
"""REWRITE `return_enforcement`: Recorded only to detect misuse; never a permitted purpose for protected data"""
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
