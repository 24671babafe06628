"""Callers, records and the rest as entities of the policy language (Cedar's JSON form)."""

from typing import Any

from events.base import SERVICES
from events.catalogue import EVENTS
from foundation.access.asking import OfLog, OfRecord, OfView, Resource, Use, family_of
from foundation.access.kinds import KIND_OF, KINDS
from foundation.identity.caller import Caller

Entity = dict[str, Any]

CALLER, RECORD = {"type": "Caller", "id": "caller"}, {"type": "Record", "id": "record"}
"""A request has one of each; policies look at what they are, not at which one it is."""


def known() -> list[Entity]:
    """What stands in every request: kinds with their roles, services with the families of their events."""
    return [
        *(_entity("Kind", kind) for kind in KINDS),
        *(_entity("Role", role, parents=[_uid("Kind", kind)]) for role, kind in KIND_OF.items()),
        *(_entity("Service", service) for service in SERVICES),
        *(
            _entity("Family", family, parents=[_uid("Service", service)])
            for family, service in sorted({(family_of(event), event.about.service) for event in EVENTS})
        ),
    ]


def caller_entity(caller: Caller) -> Entity:
    """Who asks. Neither user nor token is told to the policies."""
    attributes: dict[str, Any] = {
        "role": _reference("Role", caller.role),
        "speaks_for": [_reference("Role", role) for role in sorted(caller.may_assert)],
        "transcribes": sorted(caller.transcribes),
        "acts_for": sorted(caller.acts_for),
        "scopes": [_reference("Scope", scope) for scope in sorted(caller.scopes)],
    }
    if caller.body is not None:
        attributes["body"] = caller.body
    return {"uid": CALLER, "attrs": attributes, "parents": [_uid("Role", caller.role)]}


def resource_uid(resource: Resource) -> dict[str, str]:
    """Which entity a request is about."""
    match resource:
        case OfRecord():
            return RECORD
        case OfView(name):
            return _uid("View", name)
        case OfLog(part):
            return _uid("LogPart", part)


def resource_entities(resource: Resource) -> list[Entity]:
    """What a request is about; parts of the log are only names."""
    match resource:
        case OfRecord():
            return [_record(resource)]
        case OfView(name, services, data_class):
            parents = [_uid("Service", service) for service in services]
            return [_entity("View", name, {"data_class": _reference("DataClass", data_class)}, parents)]
        case OfLog():
            return []


def context(use: Use | None) -> dict[str, Any]:
    """What the request is for."""
    if use is None:
        return {}
    return {"purpose": _reference("Purpose", use.purpose), "ground": _reference("Ground", use.ground)}


def _record(record: OfRecord) -> Entity:
    attributes: dict[str, Any] = {
        "data_class": _reference("DataClass", record.data_class),
        "asserted_by_role": _reference("Role", record.asserted_by_role),
        "accounts_of": [_reference("Role", role) for role in record.event.about.asserted_by],
        "reporter_protected": record.reporter_protected,
        "names_reporter": record.names_reporter,
        "about": sorted(record.about),
    }
    if record.asserted_by_body is not None:
        attributes["asserted_by_body"] = record.asserted_by_body
    parents = [_uid("Family", family_of(record.event)), _uid("Service", record.recorded_at)]
    return {"uid": RECORD, "attrs": attributes, "parents": parents}


def _entity(
    kind: str, name: str, attributes: Entity | None = None, parents: list[Entity] | None = None
) -> Entity:
    return {"uid": _uid(kind, name), "attrs": attributes or {}, "parents": parents or []}


def _uid(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


def _reference(kind: str, name: str) -> dict[str, dict[str, str]]:
    return {"__entity": _uid(kind, name)}
