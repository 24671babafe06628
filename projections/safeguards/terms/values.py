"""Reading values that may be sealed, absent or lists."""

from collections.abc import Iterable
from typing import TypeVar

from events.base import Event, Structure
from events.data_classes import DataClass, Sealed, data_class_of
from projections.safeguards.judging.record import Record

T = TypeVar("T")
E = TypeVar("E", bound=Event)


def plain(value: T | Sealed | None) -> T | None:
    """A value that could be opened. One that could not is no assertion, as if it were absent."""
    return None if isinstance(value, Sealed) else value


def listed_in(value: tuple[T, ...] | Sealed | None) -> tuple[T, ...]:
    """A list that could be opened; an absent one is empty."""
    return plain(value) or ()


def latest(records: Iterable[Record[E]]) -> Record[E] | None:
    """The record of the latest fact."""
    return max(records, key=lambda record: record.order, default=None)


def earliest(records: Iterable[Record[E]]) -> Record[E] | None:
    """The record of the earliest fact."""
    return min(records, key=lambda record: record.order, default=None)


def holds_closed(value: Structure) -> bool:
    """Whether a field that is not open is filled, sealed or not; empty lists and texts fill none."""
    for name, field in type(value).model_fields.items():
        told = getattr(value, name)
        if told is None or told in ((), ""):
            continue
        if data_class_of(field) is not DataClass.OPEN:
            return True
        parts = told if isinstance(told, tuple) else (told,)
        if any(isinstance(part, Structure) and holds_closed(part) for part in parts):
            return True
    return False
