"""Words for monitoring and accountability: access, observations, incidents, complaints and reports.

States of an incident follow the serious incident reports of Frontex; the rest follows sections 7 and 11 of
the UN Network on Migration mapping.
"""

from typing import Literal

AccessRefusalKind = Literal[
    "late_notice",
    "no_notice",
    "entry_refused",
    "vehicle_refused",
    "seat_or_view_refused",
    "private_interview_refused",
    "document_refused",
    "recording_refused",
    "disembarkation_refused",
    "phase_left_unmonitored",
    "other",
]
ObservationSubject = Literal[
    "operation",
    "case",
    "place_of_detention",
    "hearing_or_procedure",
    "reception",
    "reintegration_service",
    "community",
]
LinkKind = Literal["same_fact", "same_fact_conflicting", "not_the_same_fact"]
"""`same_fact_conflicting`: one fact, told in two ways that cannot both be right."""
IncidentCategory = Literal[
    "fundamental_rights_or_protection",
    "death",
    "serious_injury",
    "use_of_force",
    "medical",
    "self_harm",
    "child_safeguarding",
    "discrimination_or_insult",
    "monitor_obstruction",
    "data_protection",
    "security",
    "misconduct_or_corruption",
    "other",
]
IncidentState = Literal[
    "reported",
    "assessed_below_threshold",
    "assessed_admissible",
    "launched",
    "enquiry",
    "final_report",
    "closed",
    "reopened",
]
"""`assessed_below_threshold`: not grave enough for the procedure on serious incidents."""
ComplaintChannel = Literal[
    "escort_or_staff",
    "monitor",
    "agency_form",
    "nhri_ombudsperson",
    "police",
    "court",
    "service_feedback",
    "hotline",
    "other",
]
ComplaintSubject = Literal[
    "decision_or_procedure",
    "force_or_restraint",
    "insult_or_discrimination",
    "medical",
    "conditions",
    "property",
    "family_separation",
    "child_treatment",
    "detention",
    "data_protection",
    "service_denied",
    "retaliation",
    "consent_or_pressure",
    "other",
]
ComplaintState = Literal[
    "lodged",
    "receipt_given",
    "forwarded",
    "acknowledged",
    "under_examination",
    "decided",
    "remedy_provided",
    "withdrawn",
    "closed",
]
ComplaintOutcome = Literal["upheld", "partly_upheld", "not_upheld", "inadmissible", "settled", "no_decision"]
RecommendationState = Literal[
    "issued",
    "answered_accepted",
    "answered_partly",
    "answered_rejected",
    "no_reply",
    "implemented",
    "partly_implemented",
    "not_implemented",
    "overtaken",
]
"""`overtaken`: later events left nothing to carry out."""
RecommendationAnswer = Literal["accepted", "accepted_partly", "rejected", "more_time_requested"]
PublicationLevel = Literal["internal", "authorities", "public_redacted", "public_full"]
