"""The kinds of role that policies speak of. Every role is of exactly one kind."""

from typing import Literal

from events.codes.common import ActorRole

RoleKind = Literal["enforcement", "oversight", "concerned", "provider", "other"]

KINDS: dict[RoleKind, tuple[ActorRole, ...]] = {
    "enforcement": ("authority", "escort", "carrier", "receiving_authority"),
    "oversight": ("independent_monitor", "nhri"),
    "concerned": ("returnee", "guardian", "lawyer"),
    "provider": (
        "case_manager",
        "service_provider",
        "medical_professional",
        "child_protection_authority",
        "international_organization",
    ),
    "other": ("court", "consulate", "civil_society", "family_member", "interpreter", "platform"),
}
"""`enforcement`: those who decide on or carry out returns, at both ends of the journey. `concerned`: the
person, or who acts for them by law or mandate."""
KIND_OF: dict[ActorRole, RoleKind] = {role: kind for kind, roles in KINDS.items() for role in roles}
