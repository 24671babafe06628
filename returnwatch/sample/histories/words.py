"""What invented records say: places, people, phrases, and the answers that give no cause for concern.

Every surname is Example. Fields are named as in the events; `Event.field` goes before `field`.
"""

import re
from collections.abc import Mapping
from typing import Any

from events.codes.common import ActorRole, LawfulBasis, ProcessingPurpose

HOSTS = ("AT", "DE", "SE", "NL", "ES", "IT")
HOMES = {
    "NG": (("NG-LA", "NG-KN", "NG-ED"), "IATA:LOS", "en", "NGN"),
    "GE": (("GE-TB", "GE-AJ", "GE-IM"), "IATA:TBS", "ka", "GEL"),
    "PK": (("PK-PB", "PK-SD", "PK-KP"), "IATA:ISB", "ur", "PKR"),
    "AL": (("AL-11", "AL-02", "AL-12"), "IATA:TIA", "sq", "ALL"),
    "IQ": (("IQ-BG", "IQ-AR", "IQ-SU"), "IATA:BGW", "ckb", "IQD"),
    "GM": (("GM-B", "GM-W", "GM-N"), "IATA:BJL", "wo", "GMD"),
}
"""Country of return to its areas, airport, language and currency."""
AIRPORTS = {
    "AT": "IATA:VIE",
    "DE": "IATA:DUS",
    "SE": "IATA:ARN",
    "NL": "IATA:AMS",
    "ES": "IATA:MAD",
    "IT": "IATA:FCO",
}
FIRST_NAMES = ("Amina", "Bashir", "Chidi", "Dalia", "Efosa", "Farida", "Giorgi", "Hana", "Ismail", "Jeta")
PHRASES = (
    "The person said that nobody had explained the paper.",
    "Everything went as planned; no remarks.",
    "The interpreter arrived late and the talk was short.",
    "A copy was handed over in an envelope.",
    "The family asked to stay together and was told to wait.",
    "It was noted on the form and signed by two people.",
    "The room was cold and there was one blanket for each.",
    "The answer came by telephone the next morning.",
    "The person was calm and asked twice for their lawyer.",
    "No reason was given at the time.",
    "The account was written down the same evening.",
    "Follow-up was promised within two weeks.",
)
LINES: Mapping[str, tuple[str, ...]] = {
    "event_names": ("OperationPlanned", "MonitoringPresenceRecorded", "HandoverCompleted", "ReferralMade"),
    "information_received": ("passenger list", "itinerary", "vulnerabilities", "medical"),
    "safeguards": ("monitoring.access-not-refused", "force.individual-assessment", "family.kept-together"),
    "standard_refs": ("UNNM.11", "CPT.13.32"),
    "notice_version": ("notice-2024.1", "notice-2025.1"),
    "fields_in_conflict": ("started_at", "means", "injury"),
    "fields": ("nationality", "date_of_birth"),
    "reassessments_needed": ("vulnerability", "security risk"),
    "name": tuple(f"{name} Example" for name in FIRST_NAMES),
    "reference": ("2024/0117", "2024/0284", "2025/0039", "2025/0112"),
    "source_document": ("sha256:" + "0f" * 32,),
    "source_row": ("Sheet1!7", "Sheet1!12", "Sheet2!3"),
    "sector": ("construction", "catering", "tailoring", "farming"),
    "family_role": ("mother", "father", "child"),
    "seat_or_place": ("row 21", "row 22"),
}
LINE = ("as usual", "by letter", "on site", "first floor")

FAVOURABLE: Mapping[str, tuple[Any, ...]] = {
    "result": ("no_order",),
    "last_legal_check": ("no_order",),
    "VulnerabilityScreened.result": ("none_found", "possible_follow_up_needed", "confirmed"),
    "means": ("handcuffs_front", "velcro_band", "restraint_belt", "holding_technique"),
    "restraint_means_used": ("handcuffs_front", "velcro_band"),
    "injury": ("none", "none", "minor"),
    "justification": ("active_resistance", "self_harm", "harm_to_others"),
    "justification_perceived": ("active_resistance", "passive_resistance", "unknown"),
    "proportionality": ("necessary_and_proportionate", "cannot_assess"),
    "fitness": ("fit", "fit", "fit_with_conditions"),
    "search": ("none", "pat_down", "luggage_only"),
    "delivery_mode": ("in_person_oral_and_written", "in_person_written", "through_representative"),
    "treatment_seen": ("professional", "professional", "questioned"),
    "ground": ("risk_of_absconding", "identity_check", "border_procedure"),
    "DisclosureMade.ground": ("consent", "agreement", "court_order"),
    "DisclosureMade.purpose": ("health_care", "protection_referral", "complaint_handling"),
    "recipient_kind": ("monitor_or_nhri", "service_provider", "lawyer_of_person"),
    "RetentionDecided.classes": ("personal", "special", "protected"),
    "used_by": ("escort", "authority"),
    "applied_by": ("escort",),
    "refused_by": ("escort", "authority", "carrier"),
    "against_role": ("escort", "authority"),
    "by_role": ("authority",),
    "DeathRecorded.cause": ("natural", "illness_untreated", "accident", "under_investigation"),
    "DeathRecorded.place_kind": ("after_return",),
    "ConsularContactRecorded.state": ("right_explained", "offered", "requested_by_person", "took_place"),
    "LegalRepresentationRecorded.state": ("offered", "requested", "assigned", "contact_made"),
    "ReturnConsentRecorded.state": ("given", "given", "reaffirmed", "withheld"),
    "ConsentGiven.state": ("given", "given", "refused"),
    "consent_to_share_with_country_of_return": ("given", "refused", "not_asked"),
    "IndividualAssessmentCompleted.outcome": ("no_bar_found", "inconclusive"),
    "BestInterestsDetermined.outcome": ("return_in_best_interests",),
    "suspensive_effect": ("automatic", "granted", "none"),
    "LegalRemedyDecided.outcome": ("dismissed", "inadmissible", "withdrawn"),
    "needs": ("distress_not_calmed", "request_for_psychiatric_care", "malnutrition"),
    "operation_type": ("NRO", "JRO", "CRO"),
    "transport_mode": ("charter_flight",),
    "return_type": ("forced", "readmission"),
    "age_band": ("18_24", "25_34", "35_49", "50_64"),
    "child_status": ("adult",),
    "measure": ("detention", "detention", "alternative_reporting"),
    "organizing_country": ("AT",),
    "role": ("authority", "independent_monitor", "case_manager"),
}
"""Codes from which a history without faults takes its own."""
NO_IS_GOOD = frozenset(
    {
        "child_held",
        "on_child",
        "on_pregnant",
        "in_view_of_children",
        "breathing_hindered",
        "insults_or_discrimination",
        "night_time",
        "children_saw_force_on_parent",
        "detained",
        "interrogated",
        "ill_treated",
        "extorted",
        "urgent_health_need",
        "protection_claim_revealed",
        "reveals_protection_claim",
        "status_data_passed_to_enforcement",
        "medication_given_without_consent",
        "marks_seen",
        "retaliation_reported",
        "violation_found",
        "led_to_enforcement_measure",
        "remedy_pending_according_to_asserter",
        "in_detention_when_given",
        "circumstances_changed_since",
        "shorter_time_requested",
        "person_asked_for_more_time",
        "wording_identical_to_others",
        "fear_of_retaliation",
        "child_involved",
        "stigma_reported",
        "documents_still_missing",
        "trafficking_related",
        "distress_seen",
        "life_sustaining",
        "was_foreseen_in_assessment",
        "ongoing",
    }
)
"""Questions to which `no` gives no cause for concern."""
TRUE = frozenset(
    {
        "carried_out",
        "held",
        "given",
        "contact_made",
        "asked",
        "planned",
        "plan_made",
        "redaction_checked",
        "enforcement_use_excluded",
        "drafted_before_return",
    }
)
"""Statements that mostly hold; all others mostly do not."""

SOON = re.compile(
    r"^(to_at|observed_to|seen_until|later_granted_at|response_at|authority_informed_at|ended_at|"
    r"recipients_told_at|supervisory_body_told_at|persons_told_at|feedback_given_on_site_at)$"
)
"""Moments minutes or hours after the fact."""
LATER = re.compile(
    r"due|until|deadline|next_|ended|ends_on|estimated_end|notified_to_person|agreed_departure"
)
"""Moments and days weeks after the fact."""
EARLIER = re.compile(
    r"_received_on|first_needed|current_as_of|notice_of_departure|exposure_at|valid_from|period_from"
)
"""Moments and days shortly before the fact."""

HOST_FIELDS = frozenset(
    {
        "host_country",
        "organizing_country",
        "participating_country",
        "participating_countries",
        "issuing_country",
    }
    | {"LibertyRestrictionStarted.country", "country_of_claim", "recipient_country"}
)
"""Countries that are the one which returns; all others are the one to which it returns."""
COUNTS: Mapping[str, int] = {
    "version": 1,
    "instalment": 1,
    "instalments_total": 3,
    "days_to_decide": 14,
    "maximum_days_ordered": 30,
    "staff_count": 3,
    "hours": 48,
}
HOLDERS: Mapping[str, ActorRole] = {
    "body": "independent_monitor",
    "provider": "service_provider",
    "school": "service_provider",
    "handled_by": "nhri",
    "receiving_body": "receiving_authority",
    "controller": "case_manager",
    "from_body": "case_manager",
    "to_body": "service_provider",
    "recipients": "service_provider",
    "recipients_told": "service_provider",
    "subscriber": "nhri",
}
"""Whose body a field names; an authority's where nothing is said."""

GROUNDS: Mapping[ActorRole, tuple[LawfulBasis, ProcessingPurpose]] = {
    "authority": ("legal_obligation", "return_enforcement"),
    "escort": ("legal_obligation", "return_enforcement"),
    "carrier": ("legal_obligation", "safety_emergency"),
    "receiving_authority": ("public_task", "travel_document"),
    "court": ("legal_obligation", "legal_claim"),
    "consulate": ("public_task", "travel_document"),
    "independent_monitor": ("public_task", "monitoring"),
    "nhri": ("public_task", "monitoring"),
    "civil_society": ("legitimate_interest", "monitoring"),
    "returnee": ("legal_claim", "complaint_handling"),
    "family_member": ("legal_claim", "complaint_handling"),
    "guardian": ("legal_claim", "protection_referral"),
    "lawyer": ("legal_claim", "legal_claim"),
    "child_protection_authority": ("public_task", "protection_referral"),
    "case_manager": ("legitimate_interest", "reintegration_assistance"),
    "medical_professional": ("vital_interest", "health_care"),
    "service_provider": ("legitimate_interest", "reintegration_assistance"),
    "interpreter": ("public_task", "monitoring"),
    "international_organization": ("public_task", "monitoring"),
    "platform": ("legal_obligation", "audit"),
}
PRIVATE: frozenset[ActorRole] = frozenset({"returnee", "family_member", "guardian", "lawyer"})
"""Roles without a body."""
