"""Words for who a person is, what puts them at risk, and what an examination found."""

from typing import Literal

ReturnType = Literal[
    "forced",
    "assisted_voluntary",
    "independent_voluntary",
    "obliged_departure",
    "readmission",
    "dublin_transfer",
    "extradition",
    "push_back",
    "evacuation",
    "other",
]
"""Legal form of a return.

`independent_voluntary` has no assistance and may be spontaneous. `obliged_departure` is leaving within the
time that a decision sets, before anybody enforces it. `readmission` rests on an agreement or arrangement
between states. `dublin_transfer` goes to the state that has to examine the asylum claim. `push_back` is a
summary return without procedure at or near a border. `evacuation` is humanitarian or for an emergency.
"""
AgeBand = Literal[
    "under_1", "1_4", "5_11", "12_14", "15_17", "18_24", "25_34", "35_49", "50_64", "65_plus", "unknown"
]
Sex = Literal["female", "male", "other", "unknown"]
ChildStatus = Literal[
    "adult",
    "accompanied_child",
    "unaccompanied_child",
    "separated_child",
    "age_disputed",
    "turned_18_during_procedure",
    "unknown",
]
"""`age_disputed` is treated as a child until the dispute is decided."""
VulnerabilityCategory = Literal[
    "child_accompanied",
    "unaccompanied_or_separated_child",
    "single_parent",
    "pregnant",
    "nursing",
    "older_person",
    "disability",
    "serious_illness",
    "life_sustaining_treatment",
    "mental_health",
    "suicide_or_self_harm_risk",
    "substance_dependence",
    "torture_survivor",
    "trafficking_victim",
    "gbv_survivor",
    "intimate_partner_violence",
    "sexual_orientation_gender_identity",
    "violence_exploitation_abuse",
    "prolonged_detention",
    "stateless",
    "long_absence",
    "no_network",
    "language_barrier",
    "debt",
    "forced_return_stigma",
    "internal_displacement_risk",
    "other",
]
"""`long_absence`: a life spent mostly elsewhere. `no_network`: neither family nor others to turn to there."""
VulnerabilityLevel = Literal["individual", "household_family", "community", "structural"]
ScreeningStage = Literal["before_departure", "on_arrival", "after_change_of_circumstances"]
ScreeningTool = Literal["rapid", "full_violence_exploitation_abuse", "health_screening", "other"]
VulnerabilityResult = Literal["none_found", "possible_follow_up_needed", "confirmed", "declined_by_person"]
RiskKind = Literal[
    "death",
    "torture",
    "cruel_inhuman_degrading",
    "enforced_disappearance",
    "other_irreparable_harm",
    "persecution",
    "arbitrary_detention",
    "trafficking_or_retrafficking",
    "gender_based_violence",
    "child_marriage",
    "child_recruitment",
    "child_survival_development",
    "lack_of_life_saving_care",
    "destitution",
    "onward_removal",
    "statelessness_harm",
    "private_family_life",
    "best_interests",
    "other",
]
"""Risks on return. `onward_removal` is refoulement by way of a third country."""
AssessmentOutcome = Literal[
    "no_bar_found", "real_risk_found", "bar_other_ground", "inconclusive", "not_examined"
]
"""`bar_other_ground`: something else bars return, such as family life, best interests or health."""
BestInterestsOutcome = Literal[
    "return_in_best_interests",
    "return_not_in_best_interests",
    "stay_in_host_country",
    "third_country_solution",
    "inconclusive",
]
GuardianState = Literal["appointed", "replaced", "ended", "refused"]
FamilyAssessmentKind = Literal["tracing", "caregiver_capacity", "household"]
FamilyAssessmentOutcome = Literal[
    "suitable",
    "suitable_with_support",
    "not_suitable",
    "not_traced",
    "contact_not_in_best_interests",
    "refused_by_family",
    "pending",
]
SeparationReason = Literal[
    "detention",
    "removal_of_parent",
    "removal_of_child",
    "different_flights",
    "different_decision_outcome",
    "seating_or_transport",
    "best_interests_decision",
    "chosen_by_adults",
    "unknown",
    "other",
]
