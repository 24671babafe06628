"""Code lists: data_protection."""

from typing import Literal

RecipientKind = Literal[
    "monitor_or_nhri",
    "enforcement",
    "service_provider",
    "receiving_authority",
    "consulate",
    "court",
    "lawyer_of_person",
    "family",
    "international_organization",
    "researcher",
    "media_public",
    "data_subject",
    "other",
]
"""REWRITE `enforcement`: Any body with return, border, police or immigration control tasks"""
DisclosureLegalGround = Literal[
    "consent", "agreement", "court_order", "vital_interest", "law_without_agreement", "none_stated"
]
DisclosureOutcome = Literal["disclosed", "disclosed_reduced", "refused"]
"""REWRITE `disclosed_reduced`: Fewer fields than requested"""
RequestKind = Literal["access", "rectification", "erasure", "restriction", "objection", "portability"]
RequestOutcome = Literal["granted", "partly_granted", "refused", "identity_not_proven"]
RefusalGround = Literal[
    "legal_claim_preservation",
    "legal_obligation",
    "archiving_public_interest",
    "rights_of_others",
    "manifestly_unfounded",
    "not_the_controller",
]
ErasureScope = Literal["case_personal", "case_special", "single_event", "attachment", "contact_details"]
ErasureCause = Literal[
    "request_of_person", "retention_end", "consent_withdrawn", "unlawful_processing", "error"
]
BreachKind = Literal[
    "firewall_breach",
    "purpose_misuse",
    "excessive_sharing",
    "unauthorised_access",
    "loss_or_theft",
    "consent_ignored",
    "data_given_to_country_of_return_authority",
    "asylum_claim_revealed",
]
"""REWRITE `firewall_breach`: Service or asylum data used for enforcement"""
RetentionAction = Literal["period_set", "legal_hold_placed", "legal_hold_released", "transferred_to_archive"]
AccessAction = Literal["read", "search", "export", "download", "print", "denied"]
SubscriptionState = Literal["granted", "changed", "suspended", "ended"]
