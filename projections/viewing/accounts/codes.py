"""Which fields of an event hold codes, times, numbers and ids rather than text, and these as JSON values."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from events.base import Event, Structure
from events.data_classes import DataClass, Sealed, data_class_of
from events.values import Line, Text
from projections.safeguards.terms.values import holds_closed

WITHHELD = "withheld"
"""Stands for a value that is not open; reading it needs opening with a purpose."""

FREE = frozenset(id(mark) for text in (Line, Text) for mark in get_args(text)[1:])
"""The marks by which the type of a text is known."""


@cache
def coded(event: type[Event]) -> Mapping[str, DataClass]:
    """Field to class for every field that holds no text and no group of fields."""
    hints = get_type_hints(event, include_extras=True)
    return {
        name: data_class_of(field)
        for name, field in event.model_fields.items()
        if not _is_text_or_group(hints[name])
    }


def open_codes(event: Event) -> dict[str, Any]:
    """Filled open fields that hold codes, times, numbers or ids."""
    return {
        name: json_value(value)
        for name, data_class in coded(type(event)).items()
        if data_class is DataClass.OPEN and (value := getattr(event, name)) is not None
    }


def closed_fields(event: Event) -> dict[str, list[str]]:
    """Class to the filled fields that are not shown: closed ones, and groups with a closed part."""
    found: dict[str, list[str]] = {}
    for name, field in type(event).model_fields.items():
        told = getattr(event, name)
        if told is None or told in ((), ""):
            continue
        data_class = data_class_of(field)
        if data_class is not DataClass.OPEN:
            found.setdefault(data_class.value, []).append(name)
        elif _has_closed_part(told):
            found.setdefault("in_part", []).append(name)
    return found


def json_value(value: Any) -> Any:
    """A value of a field for a row; a sealed one is withheld."""
    match value:
        case Sealed():
            return WITHHELD
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple() | frozenset() | set():
            return sorted(map(json_value, value), key=str)
        case _:
            return value


def _has_closed_part(told: Any) -> bool:
    parts = told if isinstance(told, tuple) else (told,)
    return any(isinstance(part, Structure) and holds_closed(part) for part in parts)


def _is_text_or_group(hint: Any) -> bool:
    if get_origin(hint) is Annotated:
        inner, *marks = get_args(hint)
        return any(id(mark) in FREE for mark in marks) or _is_text_or_group(inner)
    if isinstance(hint, type):
        return issubclass(hint, Structure)
    return any(_is_text_or_group(inner) for inner in get_args(hint))
