"""How far the policies let each role go, found by asking them about every case there is."""

from collections.abc import Iterable
from typing import get_args

from events.base import Event
from events.catalogue import EVENTS
from events.codes.common import ActorRole, LawfulBasis, ProcessingPurpose
from events.data_classes import DataClass
from foundation.access.asking import Action, OfRecord, Use, family_of
from foundation.access.policies import Policies
from foundation.identity.caller import SCOPES, Caller, Scope, usual_voices

OWN, OTHER = (f"ORG-018f6a2c-0000-7000-8000-00000000000{n}" for n in (1, 2))
ROLES: tuple[ActorRole, ...] = get_args(ActorRole)
PURPOSES: tuple[ProcessingPurpose, ...] = get_args(ProcessingPurpose)
GROUNDS: tuple[LawfulBasis, ...] = get_args(LawfulBasis)
PERSON = "P-018f6a2c-0000-7000-8000-000000000003"
ON_STORED: tuple[Action, ...] = (
    *("read_record", "read_open_fields", "list", "export"),
    *("erase", "rectify", "request", "answer"),
)
"""Actions on a stored record that need no use."""
EMERGENCY = Use("safety_emergency", "vital_interest")
TELLING: tuple[Use, ...] = (
    Use("monitoring", "public_task"),
    Use("monitoring", "consent"),
    Use("reintegration_assistance", "public_task"),
    Use("reintegration_assistance", "consent"),
    Use("return_enforcement", "consent"),
    EMERGENCY,
)
"""Uses that between them tell the cells of the matrix apart."""
LETTERS = {DataClass.PERSONAL: "p", DataClass.SPECIAL: "s", DataClass.PROTECTED: "x"}


def families() -> dict[str, tuple[type[Event], ...]]:
    """Every family with its events, in life-cycle order."""
    names = dict.fromkeys(family_of(event) for event in EVENTS)
    return {name: tuple(event for event in EVENTS if family_of(event) == name) for name in names}


def caller(role: ActorRole, scopes: Iterable[Scope] = SCOPES, body: str | None = OWN) -> Caller:
    """Somebody of the own body, who speaks for who usually does in their role, and acts for one person."""
    return Caller(
        "USR-…", role, body, usual_voices(role), frozenset(scopes), "matrix", acts_for=frozenset({PERSON})
    )


def a_record(event: type[Event], held: DataClass = DataClass.OPEN, body: str | None = OWN) -> OfRecord:
    """A record about that person, as its owner takes it, told by the first role that may."""
    about = frozenset({PERSON})
    return OfRecord(event, event.about.service, event.about.asserted_by[0], body, held, about=about)


def recording(policies: Policies, role: ActorRole, events: Iterable[type[Event]], held: DataClass) -> str:
    """`listed`: exactly the events whose list of roles names this one; `all`; `-`: none; else `some`."""
    may = {}
    for event in events:
        record = OfRecord(event, event.about.service, role, OWN, held)
        may[event] = policies.decide(caller(role), "record", record).allowed
    if may == {event: role in event.about.asserted_by for event in may}:
        return "listed"
    return "all" if all(may.values()) else "some" if any(may.values()) else "-"


def cells(policies: Policies, role: ActorRole, event: type[Event], held: DataClass) -> dict[Action, str]:
    """How far a role may go with values of one class, for each action on stored records.

    `all`: whoever asserted it; `own`: only what the caller's own body asserted; `-`: nothing. For opening:
    `own` and, of others, with `consent` or in an `emergency`, joined by `+`.
    """
    asked: list[tuple[Action, Use | None]] = [
        *((action, None) for action in ON_STORED),
        *(("open_fields", use) for use in TELLING),
    ]
    ours, theirs = (
        {
            one
            for one, decision in zip(
                asked, policies.decide_each(caller(role), a_record(event, held, body), asked), strict=True
            )
            if decision.allowed
        }
        for body in (OWN, OTHER)
    )
    reached: dict[Action, str] = {
        action: "all" if (action, None) in theirs else "own" if (action, None) in ours else "-"
        for action in ON_STORED
    }
    return reached | {"open_fields": _opening(_uses(ours), _uses(theirs))}


def purposes(policies: Policies, role: ActorRole, event: type[Event], purpose: ProcessingPurpose) -> str:
    """The classes opened for a purpose, each by its letter: `p` personal, `s` special, `x` protected.

    A capital: whoever asserted it, on several grounds; small: only what the own body asserted; with `!`:
    with consent only.
    """
    return "".join(_letter(policies, role, event, purpose, held) for held in LETTERS) or "-"


def _letter(
    policies: Policies, role: ActorRole, event: type[Event], purpose: ProcessingPurpose, held: DataClass
) -> str:
    asked: list[tuple[Action, Use | None]] = [("open_fields", Use(purpose, ground)) for ground in GROUNDS]
    own, other = (
        {
            ground
            for ground, decision in zip(
                GROUNDS, policies.decide_each(caller(role), a_record(event, held, body), asked), strict=True
            )
            if decision.allowed
        }
        for body in (OWN, OTHER)
    )
    if other - {"consent"}:
        return LETTERS[held].upper()
    if own - {"consent"}:
        return LETTERS[held]
    return f"{LETTERS[held]}!" if own | other else ""


def _uses(allowed: set[tuple[Action, Use | None]]) -> set[Use]:
    return {use for _, use in allowed if use is not None}


def _opening(ours: set[Use], theirs: set[Use]) -> str:
    if any(use.ground != "consent" and use != EMERGENCY for use in theirs):
        return "all"
    parts = {
        "own": any(use.ground != "consent" and use not in theirs for use in ours),
        "consent": any(use.ground == "consent" for use in theirs),
        "emergency": EMERGENCY in theirs,
    }
    return "+".join(part for part, holds in parts.items() if holds) or "-"
