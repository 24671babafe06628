"""The page docs/events.md: every event with its fields, and the lists that fields refer to, for people."""

from collections.abc import Iterator
from typing import Any

from contracts.code_lists import code_families
from contracts.event_schema import event_schema
from contracts.list_sections import checklist_sections, code_sections, instrument_sections
from events.base import Event
from events.catalogue import EVENTS

FAMILIES = code_families()
LISTS = {codes.codes: codes.name for family in FAMILIES for codes in family.lists}
"""Codes to the name of their list; a schema states the codes alone."""


def catalogue_page() -> str:
    """Markdown of the whole catalogue: events in life-cycle order, then the lists they refer to."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Events"
    yield ""
    yield "Generated from the classes in `events/` by `make contracts`. Who asserts an event, when and how"
    yield "they know is in the envelope (`events/envelope.py`), which every event carries beside"
    yield "these fields. Below the events stand [code lists](#code-lists), [checklists](#checklists) and"
    yield "[survey instruments](#survey-instruments)."
    for event in EVENTS:
        yield from _section(event)
    yield from code_sections(FAMILIES)
    yield from checklist_sections()
    yield from instrument_sections()


def _section(event: type[Event]) -> Iterator[str]:
    schema = event_schema(event)
    about = event.about
    yield ""
    yield f"## {event.event_name()}"
    yield ""
    yield " ".join(schema["description"].split())
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
            " ".join(field.get("description", "").split()),
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
        name = LISTS[tuple(field["enum"])]
        return f"[{name}](#{name.lower()})"
    if field.get("type") == "array":
        return f"list of {_form(field['items'])}"
    return str(field.get("format", field.get("type")))
