"""What travels on the topic of a service: AsyncAPI 3.0, one message per event that may be recorded there."""

from typing import Any

from contracts.event_schema import event_schema
from events.base import Event, Service, kebab
from events.catalogue import accepted_at
from events.cloudevents import ATTRIBUTES
from events.envelope import CATALOGUE_VERSION
from events.kafka_binding import dead_letters, topic

ALWAYS = (
    "id",
    "time",
    "type",
    "source",
    "subject",
    "subjects",
    "specversion",
    "dataschema",
    "partitionkey",
    "recordedtime",
    "schemaversion",
    "occurredprecision",
    "phase",
    "country",
    "assertedbyrole",
    "recordedby",
    "sourcekinds",
    "sequence",
)


def asyncapi(service: Service) -> dict[str, Any]:
    """The document of one service's topic."""
    events = accepted_at(service)
    name = topic(service)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"Returnwatch {kebab(service)} events",
            "version": CATALOGUE_VERSION,
            "description": (
                "Immutable records, at least once and in order per partition key. "
                f"What a reader cannot handle goes to {dead_letters(name)}."
            ),
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {
            name: {
                "address": name,
                "messages": {
                    kebab(event.event_name()): {"$ref": f"#/components/messages/{kebab(event.event_name())}"}
                    for event in events
                },
                "bindings": {"kafka": {"topic": name, "bindingVersion": "0.5.0"}},
            }
        },
        "operations": {
            f"publish-{kebab(service)}": {"action": "send", "channel": {"$ref": f"#/channels/{name}"}}
        },
        "components": {
            "messages": {kebab(event.event_name()): _message(event) for event in events},
            "schemas": {"CloudEventHeaders": _headers()},
        },
    }


def _message(event: type[Event]) -> dict[str, Any]:
    schema = event_schema(event)
    return {
        "name": event.wire_type(),
        "title": event.event_name(),
        "summary": schema["description"],
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": {
            "schemaFormat": "application/schema+json;version=draft-2020-12",
            "schema": {
                "$ref": f"../events/{event.about.service}/{kebab(event.__name__)}.v{event.about.version}.json"
            },
        },
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }


def _headers() -> dict[str, Any]:
    names = sorted({*ALWAYS, *ATTRIBUTES.values(), "sealed"})
    return {
        "type": "object",
        "required": [f"ce_{name}" for name in sorted(ALWAYS)],
        "properties": {f"ce_{name}": {"type": "string"} for name in names},
    }
