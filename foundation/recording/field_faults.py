"""Says in the words of this platform what pydantic found, without anything that was submitted."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from events.data_classes import PLAIN, SEALED
from foundation.recording.faults import Fault, pointer_to

MOMENT = "write a date and time with offset (RFC 3339), for example 2025-03-01T09:30:00+01:00"
DAY = "write a calendar date as YYYY-MM-DD"
AMOUNT = "write a decimal number as text, for example 1234.50"
WHOLE = "write a whole number, without quotation marks"
TEXT = "write text in quotation marks"
LIST = "write a list in square brackets"
MISSING = ("is required", "add it")
NO_OBJECT = ("must be an object", "write an object in curly brackets")

WORDS: dict[str, tuple[str, str]] = {
    "missing": MISSING,
    "extra_forbidden": ("is not a field of this record", "remove it or check its spelling"),
    "literal_error": ("is not one of the allowed codes", "use one of: {expected}"),
    "string_type": ("must be text", TEXT),
    "string_too_short": ("is too short", "write at least {min_length} characters, or leave the field out"),
    "string_too_long": ("is too long", "write at most {max_length} characters"),
    "string_pattern_mismatch": ("does not have the right form", "write it so that it matches {pattern}"),
    "int_type": ("must be a whole number", WHOLE),
    "int_from_float": ("must be a whole number", WHOLE),
    "int_parsing_size": ("is too large a number", "write a number up to 9007199254740991"),
    "greater_than_equal": ("is too small", "write a number of at least {ge}"),
    "less_than_equal": ("is too large", "write a number of at most {le}"),
    "bool_type": ("must be true or false", "write true or false, without quotation marks"),
    "tuple_type": ("must be a list", LIST),
    "too_short": ("has too few items", "give at least {min_length}"),
    "too_long": ("has too many items", "give at most {max_length}"),
    "model_type": NO_OBJECT,
    "model_attributes_type": NO_OBJECT,
    "year_out_of_range": ("is of a year before 1900 or after 2200", "correct the year"),
    "timezone_aware": ("has no offset from UTC", MOMENT),
}
FAMILIES: dict[str, tuple[str, str]] = {
    "datetime": ("is not a date and time", MOMENT),
    "date": ("is not a calendar date", DAY),
    "decimal": ("is not an amount", AMOUNT),
    "finite": ("is not an amount", AMOUNT),
}
OTHERWISE = ("does not have the form that the contract asks for", "see the schema of this event")


def field_faults(error: ValidationError, above: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Every fault that pydantic names, with the path of what was read put before theirs.

    Except those inside a value that is refused for being sealed.
    """
    for found in error.errors(include_url=False, include_input=False):
        if SEALED not in found["loc"]:
            path = tuple(part for part in found["loc"] if part != PLAIN)
            yield Fault(pointer_to((*above, *path)), *_words(found["type"], found.get("ctx", {})))


def _words(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    if kind == "value_error":
        return str(context["error"]), "correct it"
    what, remedy = WORDS.get(kind) or FAMILIES.get(kind.partition("_")[0]) or OTHERWISE
    return what, remedy.format_map(context)
