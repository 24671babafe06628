"""Reads JSON as RFC 8259 and I-JSON (RFC 7493) have it: UTF-8, no key twice, not too deep."""

import json
import math
from collections.abc import Iterator
from typing import Any

from foundation.recording.faults import Fault, RefusedError, pointer_to

DEEPEST = 20
"""Most levels of lists and objects in one submission; events need four."""


def read_json(raw: bytes) -> Any:
    """The value in these bytes. Raises RefusedError."""
    doubled: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) != len(pairs):
            names = [name for name, _ in pairs]
            doubled.extend(name for name in value if names.count(name) > 1)
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
