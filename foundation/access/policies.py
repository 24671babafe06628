"""A set of Cedar policies, parsed once, and the decisions that follow from it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

import cedarpy

from foundation.access import entities
from foundation.access.asking import Action, Decision, Resource, Use
from foundation.identity.caller import Caller

SCHEMA = "schema.cedarschema"


class PolicyError(Exception):
    """The policies cannot be used. One line for each fault."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy says of itself."""

    id: str
    clause: str
    """What it implements: an article, a section, a rule."""
    says: str
    """Its content in a sentence."""
    effect: Literal["permit", "forbid"]


class Policies:
    """Decides. Whatever no policy permits is denied, and so is whatever a policy forbids.

    Safe to call from many threads; the same question always gets the same answer.
    """

    def __init__(self, texts: Mapping[str, str], schema: str) -> None:
        whole = "\n".join(texts[name] for name in sorted(texts))
        self.policies = _checked(whole, schema)
        known = json.dumps(entities.known(), sort_keys=True)
        self.digest = sha256(f"{whole}\0{known}".encode()).hexdigest()
        self._engine = cedarpy.PolicySet.from_str(whole)
        self._known = cedarpy.Entities.from_json_str(known)

    def decide(self, caller: Caller, action: Action, resource: Resource, use: Use | None = None) -> Decision:
        """The decision. A policy that cannot be evaluated denies, since it may be one that forbids."""
        return self.decide_each(caller, resource, [(action, use)])[0]

    def decide_each(
        self, caller: Caller, resource: Resource, asked: Sequence[tuple[Action, Use | None]]
    ) -> list[Decision]:
        """A decision for each action, in order, with less work than one by one."""
        of_request = [entities.caller_entity(caller), *entities.resource_entities(resource)]
        requests = [
            {
                "principal": entities.CALLER,
                "action": {"type": "Action", "id": action},
                "resource": entities.resource_uid(resource),
                "context": entities.context(use),
            }
            for action, use in asked
        ]
        known = self._known.with_added_json_str(json.dumps(of_request))
        return [self._told(result) for result in cedarpy.is_authorized_batch(requests, self._engine, known)]

    def _told(self, result: cedarpy.AuthzResult) -> Decision:
        names = result.diagnostics.id_annotations_by_reason
        allowed = result.allowed and not result.diagnostics.errors
        return Decision(allowed, tuple(sorted(filter(None, names.values()))), self.digest)


def read_policies(folder: Path) -> Policies:
    """The policies in a folder, `*.cedar` with their schema. Raises PolicyError."""
    try:
        texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.cedar")}
        schema = (folder / SCHEMA).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"{folder}: {error}; restore the folder of policies") from None
    return Policies(texts, schema)


def _checked(text: str, schema: str) -> Mapping[str, Policy]:
    """The policies by id. Raises PolicyError for one that does not fit the schema or say what it is."""
    faults = [str(error) for error in cedarpy.validate_policies(text, schema).errors]
    if faults:
        raise PolicyError("\n".join(faults))
    found: dict[str, Policy] = {}
    for name, policy in json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].items():
        notes = policy.get("annotations", {})
        said = Policy(notes.get("id"), notes.get("clause"), notes.get("says"), policy["effect"])
        missing = [note for note in ("id", "clause", "says") if not notes.get(note)]
        if missing or said.id in found:
            faults.append(f"{said.id or name}: needs an @id of its own, a @clause and a sentence under @says")
        found[said.id] = said
    if faults or not found:
        raise PolicyError("\n".join(faults) or "there are no policies; nothing would be allowed")
    return found
