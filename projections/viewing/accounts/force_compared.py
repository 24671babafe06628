"""In what accounts of one use of force are compared.

An observer sees a part of what those who use force know. So means and times of others must lie within what
the authority tells, while a record of the authority may tell more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.terms.force import lasting
from projections.viewing.accounts.comparing import TIMES, VALUES, Comparison, Found, Read, compared

MINUTE = timedelta(minutes=1)
OPEN_END = timedelta(days=36_500)
Span = tuple[datetime, datetime]


def field(*names: str) -> Read:
    """Reads the first of some fields that the event has."""

    def read(record: AnyRecord) -> object:
        told = (getattr(record.data, name, None) for name in names)
        return next((value for value in told if value is not None), None)

    return read


def _means(record: AnyRecord) -> object:
    """Means that were used; those that were taken off are no account of what was put on."""
    return None if isinstance(record.data, RestraintRemoved) else field("means")(record)


def _start(record: AnyRecord) -> object:
    return field("started_at", "seen_from")(record)


def _end(record: AnyRecord) -> object:
    """When all force is told to have ended; that a witness saw it until some time is no end."""
    if isinstance(record.data, RestraintRemoved) and record.data.means is not None:
        return None
    return field("ended_at", "removed_at")(record)


def _means_differ(mine: Sequence[AnyRecord], theirs: Sequence[AnyRecord], _wider: timedelta) -> Found | None:
    first, second = _all_means(mine), _all_means(theirs)
    if not first or not second:
        return None
    if _official(mine) != _official(theirs):
        seen, told = (second, first) if _official(mine) else (first, second)
        return (VALUES, None) if seen - told else None
    return (VALUES, None) if first != second else None


def _times_differ(mine: Sequence[AnyRecord], theirs: Sequence[AnyRecord], wider: timedelta) -> Found | None:
    first, second = _span(mine), _span(theirs)
    if first is None or second is None:
        return None
    if _official(mine) != _official(theirs):
        seen, told = (theirs, first) if _official(mine) else (mine, second)
        apart = _outside(_span(seen, witnessed=True) or told, told)
    else:
        apart = max(first[0] - second[1], second[0] - first[1])
    return (TIMES, round(apart / MINUTE, 1)) if apart > wider else None


def _outside(seen: Span, told: Span) -> timedelta:
    return max(told[0] - seen[0], seen[1] - told[1])


def _span(records: Sequence[AnyRecord], *, witnessed: bool = False) -> Span | None:
    """From the first beginning to the last end that one author tells.

    A lasting means that is not told to have been taken off has no end, unless only what was witnessed counts.
    """
    starts: list[datetime] = []
    ends: list[datetime] = []
    lasts = False
    for record in records:
        match record.data:
            case RestraintApplied() as told:
                starts.append(told.started_at)
                ends += [told.ended_at] if told.ended_at is not None else []
                lasts = lasts or bool(lasting(told.means))
            case UseOfForceObserved() as told:
                starts.append(told.seen_from)
                ends.append(told.seen_until or told.seen_from)
            case RestraintRemoved() as told:
                ends.append(told.removed_at)
    if not starts:
        return None
    open_end = max(starts) + OPEN_END if lasts and not witnessed else max(starts)
    return min(starts), max([*starts, *ends]) if ends else open_end


def _all_means(records: Sequence[AnyRecord]) -> set[str]:
    return {
        means
        for record in records
        if isinstance(record.data, RestraintApplied | UseOfForceObserved)
        for means in record.data.means
    }


def _official(records: Sequence[AnyRecord]) -> bool:
    return records[0].side == "authority"


FORCE: tuple[Comparison, ...] = (
    Comparison("means", _means, _means_differ),
    Comparison("time", _start, _times_differ),
    compared("end", _end),
    compared("staff_count", field("staff_count")),
    compared("used_by", field("applied_by", "used_by")),
    compared("justification", field("justification", "justification_perceived")),
    compared("phase_of_use", field("phase_of_use")),
    compared("warning_given", field("warning_given")),
    compared("on_child", field("on_child")),
    compared("on_pregnant", field("on_pregnant")),
    compared("in_view_of_children", field("in_view_of_children")),
    compared("injury", field("injury")),
)
"""Every field of force that is compared. Injury and pregnancy only where they could be opened."""

CLOSED = frozenset({"on_pregnant", "injury"})
"""Fields whose values are not shown."""
