"""Words for decisions, remedies, legal help, information and agreement to return."""

from typing import Literal

DecisionKind = Literal[
    "return_decision",
    "removal_order",
    "expulsion_order",
    "transfer_decision",
    "refusal_at_border",
    "readmission_decision",
    "voluntary_departure_period",
    "other",
]
DecisionStatus = Literal[
    "in_force",
    "suspended",
    "resumed",
    "withdrawn",
    "annulled",
    "expired",
    "executed",
    "impossible_to_execute",
]
DeliveryMode = Literal[
    "in_person_oral_and_written",
    "in_person_written",
    "oral_only",
    "post",
    "electronic",
    "through_representative",
    "not_delivered",
]
RepresentationState = Literal[
    "offered",
    "requested",
    "assigned",
    "contact_made",
    "refused_by_authority",
    "declined_by_person",
    "obstructed",
    "ended",
]
InterpretationMode = Literal[
    "in_person",
    "remote_video",
    "remote_phone",
    "written_translation",
    "staff_member",
    "escort",
    "fellow_returnee",
    "family_member",
    "none",
]
InterpretationOccasion = Literal[
    "decision_interview",
    "notification",
    "hearing",
    "lawyer_meeting",
    "medical",
    "counselling",
    "consent",
    "operation",
    "complaint",
    "detention_review",
    "survey",
    "other",
]
RemedyKind = Literal[
    "appeal_against_return",
    "asylum_claim_first",
    "asylum_claim_subsequent",
    "stay_of_removal",
    "interim_measure_international",
    "judicial_review",
    "challenge_to_detention",
    "residence_application",
    "other",
]
SuspensiveEffect = Literal["automatic", "granted", "requested_pending", "refused", "none", "unknown"]
RemedyOutcome = Literal[
    "allowed", "partly_allowed", "dismissed", "inadmissible", "withdrawn", "struck_out", "remitted"
]
StayGround = Literal[
    "international_protection",
    "human_rights_humanitarian",
    "medical",
    "family_life",
    "best_interests",
    "length_of_residence",
    "integration",
    "education_or_apprenticeship",
    "employment",
    "trafficking_victim",
    "victim_of_crime",
    "climate_or_disaster",
    "statelessness",
    "non_returnable",
    "labour_or_study_pathway",
    "other",
]
PathwayOutcome = Literal[
    "granted", "refused", "available_not_pursued", "not_available", "pending", "not_examined"
]
InformationTopic = Literal[
    "return_decision_and_reasons",
    "right_to_appeal_and_deadline",
    "legal_aid",
    "asylum_and_protection",
    "stay_options",
    "voluntary_return_option",
    "return_procedure",
    "monitoring_mechanism",
    "complaint_mechanism",
    "consular_rights",
    "data_processing",
    "country_of_return_situation",
    "reintegration_assistance",
    "limits_and_conditions_of_assistance",
    "health_care_after_return",
    "child_friendly_information",
    "luggage_money_phone",
    "onward_travel",
    "work_and_skills_services",
    "social_protection",
    "justice_after_return",
    "reporting_crime",
    "sexual_reproductive_health",
]
InformationFormat = Literal[
    "oral", "written", "easy_language", "child_friendly", "video", "sign_language", "braille", "group_session"
]
ReturnConsentState = Literal["given", "withheld", "reaffirmed", "withdrawn", "not_asked"]
CoercionKind = Literal[
    "threat_of_ill_treatment",
    "threat_or_use_of_detention",
    "threat_of_family_separation",
    "denial_of_asylum_access",
    "deprivation_of_food_or_housing",
    "denial_of_health_care",
    "denial_of_other_services",
    "intimidation_or_insult",
    "misleading_information",
    "time_pressure",
    "incentive_pressure",
    "physical_force",
    "other",
]
