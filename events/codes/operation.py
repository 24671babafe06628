"""Code lists: operation."""

from typing import Literal

OperationType = Literal[
    "NRO",
    "JRO",
    "CRO",
    "individual",
    "voluntary_group",
    "readmission",
    "dublin_transfer",
    "informal",
    "other",
]
"""REWRITE `NRO`: National return operation; `JRO`: Joint return operation of several states; `CRO`: Collecting return operation, means supplied by the country of return; `individual`: Single person on a scheduled service; `voluntary_group`: Group movement of voluntary returnees; `informal`: Group return without a declared operation"""
TransportMode = Literal[
    "charter_flight", "scheduled_flight", "ship", "bus", "train", "road_vehicle", "on_foot"
]
"""REWRITE `on_foot`: Border hand-over on foot"""
TicketCode = Literal["DEPA", "DEPU", "INAD", "none"]
"""REWRITE `DEPA`: Person removed with escort; `DEPU`: Person removed without escort; `INAD`: Inadmissible passenger"""
MonitoringBodyKind = Literal[
    "nhri",
    "npm",
    "ombudsperson",
    "ngo",
    "pool_monitor",
    "inspectorate",
    "international_body",
    "judicial",
    "other",
]
PassengerChange = Literal["added", "withdrawn", "did_not_board", "returned_back"]
WithdrawalReason = Literal[
    "legal_order",
    "new_claim",
    "medical",
    "absconded",
    "family_unity",
    "best_interests",
    "documents",
    "consent_withdrawn",
    "authority_decision",
    "other",
]
AbortReason = Literal[
    "escort_team_on_orders",
    "captain_refusal",
    "violent_resistance",
    "protection_claim",
    "court_order",
    "medical",
    "documents",
    "refused_by_country_of_return",
    "consent_withdrawn",
    "best_interests",
    "monitor_request",
    "technical",
    "weather",
    "other",
]
PickupPlace = Literal[
    "detention_facility",
    "home",
    "reception_centre",
    "school",
    "hospital",
    "workplace",
    "police_station",
    "border",
    "other",
]
SearchKind = Literal["none", "pat_down", "strip", "body_cavity", "luggage_only"]
CallRecipient = Literal["family", "lawyer", "consulate", "asylum_authority", "complaint_body", "monitor"]
RestraintMeans = Literal[
    "handcuffs_front",
    "handcuffs_back",
    "velcro_band",
    "plastic_tie",
    "ankle_cuffs",
    "knee_cuffs",
    "body_cuff",
    "restraint_belt",
    "full_restraint_chair",
    "helmet",
    "spit_hood",
    "face_mask",
    "hood_or_blindfold",
    "holding_technique",
    "carried_on_board",
    "self_defence_technique",
    "pain_compliance",
    "chemical",
    "airway_obstruction",
    "positional_asphyxia_risk",
    "electric_device",
    "dog",
    "blow_or_kick",
    "weapon_shown",
    "weapon_used",
    "other",
]
"""REWRITE See prohibited_restraint_means and high_risk_restraint_means. `body_cuff`: HIGH RISK, whole-body restraint; `full_restraint_chair`: HIGH RISK, whole-body restraint; `spit_hood`: HIGH RISK face covering that may impede breathing; `face_mask`: HIGH RISK when used as a means of control; not a hygiene mask; `hood_or_blindfold`: HIGH RISK; `pain_compliance`: PROHIBITED; `chemical`: PROHIBITED when given without medical reason and informed consent; `airway_obstruction`: PROHIBITED; `positional_asphyxia_risk`: PROHIBITED posture or pressure that hinders breathing; `electric_device`: HIGH RISK; `dog`: Use of a dog"""
ForceJustification = Literal[
    "active_resistance",
    "passive_resistance",
    "self_harm",
    "harm_to_others",
    "escape_risk",
    "damage_to_property",
    "preventive",
    "punishment",
    "unknown",
]
"""REWRITE `preventive`: Applied as routine, without individual reason"""
ProportionalityView = Literal[
    "necessary_and_proportionate",
    "excessive_in_degree",
    "excessive_in_duration",
    "unnecessary",
    "cannot_assess",
]
InjuryLevel = Literal["none", "minor", "serious", "fatal", "unknown"]
MedicalPurpose = Literal[
    "pre_return_health",
    "fitness_to_travel",
    "on_board",
    "after_restraint",
    "after_aborted_attempt",
    "arrival",
    "documentation_of_injury",
]
FitnessResult = Literal["fit", "fit_with_conditions", "unfit", "not_examined", "not_relevant"]
OperationMilestone = Literal[
    "boarding_started",
    "departed",
    "stopover_arrived",
    "stopover_departed",
    "arrived",
    "disembarkation_started",
    "hand_over_ended",
    "return_leg_departed",
    "ended",
    "interrupted",
    "resumed",
]
LegalCheckResult = Literal["no_order", "order_received", "not_done", "unknown"]
ReceiverKind = Literal[
    "border_police",
    "migration_authority",
    "child_protection_authority",
    "parent_or_legal_guardian",
    "other_family",
    "health_service",
    "international_organization",
    "ngo",
    "none",
    "unknown",
]
"""REWRITE `none`: Left without any receiver"""
ReceptionTreatment = Literal[
    "professional", "hostile", "questioned", "detained", "ill_treated", "not_observed"
]
AbortScope = Literal["case", "operation"]
