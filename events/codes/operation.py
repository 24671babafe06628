"""Words for the movement itself: its kind, its people, force, medical care, milestones and hand-over.

Kinds of operation are those that Frontex counts, ticket codes those that airlines use for passengers whose
admission was refused or who are removed; means of restraint and grounds of an abort follow the CPT (13th
General Report).
"""

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
"""By who organises it and in what form.

* `NRO`: by one state (national return operation)
* `JRO`: by several states together (joint return operation)
* `CRO`: with transport and escorts of the country of return (collecting return operation)
* `individual`: one person among ordinary passengers
* `voluntary_group`: several persons who return of their own will
* `informal`: several persons, with no operation declared
"""
TransportMode = Literal[
    "charter_flight", "scheduled_flight", "ship", "bus", "train", "road_vehicle", "on_foot"
]
"""`on_foot`: handed over at the border, walking across it."""
TicketCode = Literal["DEPA", "DEPU", "INAD", "none"]
"""The airline's class of the passenger.

* `DEPA`: deportee with escort
* `DEPU`: deportee without escort
* `INAD`: refused admission on arrival
"""
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
"""`npm`: preventive mechanism under OPCAT; `pool_monitor`: Regulation (EU) 2019/1896, article 51."""
PassengerChange = Literal["added", "withdrawn", "did_not_board", "returned_back"]
"""`returned_back`: travelled out and came back with the operation."""
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
"""Prohibited whenever used:

* `airway_obstruction`
* `positional_asphyxia_risk`: a posture or weight on the body under which breathing is difficult
* `pain_compliance`
* `chemical`, unless medically indicated and with the person's informed consent

Of high risk, so that each use asks for attention:

* `body_cuff` and `full_restraint_chair`, which restrain the whole body
* `spit_hood`, since it covers the face and may hinder breathing
* `face_mask` as a means of control; a mask for hygiene is none
* `hood_or_blindfold`, `electric_device`, `dog`, `blow_or_kick` and `weapon_used`

Which means count as prohibited or of high risk is configuration of the safeguard rules.
"""
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
"""`preventive`: as a matter of routine, with no reason in the person's own conduct."""
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
"""`none`: nobody was there to receive the person."""
ReceptionTreatment = Literal[
    "professional", "hostile", "questioned", "detained", "ill_treated", "not_observed"
]
AbortScope = Literal["case", "operation"]
