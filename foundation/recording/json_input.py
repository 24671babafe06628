"""Reads JSON as RFC 8259 and I-JSON (RFC 7493) have it: UTF-8, no key twice, not too deep or wide."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from foundation.recording.faults import Fault, RefusedError, pointer_to

DEEPEST = 20
"""Most levels of lists and objects in one submission; events need four."""
MOST_VALUES = 10_000
"""Most members and items in one record: room for a thousand subjects and a thousand answers. A megabyte of
tiny values would take hundreds of megabytes as objects and as faults, and seconds to refuse."""
SEPARATOR = re.compile(rb'([,\[{])|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
"""What stands before a value; or else a string, which may have no end."""


def read_json(raw: bytes, most_values: int = MOST_VALUES) -> Any:
    """The value in these bytes. Raises RefusedError."""
    if _holds_more_separators(raw, most_values):
        raise RefusedError([too_many(most_values)])
    doubled: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            times = Counter(name for name, _ in pairs)
            doubled.extend(name for name in value if times[name] > 1)
        return value

    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=unique, parse_float=_finite, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError:
        raise _refused("is not UTF-8", "send the text in UTF-8") from None
    except RecursionError:
        raise _refused(*_TOO_DEEP) from None
    except ValueError:
        raise _refused("is not JSON", "send one JSON document (RFC 8259)") from None
    if doubled:
        raise RefusedError(
            Fault(
                "", f"has the key {pointer_to([name])[1:]} more than once in one object", "name each key once"
            )
            for name in sorted(set(doubled))
        )
    if raw.count(b"[") + raw.count(b"{") > DEEPEST and _depth_exceeds(value, DEEPEST):
        raise _refused(*_TOO_DEEP)
    return value


def too_many(most: int) -> Fault:
    """The fault of a document with more values than that."""
    return Fault("", f"holds more than {most} values", "send fewer at a time")


def has_more_values(value: Any, most: int = MOST_VALUES) -> bool:
    """Whether a parsed document has more members and items than that."""
    left, waiting = most, [value] if isinstance(value, (dict, list)) else []
    while waiting and left >= 0:
        outer = waiting.pop()
        inner = outer.values() if isinstance(outer, dict) else outer
        left -= len(outer)
        waiting += [each for each in inner if isinstance(each, (dict, list))]
    return left < 0


def sealed_places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Paths of the objects that have the form of a sealed value."""
    if isinstance(value, dict):
        if len(value) == 1 and "sealed" in value:
            yield path
        for name, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield from sealed_places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from sealed_places(inner, (*path, index))


_TOO_DEEP = (f"is nested more than {DEEPEST} levels deep", "send the fields of the contract only")


def _holds_more_separators(raw: bytes, most: int) -> bool:
    """Whether more than so many stand outside of strings. Takes no memory, whatever the text."""
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") <= most:
        return False
    found = (match for match in SEPARATOR.finditer(raw) if match.lastindex)
    return next(islice(found, most, None), None) is not None


def _refused(what: str, remedy: str) -> RefusedError:
    return RefusedError([Fault("", what, remedy)])


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number that no reader can hold")
    return number


def _refuse_constant(_name: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = (
            [
                inner
                for outer in level
                for inner in (outer.values() if isinstance(outer, dict) else outer)
                if isinstance(inner, (dict, list))
            ]
            if isinstance(value, (dict, list))
            else []
        )
        if not level:
            return False
    return True
