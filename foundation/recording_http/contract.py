"""The OpenAPI side of the interface: what is submitted and answered, taken from the event classes."""

from collections.abc import Collection
from typing import Any

from pydantic.json_schema import models_json_schema

from events.base import Event
from events.cloudevents import ATTRIBUTES, LISTS
from events.ids import UUID_PATTERN
from foundation.problems import problem as problems
from foundation.recording.forms import record_model
from foundation.recording_http.requests import BATCH_ITEMS

SCHEMAS = "#/components/schemas/"
JSON = "application/json"
CLOUD_EVENT = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"

RECEIPT: dict[str, Any] = {
    "title": "Receipt",
    "description": "Proves, with the audit log, that the record was filed.",
    "type": "object",
    "required": ["event_id", "service", "sequence", "recorded_at", "leaf_hash"],
    "properties": {
        "event_id": {"type": "string"},
        "service": {"type": "string"},
        "sequence": {"type": "integer", "minimum": 1, "description": "Position in the log of the service."},
        "recorded_at": {"type": "string", "format": "date-time"},
        "leaf_hash": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "RFC 6962 hash of the record's leaf in the audit log.",
        },
        "dropped": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Fields of which nothing is kept, because the person was erased (JSON pointers).",
        },
    },
}
RESULT: dict[str, Any] = {
    "title": "Result",
    "description": "What became of one item of a batch, with the status that it would have had alone.",
    "type": "object",
    "required": ["status"],
    "properties": {
        "status": {"type": "integer"},
        "receipt": {"$ref": f"{SCHEMAS}Receipt"},
        "problem": {"$ref": f"{SCHEMAS}Problem"},
    },
}
STORED: dict[str, Any] = {
    "title": "StoredRecord",
    "description": "The structured CloudEvent as stored, values that are not open sealed, with its sequence.",
    "type": "object",
    "required": ["specversion", "id", "source", "type", "data", "sequence"],
    "properties": {"sequence": {"type": "integer", "minimum": 1}},
}
HEALTH: dict[str, Any] = {
    "title": "Health",
    "type": "object",
    "required": ["status"],
    "properties": {"status": {"const": "ok"}},
}
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}
SECURITY = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}


def components(kinds: Collection[type[Event]]) -> dict[str, Any]:
    """Every schema that the operations on these kinds of events refer to."""
    _, document = models_json_schema(
        [(record_model(kind), "validation") for kind in kinds], ref_template=SCHEMAS + "{model}"
    )
    schemas: dict[str, Any] = _without_sealed(document["$defs"])
    del schemas["Sealed"]
    schemas |= {
        cloud_event_name(kind): _cloud_event(kind, schemas[record_model(kind).__name__]) for kind in kinds
    }
    fixed = {"Problem": problems.SCHEMA, "Receipt": RECEIPT, "Result": RESULT}
    return {
        "schemas": dict(sorted((schemas | fixed | {"StoredRecord": STORED, "Health": HEALTH}).items())),
        "securitySchemes": SECURITY,
    }


def cloud_event_name(kind: type[Event]) -> str:
    """Name of the schema of an event submitted as a CloudEvent."""
    return f"{kind.__name__}CloudEvent"


def record_operation(kind: type[Event]) -> dict[str, Any]:
    """Request and security of the operation that records one kind of event."""
    return _operation(
        {
            JSON: {"schema": {"$ref": SCHEMAS + record_model(kind).__name__}},
            CLOUD_EVENT: {"schema": {"$ref": SCHEMAS + cloud_event_name(kind)}},
        }
    )


def batch_operation(kinds: Collection[type[Event]]) -> dict[str, Any]:
    """Request and security of the operation that records many events."""
    schemas = [{"$ref": SCHEMAS + cloud_event_name(kind)} for kind in kinds]
    schema = {"type": "array", "maxItems": BATCH_ITEMS, "items": {"anyOf": schemas}}
    return _operation({BATCH: {"schema": schema}})


def show_operation() -> dict[str, Any]:
    """Parameters and security of the operation that shows a record."""
    event_id = {"type": "string", "pattern": f"^(EVT-)?{UUID_PATTERN}$"}
    parameter = {"name": "event_id", "in": "path", "required": True, "schema": event_id}
    return SECURED | {"parameters": [parameter]}


def batch_answers(problem_kinds: tuple[problems.Kind, ...]) -> dict[int | str, Any]:
    """Documented answers of the operation that records many events."""
    results = {"type": "array", "items": {"$ref": f"{SCHEMAS}Result"}}
    good = {"description": "A result for each item, in order.", "content": {JSON: {"schema": results}}}
    return {207: good, **answers(problem_kinds=problem_kinds)}


def answers(
    *good: tuple[int, str, str, str], problem_kinds: tuple[problems.Kind, ...]
) -> dict[int | str, Any]:
    """Documented answers: status, meaning, media type and schema of the good ones, then the problems."""
    documented: dict[int | str, Any] = {
        status: {"description": meaning, "content": {media: {"schema": {"$ref": SCHEMAS + schema}}}}
        for status, meaning, media, schema in good
    }
    problem = {problems.MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}}}
    return documented | {
        kind.status: {"description": kind.title, "content": problem} for kind in problem_kinds
    }


def _operation(contents: dict[str, Any]) -> dict[str, Any]:
    return SECURED | {"requestBody": {"required": True, "content": contents}}


def _cloud_event(kind: type[Event], record: dict[str, Any]) -> dict[str, Any]:
    """The schema of a record, with the names and the text lists of CloudEvents."""
    fields = record["properties"]
    text = {"type": "string", "minLength": 1}
    properties = {
        ATTRIBUTES[name]: text | {"description": "Separated by single spaces."} if name in LISTS else schema
        for name, schema in fields.items()
        if name in ATTRIBUTES
    }
    fixed = {
        "specversion": {"const": "1.0"},
        "type": {"const": kind.wire_type()},
        "source": text | {"format": "uri-reference", "maxLength": 2000},
        "subject": text,
        "datacontenttype": {"const": JSON},
        "dataschema": text | {"format": "uri-reference"},
        "partitionkey": text,
        "data": fields["data"],
    }
    required = [ATTRIBUTES.get(name, name) for name in record["required"]]
    return {
        "title": cloud_event_name(kind),
        "description": record.get("description", ""),
        "type": "object",
        "additionalProperties": False,
        "required": ["specversion", "type", "source", *required],
        "properties": properties | fixed,
    }


def _without_sealed(schema: Any) -> Any:
    """The schema without the choice to submit a sealed value: only the platform seals."""
    if isinstance(schema, list):
        return [_without_sealed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {name: _without_sealed(inner) for name, inner in schema.items()}
    choices = [choice for choice in rest.pop("oneOf", []) if choice != {"$ref": f"{SCHEMAS}Sealed"}]
    if len(choices) == 1:
        return choices[0] | rest
    return rest | ({"oneOf": choices} if choices else {})
