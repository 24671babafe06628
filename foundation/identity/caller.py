"""The holder of a token, as everything behind the door sees them."""

from dataclasses import dataclass
from typing import Literal, get_args

from events.codes.common import ActorRole

Scope = Literal["record", "read", "admin", "intake"]
"""`intake`: takes in reports for a monitoring body and so knows protected reporters."""
SCOPES: frozenset[Scope] = frozenset(get_args(Scope))
USUAL_SCOPES: frozenset[Scope] = frozenset({"record", "read"})

THE_PERSON: frozenset[ActorRole] = frozenset({"returnee", "family_member"})
MAY_SPEAK_FOR: dict[ActorRole, frozenset[ActorRole]] = {
    "independent_monitor": THE_PERSON,
    "nhri": THE_PERSON,
    "lawyer": THE_PERSON,
    "civil_society": THE_PERSON,
    "case_manager": THE_PERSON,
}
"""Roles whose holders usually write down what returnees and their families tell them."""


ANY_BODY = "any"
"""Stands in `transcribes` for every body: for whoever files what many sides handed in."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller."""

    user: str
    """`USR-…`; recorded, sealed, as who entered an event."""
    role: ActorRole
    body: str | None
    """`ORG-…`; None for a private person."""
    may_assert: frozenset[ActorRole]
    """Roles whose account this caller may record."""
    scopes: frozenset[Scope]
    token_id: str
    """Names the token in an access log without giving it away."""
    transcribes: frozenset[str] = frozenset()
    """Other bodies (`ORG-…`, or `ANY_BODY`) whose accounts this caller may write down, for example figures
    that they published. An amendment in such a body's name is its own."""
    acts_for: frozenset[str] = frozenset()
    """Persons (`P-…`) and cases (`C-…`) that a returnee is, or a guardian or lawyer stands for."""


def usual_voices(role: ActorRole) -> frozenset[ActorRole]:
    """The roles that a holder of this role may speak for unless more is granted by name."""
    return frozenset({role}) | MAY_SPEAK_FOR.get(role, frozenset())
