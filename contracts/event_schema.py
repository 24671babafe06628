"""The contract of an event's data: JSON Schema 2020-12, as it is stored and sent.

A stored event leaves out what was not stated, so no property may be null. A field that is not open
holds its value before sealing, and the sealed form after.
"""

from typing import Any

from pydantic import BaseModel

from events.base import Event
from events.data_classes import data_class_of
from events.structures import Attachment, ChecklistAnswer, PlanComponent, RssAnswer, TeamCount

STRUCTURES: dict[str, type[BaseModel]] = {
    structure.__name__: structure
    for structure in (Attachment, ChecklistAnswer, PlanComponent, RssAnswer, TeamCount)
}


def event_schema(event: type[Event]) -> dict[str, Any]:
    """The schema of `data` for one event class, with its data classes and its place in the catalogue."""
    raw = event.model_json_schema()
    for name, definition in raw.get("$defs", {}).items():
        if name in STRUCTURES:
            _mark(definition, STRUCTURES[name])
    _mark(raw, event)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.event_name(),
        "description": raw.pop("description"),
        "x-type": event.wire_type(),
        "x-service": event.about.service,
        "x-accepted-by": list(event.about.accepted_by),
        "x-asserted-by": list(event.about.asserted_by),
        "x-subjects": list(event.about.subjects),
        "x-areas": list(event.about.areas),
    }
    cleaned: dict[str, Any] = _without_null(raw)
    return head | {name: value for name, value in cleaned.items() if name not in head}


def _mark(schema: dict[str, Any], model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        schema["properties"][name].pop("title", None)
        schema["properties"][name]["x-data-class"] = data_class_of(field).value


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {
        key: _without_null(value) for key, value in node.items() if not (key == "default" and value is None)
    }
    for choice in ("anyOf", "oneOf"):
        options = [option for option in node.get(choice, []) if option != {"type": "null"}]
        if choice in node and len(options) == 1:
            node = options[0] | {key: value for key, value in node.items() if key != choice}
        elif choice in node:
            node[choice] = options
    return node
