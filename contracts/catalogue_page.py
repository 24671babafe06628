"""The page docs/events.md: every event with its fields, for people."""

from collections.abc import Iterator
from typing import Any

from contracts.event_schema import event_schema
from events.base import Event
from events.catalogue import EVENTS


def catalogue_page() -> str:
    """Markdown of the whole catalogue, in life-cycle order."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Events"
    yield ""
    yield "Generated from the classes in `events/` by `make contracts`. Who asserts an event, when and how"
    yield "they know is in the envelope (`events/envelope.py`), which every event carries beside"
    yield "these fields."
    for event in EVENTS:
        yield from _section(event)


def _section(event: type[Event]) -> Iterator[str]:
    schema = event_schema(event)
    about = event.about
    yield ""
    yield f"## {event.event_name()}"
    yield ""
    yield str(schema["description"])
    yield ""
    yield f"* type: `{event.wire_type()}`"
    yield f"* owned by `{about.service}`, recorded at {_codes(about.accepted_by)}"
    yield f"* subjects: {_codes(about.subjects)}; asserted by: {_codes(about.asserted_by)}"
    yield f"* areas: {_codes(about.areas)}"
    yield ""
    yield "| field | form | class | required | meaning |"
    yield "|---|---|---|---|---|"
    required = schema["required"]
    for name, field in schema["properties"].items():
        cells = (
            f"`{name}`",
            _form(field),
            str(field["x-data-class"]),
            "yes" if name in required else "",
            str(field.get("description", "")),
        )
        yield f"| {' | '.join(cells)} |"


def _codes(values: tuple[str, ...]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _form(field: dict[str, Any]) -> str:
    if "oneOf" in field:
        return _form(field["oneOf"][0])
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return " / ".join(str(code) for code in field["enum"])
    if field.get("type") == "array":
        return f"list of {_form(field['items'])}"
    return str(field.get("format", field.get("type")))
