"""Whether two authors tell one field of one thing differently, and by how much."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from events.data_classes import Sealed
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord

TIMES, NUMBERS, VALUES = "times_differ", "numbers_differ", "values_differ"

NO_ASSERTION = frozenset(
    {"unknown", "not_observed", "cannot_assess", "not_permitted_to_observe", "XX", "UNKNOWN"}
)
"""Codes by which an author says not to know; they agree with anything."""

PRECISION = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}
"""How far two times may lie apart that are told no more exactly than this. For exact ones it is a number."""

Read = Callable[[AnyRecord], Any]
Found = tuple[str, float | None]
"""How accounts differ, and by how many minutes, days or units."""
Differ = Callable[[Sequence[AnyRecord], Sequence[AnyRecord], timedelta], Found | None]
"""How what two authors tell differs, where exact times may lie so far apart."""


def widened(parameters: Parameters) -> timedelta:
    """How far exact times of two accounts may lie apart."""
    return timedelta(minutes=parameters.accounts_minutes)


@dataclass(frozen=True)
class Comparison:
    """One field that accounts of a thing are compared in."""

    field: str
    read: Read
    """The value that a record tells; none where it leaves it open."""
    differ: Differ
    """How what one author tells, in some records, differs from what another tells."""


def compared(field: str, read: Read) -> Comparison:
    """Two authors differ in a field when no value of one is, within its precision, a value of the other.

    A list is one value. What could not be opened is no assertion.
    """

    def differ(mine: Sequence[AnyRecord], theirs: Sequence[AnyRecord], wider: timedelta) -> Found | None:
        found: list[Found] = []
        for first, second in _asserted(read, mine, theirs):
            apart = difference(read(first), read(second), _tolerance(first, second, wider))
            if apart is None:
                return None
            found.append(apart)
        return min(found, key=lambda each: each[1] or 0.0, default=None)

    return Comparison(field, read, differ)


def difference(mine: Any, theirs: Any, tolerance: timedelta | None) -> Found | None:
    """How two values differ; none when they agree."""
    match mine, theirs:
        case datetime(), datetime():
            apart = abs(mine - theirs)
            differ = tolerance is not None and apart > tolerance
            return (TIMES, round(apart.total_seconds() / 60, 1)) if differ else None
        case date(), date():
            return (TIMES, abs((mine - theirs).days) * 1440.0) if mine != theirs else None
        case (bool(), _) | (_, bool()):
            return (VALUES, None) if mine != theirs else None
        case ((int() | Decimal()), (int() | Decimal())):
            return (NUMBERS, abs(float(mine) - float(theirs))) if mine != theirs else None
        case tuple(), tuple():
            return (VALUES, None) if set(mine) != set(theirs) else None
    return (VALUES, None) if mine != theirs else None


def asserts(value: Any) -> bool:
    """Whether a value says something: it is there, could be opened, and is not that nobody knows."""
    if value is None or isinstance(value, Sealed):
        return False
    return not isinstance(value, str) or value.rpartition(":")[2] not in NO_ASSERTION


def _asserted(
    read: Read, mine: Iterable[AnyRecord], theirs: Sequence[AnyRecord]
) -> list[tuple[AnyRecord, AnyRecord]]:
    return [
        (first, second)
        for first in mine
        if asserts(read(first))
        for second in theirs
        if asserts(read(second))
    ]


def _tolerance(first: AnyRecord, second: AnyRecord, wider: timedelta) -> timedelta | None:
    """As wide as the less exact of the two needs; none when one of them is of unknown precision."""
    precision = PRECISION | {"exact": wider}
    found = [precision.get(record.envelope.occurred_precision) for record in (first, second)]
    known = [each for each in found if each is not None]
    return max(known) if len(known) == len(found) else None
