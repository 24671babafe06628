"""Words for services, consular contact, documents, liberty, claims and treatment."""

from typing import Literal

ServiceAccessState = Literal[
    "available_used",
    "available_not_needed",
    "sought",
    "denied",
    "obstructed",
    "avoided_out_of_fear",
    "withdrawn_as_pressure",
    "not_available",
]
ConsularState = Literal[
    "right_explained",
    "offered",
    "requested_by_person",
    "refused_by_person",
    "facilitated",
    "took_place",
    "obstructed",
    "made_against_will",
]
ConsularTopic = Literal[
    "travel_document",
    "identity_check",
    "detention_visit",
    "child_protection",
    "legal_assistance",
    "power_of_attorney",
    "welfare",
    "other",
]
DocumentKind = Literal[
    "passport",
    "consular_laissez_passer",
    "eu_laissez_passer",
    "emergency_travel_document",
    "national_identity_card",
    "birth_certificate",
    "marriage_or_family_record",
    "school_record",
    "qualification",
    "medical_record",
    "residence_proof",
    "other",
]
DocumentState = Literal[
    "held_by_person",
    "held_by_authority",
    "requested",
    "issued",
    "refused",
    "expired",
    "returned_to_person",
    "lost_or_confiscated",
    "not_available",
    "transferred_with_person",
]
LibertyMeasure = Literal[
    "detention",
    "alternative_reporting",
    "alternative_residence",
    "alternative_community_placement",
    "alternative_bail_or_surety",
    "alternative_case_management",
    "child_alternative_care",
    "transit_zone_confinement",
    "police_custody",
    "house_arrest",
]
LibertyGround = Literal[
    "risk_of_absconding",
    "hindering_return",
    "identity_check",
    "public_order",
    "border_procedure",
    "no_ground_stated",
    "other",
]
LibertyStage = Literal["before_decision", "pre_removal", "during_operation", "on_arrival", "after_return"]
LibertyReviewOutcome = Literal[
    "continued", "released", "replaced_by_alternative", "transferred", "not_decided"
]
LibertyEndReason = Literal[
    "released_by_court",
    "released_by_authority",
    "alternative_applied",
    "removal_carried_out",
    "return_impossible",
    "time_limit",
    "escaped",
    "death",
    "other",
]
ClaimKind = Literal[
    "unpaid_wages",
    "labour_exploitation",
    "social_benefits",
    "injury_compensation",
    "violence_or_abuse",
    "trafficking",
    "ill_treatment_by_officials",
    "property_or_savings",
    "challenge_to_return_itself",
    "civil_family_matter",
    "witness_in_criminal_case",
    "other",
]
ClaimState = Literal[
    "declared",
    "filed",
    "return_suspended_for_claim",
    "power_of_attorney_given",
    "remote_pursuit_arranged",
    "settled",
    "paid",
    "dismissed",
    "abandoned",
    "pending_after_return",
]
TreatmentAvailability = Literal[
    "available_and_accessible", "available_not_accessible", "limited", "not_available", "unknown"
]
"""`available_not_accessible`: it exists, but its cost, its distance or a rule keeps people from it."""
TreatmentOption = Literal[
    "no_return",
    "return_with_palliative_choice",
    "return_with_transition_plan",
    "relocation_within_country",
    "not_decided",
]
