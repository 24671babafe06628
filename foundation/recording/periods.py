"""The periods that events and their structures state, and whether one ends before it begins."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, get_args

from events.base import Structure

PERIODS: tuple[tuple[str, str], ...] = (
    ("from_at", "to_at"),
    ("observed_from", "observed_to"),
    ("period_from", "period_to"),
    ("refused_at", "later_granted_at"),
    ("seen_from", "seen_until"),
    ("started_at", "ended_at"),
    ("started_on", "ended_on"),
    ("starts_on", "ends_on"),
    ("valid_from", "valid_until"),
)
"""Names of the fields that begin and end one period, wherever they stand together.

A deadline, a plan or an estimate is no end of a period: it may have passed already, which is worth knowing.
"""


def reversed_periods(stated: Structure, pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """Where a period ends before it begins: pointer to its holder, names of its begin and of its end."""
    begins_and_ends, groups = _periods_of(type(stated)), _groups_of(type(stated))
    for begin, end in begins_and_ends:
        first, last = getattr(stated, begin), getattr(stated, end)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield pointer, begin, end
    for name in groups:
        value = getattr(stated, name)
        if isinstance(value, Structure):
            yield from reversed_periods(value, f"{pointer}/{name}")
        elif isinstance(value, tuple):
            for number, member in enumerate(value):
                yield from reversed_periods(member, f"{pointer}/{name}/{number}")


@cache
def _periods_of(kind: type[Structure]) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in PERIODS if set(pair) <= kind.model_fields.keys())


@cache
def _groups_of(kind: type[Structure]) -> tuple[str, ...]:
    """Fields of a structure that hold structures with periods."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if any(_periods_of(inner) or _groups_of(inner) for inner in structures_in(field.annotation))
    )


def structures_in(annotation: Any) -> Iterator[type[Structure]]:
    """The structures that the type of a field names."""
    if isinstance(annotation, type) and issubclass(annotation, Structure):
        yield annotation
    for inner in get_args(annotation):
        yield from structures_in(inner)
