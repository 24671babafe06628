"""One date by which something must be done, and who says so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

Dated = tuple[str, datetime]
"""A kind of contact or deadline with its moment."""


@dataclass(frozen=True)
class DueDate:
    """One date by which something must be done about the subject."""

    kind: str
    moment: datetime
    reason: str
    safeguard: str | None
    open_for: tuple[str, ...]
    """Sides by whose accounts it is open; empty when nobody speaks on the matter."""
    done_for: tuple[str, ...]
    """Sides by whose accounts it was done, or falls on another date."""
    numbers: tuple[str, ...] = ()
    """Names of the numbers on which it rests."""


def due_dates(
    dated: Mapping[str, Iterable[Dated]], reason: str, safeguard: str | None, numbers: Iterable[str] = ()
) -> Iterator[DueDate]:
    """One due date for each kind and moment that any side leaves open.

    The side that is an empty text stands for all records together, where no side speaks on the matter.
    """
    by_side = {side: set(each) for side, each in dated.items()}
    for kind, moment in sorted(set().union(*by_side.values())):
        leave_open = [side for side, each in by_side.items() if (kind, moment) in each]
        others = [side for side in by_side if side not in leave_open]
        yield DueDate(
            kind,
            moment,
            reason,
            safeguard,
            tuple(sorted(filter(None, leave_open))),
            tuple(sorted(others)),
            tuple(numbers),
        )


def merged(found: Iterable[DueDate]) -> list[DueDate]:
    """One due date for each kind and moment; where two duties fall on it, it is open for whom either is."""
    by_date: dict[Dated, DueDate] = {}
    for due in found:
        before = by_date.setdefault((due.kind, due.moment), due)
        if before is not due:
            leave_open = {*before.open_for, *due.open_for}
            others = {*before.done_for, *due.done_for} - leave_open
            by_date[due.kind, due.moment] = replace(
                before,
                open_for=tuple(sorted(leave_open)),
                done_for=tuple(sorted(others)),
                numbers=tuple(sorted({*before.numbers, *due.numbers})),
            )
    return list(by_date.values())
