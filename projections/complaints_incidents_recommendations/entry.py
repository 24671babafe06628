"""What one complaint, incident or recommendation has come to, whatever its kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.saying import by_side
from projections.viewing.accounts.teller import Tellers


@dataclass(frozen=True)
class Entry:
    """One line of the register."""

    opening: Sequence[AnyRecord]
    """Every account of how it began; empty when only later steps are on record."""
    opened_at: datetime | None
    state: str
    state_since: datetime | None
    ended_at: datetime | None
    """Since when nobody has a step left to take; none while it is open."""
    next_due: datetime | None
    handlers: tuple[str, ...] = ()
    """Bodies that have it in hand."""
    waiting_for: tuple[str, ...] = ()
    """Bodies that owe the next step; empty when it has ended or nobody took it up."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """Columns that this kind alone fills."""


def told_by_sides(records: Iterable[AnyRecord], tellers: Tellers, name: str) -> dict[str, list[Any]]:
    """Side to the values of a field; of each author the value of the latest fact of which it states one."""
    last: dict[tuple[Any, ...], AnyRecord] = {}
    for record in records:
        if getattr(record.data, name, None) is not None:
            last[record.author] = record
    return by_side(last.values(), tellers, lambda record: getattr(record.data, name))
