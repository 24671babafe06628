"""The one question that everything asks before it does something for a caller."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from events.base import SERVICES, Service
from foundation.access.asking import Action, Decision, OfLog, OfRecord, OfView, Resource, Use, family_of
from foundation.access.policies import Policies, read_policies
from foundation.identity.caller import Caller

FOLDER = Path(__file__).parents[2] / "deploy" / "policies"
TELLING: frozenset[Action] = frozenset(
    {"open_fields", "export", "erase", "rectify", "request", "answer", "read_log"}
)
"""Actions of which what was allowed is logged too; what was denied is logged always."""
WORDS: dict[Action, str] = {
    "record": "record",
    "read_record": "read",
    "read_open_fields": "read",
    "list": "list",
    "open_fields": "open",
    "export": "take copies of",
    "erase": "erase",
    "rectify": "put right",
    "request": "ask for the person about",
    "answer": "answer a request about",
    "read_view": "read",
    "read_log": "read",
}
REMEMBERED = 4096

logger = logging.getLogger(__name__)


def decide(caller: Caller, action: Action, resource: Resource, use: Use | None = None) -> Decision:
    """Whether the caller may do this, by the policies in force. Opening fields needs a use.

    The decision is logged: action, role, what it concerned and why, never who, nor of whom.
    """
    if action == "record":
        decision = _recording(_anonymous(caller), resource)
    else:
        decision = policies_in_force().decide(caller, action, resource, use)
    if not decision.allowed or action in TELLING or logger.isEnabledFor(logging.DEBUG):
        _log(caller, action, resource, use, decision)
    return decision


def decide_among(caller: Caller, action: Action, resources: Sequence[Resource]) -> int | None:
    """The place of the first resource with which the caller may do this; none when there is no such one.

    Logged as one decision: what was given, or that the first was denied.
    """
    policies = policies_in_force()
    decisions = [policies.decide(caller, action, resource) for resource in resources]
    given = next((place for place, decision in enumerate(decisions) if decision.allowed), None)
    told = given or 0
    if given is None or logger.isEnabledFor(logging.DEBUG):
        _log(caller, action, resources[told], None, decisions[told])
    return given


def why_denied(
    caller: Caller, action: Action, resource: Resource, decision: Decision, use: Use | None = None
) -> str | None:
    """Why something was denied, for the caller: what a policy that forbids it says and its clause.

    None when it was allowed. Names neither persons nor bodies.
    """
    if decision.allowed:
        return None
    known = policies_in_force().policies
    walls = [known[name] for name in decision.policies if known[name].effect == "forbid"]
    if walls:
        return "; ".join(f"{wall.says.removesuffix('.')} ({wall.clause}; {wall.id})" for wall in walls)
    of_what = f"{resource.data_class} values of this record" if isinstance(resource, OfRecord) else "this"
    to_what = f" for {use.purpose} on the ground of {use.ground}" if use else ""
    return f"no policy lets the role {caller.role} {WORDS[action]} {of_what}{to_what}"


def services_seen(caller: Caller) -> frozenset[Service]:
    """The services of which the caller may know how many records there are."""
    policies = policies_in_force()
    return frozenset(
        service
        for service in SERVICES
        if policies.decide(caller, "read_view", OfView("heads", (service,))).allowed
    )


@cache
def policies_in_force() -> Policies:
    """The policies of this installation, read once. Raises PolicyError."""
    return read_policies(FOLDER)


@lru_cache(maxsize=REMEMBERED)
def _recording(caller: Caller, resource: Resource) -> Decision:
    """A decision about recording, remembered: imports ask the same thousands of times.

    Others are not, so that the time an answer takes never tells what was asked before.
    """
    return policies_in_force().decide(caller, "record", resource)


def _anonymous(caller: Caller) -> Caller:
    """The caller as the policies see them."""
    return replace(caller, user="", token_id="", acts_for=frozenset())


def _log(caller: Caller, action: Action, resource: Resource, use: Use | None, decision: Decision) -> None:
    denied = not decision.allowed
    logger.log(
        logging.INFO if denied or action in TELLING else logging.DEBUG,
        "%s %s by %s of %s%s: %s, policies %s",
        "denied" if denied else "allowed",
        action,
        caller.role,
        _described(resource),
        f" for {use.purpose} on {use.ground}" if use else "",
        ", ".join(decision.policies) or "nothing permits it",
        decision.policy_set,
    )


def _described(resource: Resource) -> str:
    match resource:
        case OfRecord(event, recorded_at):
            return f"{family_of(event)} at {recorded_at}, class {resource.data_class}"
        case OfView(name):
            return f"view {name}"
        case OfLog(part):
            return f"log {part}"
