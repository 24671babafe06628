"""Examples of every event, and the ways to spoil one: what has to be refused, and where its fault is."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import AwareDatetime

from events.base import Event, kebab
from events.codes.common import ActorRole
from events.envelope import Statement
from events.ids import PREFIXES, UUID_PATTERN
from foundation.clock import uuid7
from tests.integration.http.serving import EXAMPLES

Record = dict[str, Any]
Spoilt = Iterator[tuple[str, Record]]
"""Pointer to the fault, and the record that has it."""

NO_CODE = "no_such_code"
NO_OFFSET = "2025-03-18T10:42:00"
ID = re.compile(rf"\^([A-Z]+)-{re.escape(UUID_PATTERN)}\$")


def examples(event: type[Event]) -> list[Record]:
    """The published examples of an event, each under a new id."""
    paths = (EXAMPLES / event.about.service).glob(f"{kebab(event.__name__)}.v{event.about.version}.*.json")
    return [json.loads(path.read_text()) | {"event_id": f"EVT-{uuid7()}"} for path in sorted(paths)]


def without_a_required_field(event: type[Event]) -> Spoilt:
    """Every required field of the event left out, one at a time."""
    for name, field in event.model_fields.items():
        if field.is_required():
            spoilt = _fresh(event)
            del spoilt["data"][name]
            yield f"/data/{name}", spoilt


def with_an_unknown_field(event: type[Event]) -> Spoilt:
    """A field that nobody declared, in the event and beside it."""
    yield _with(event, "/data", "colour", "red")
    yield _with(event, "", "colour", "red")


def with_an_unknown_code(event: type[Event]) -> Spoilt:
    """Every field of a code list filled with another word, one at a time."""
    yield _with(event, "", "phase", NO_CODE)
    for name in _fields(event, _is_code):
        yield _with(event, "/data", name, NO_CODE)


def with_a_wrong_id_prefix(event: type[Event]) -> Spoilt:
    """Every id replaced by that of another kind of subject, one at a time; the leading subject too."""
    foreign = next(kind for kind in PREFIXES if kind not in event.about.subjects)
    pointer, spoilt = _with(event, "", "subject_ids", [f"{PREFIXES[foreign]}-{uuid7()}"])
    yield f"{pointer}/0", spoilt
    for name, prefix in _id_fields(event):
        other = next(one for one in PREFIXES.values() if one != prefix)
        yield _with(event, "/data", name, f"{other}-{uuid7()}")


def with_a_time_without_offset(event: type[Event]) -> Spoilt:
    """Every time given without offset, one at a time."""
    yield _with(event, "", "occurred_at", NO_OFFSET)
    for name in _fields(event, lambda annotation: annotation is AwareDatetime):
        yield _with(event, "/data", name, NO_OFFSET)


SPOILING: tuple[Callable[[type[Event]], Spoilt], ...] = (
    without_a_required_field,
    with_an_unknown_field,
    with_an_unknown_code,
    with_a_wrong_id_prefix,
    with_a_time_without_offset,
)


def unfit_role(event: type[Event]) -> ActorRole:
    """A role whose account the event cannot be."""
    return next(role for role in get_args(ActorRole) if role not in event.about.asserted_by)


def _fresh(event: type[Event]) -> Record:
    return deepcopy(_first(event)) | {"event_id": f"EVT-{uuid7()}"}


@cache
def _first(event: type[Event]) -> Record:
    return examples(event)[0]


def _with(event: type[Event], holder: str, name: str, value: Any) -> tuple[str, Record]:
    spoilt = _fresh(event)
    of, model = (spoilt["data"], event) if holder else (spoilt, Statement)
    field = model.model_fields.get(name)
    listed = field is not None and any(get_origin(one) is tuple for one in _parts(field.annotation))
    of[name] = [value] if listed and not isinstance(value, list) else value
    return f"{holder}/{name}" + ("/0" if listed and not isinstance(value, list) else ""), spoilt


def _fields(event: type[Event], wanted: Callable[[Any], bool]) -> list[str]:
    """Fields whose type, or the type of whose items, is wanted; those of structures are not looked into."""
    return [
        name
        for name, field in event.model_fields.items()
        if any(wanted(part) for part in _parts(field.annotation))
    ]


def _is_code(annotation: Any) -> bool:
    return get_origin(annotation) is Literal


def _id_fields(event: type[Event]) -> list[tuple[str, str]]:
    fields = event.model_fields.items()
    found = [(name, ID.search(f"{field.annotation} {field.metadata}")) for name, field in fields]
    return [(name, match.group(1)) for name, match in found if match]


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)
