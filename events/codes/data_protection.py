"""Words of data protection: who receives data and why, requests and answers, erasure, breaches, retention."""

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
"""To whom data go. `enforcement`: police, border guards and all who control migration or carry out returns;
`receiving_authority`: an authority of the country of return; `data_subject`: the person the data are about.
"""
DisclosureLegalGround = Literal[
    "consent", "agreement", "court_order", "vital_interest", "law_without_agreement", "none_stated"
]
"""On what the giving of data rests. `law_without_agreement`: a law allows it and no agreement bounds it."""
DisclosureOutcome = Literal["disclosed", "disclosed_reduced", "refused"]
"""`disclosed_reduced`: the recipient obtained less than it had asked for."""
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
"""Why a request may be turned down (GDPR, articles 12(5), 15(4) and 17(3)). `not_the_controller`: another
body decides on the data.
"""
ErasureScope = Literal["case_personal", "case_special", "single_event", "attachment", "contact_details"]
"""How much was erased. `case_personal` and `case_special`: every value of that class in the case."""
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
"""`firewall_breach`: what a person told a service or in an asylum procedure served enforcement;
`consent_ignored`: data went out although the person had refused or withdrawn.
"""
RetentionAction = Literal["period_set", "legal_hold_placed", "legal_hold_released", "transferred_to_archive"]
AccessAction = Literal["read", "search", "export", "download", "print", "denied"]
SubscriptionState = Literal["granted", "changed", "suspended", "ended"]
