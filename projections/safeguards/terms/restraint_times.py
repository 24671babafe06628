"""How long restraint lasted: the end of each use of a lasting means, its limit, and all time covered."""

from collections import defaultdict
from datetime import datetime, timedelta

from events.codes.operation import RestraintMeans
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import minutes_later
from projections.safeguards.terms.departures import departed_at, milestone, operations
from projections.safeguards.terms.force import Use, began, ceased, lasting, uses


@term
def lasting_uses(h: History) -> list[Use]:
    """The uses of the case with a lasting means."""
    return [use for use in uses(h) if use.lasts]


def started_at(use: Use) -> datetime:
    """The earliest beginning; a side that only observed a use takes the records of others as well."""
    told = use.whole if use.only_observed else use
    return min(told.started_at, use.started_at)


def ended_at(use: Use) -> datetime | None:
    """The latest end that is told; none while a lasting means is not told to have been taken off.

    A removal ends only the means that it names, and all when it names none. That an observer saw it until
    some time is no end of its own, but makes a told end later. A side that only observed a use takes the end
    from the records of others.
    """
    told = use.whole if use.only_observed else use
    ends = [each.data.ended_at for each in told.applied if each.data.ended_at is not None]
    ends += [each.data.removed_at for each in told.removed]
    if not ends or _still_on(told):
        return None
    return max(ends + [seen for each in (*told.observed, *use.observed) if (seen := each.data.seen_until)])


def departed(h: History, use: Use) -> datetime | None:
    """When the operation of a use departed; where no milestone tells, when the person did."""
    told = [milestone(h, operation, "departed") for operation in _operations(h, use)]
    return min((moment for moment in told if moment is not None), default=None) or departed_at(h)


def limit(h: History, use: Use) -> datetime | None:
    """`restraint_review_minutes` after departure, or after a later start; none while nobody has departed."""
    left = departed(h, use)
    if left is None:
        return None
    return minutes_later(max(left, started_at(use)), h.parameters.restraint_review_minutes)


def longest_total(h: History) -> timedelta:
    """The time that ended uses cover on one operation, overlaps counted once; the longest of all."""
    by_operation: dict[str | None, list[tuple[datetime, datetime]]] = defaultdict(list)
    for use in lasting_uses(h):
        end = ended_at(use)
        if end is not None:
            by_operation[next(iter(_operations(h, use)), None)].append((started_at(use), end))
    return max((_covered(spans) for spans in by_operation.values()), default=timedelta())


def _operations(h: History, use: Use) -> list[str]:
    """The operations that the accounts of a use name; failing any, those of the case."""
    named = dict.fromkeys(each for record in use.whole.accounts for each in record.subjects("operation"))
    return list(named) or operations(h)


def _covered(spans: list[tuple[datetime, datetime]]) -> timedelta:
    total, reached = timedelta(), min(start for start, _ in spans)
    for start, end in sorted(spans):
        total += max(end - max(start, reached), timedelta())
        reached = max(end, reached)
    return total


def _still_on(use: Use) -> bool:
    """Whether a lasting means is not told to have been taken off since it was last put on."""
    put_on: dict[RestraintMeans, datetime] = {}
    taken_off: dict[RestraintMeans, datetime] = {}
    for record in use.applied or use.observed:
        for means in lasting(record.data.means):
            put_on[means] = max(began(record), put_on.get(means, began(record)))
            if use.applied and (ended := ceased(record)) is not None:
                taken_off[means] = max(ended, taken_off.get(means, ended))
    for removed in use.removed:
        for means in put_on if removed.data.means is None else removed.data.means:
            taken_off[means] = max(removed.data.removed_at, taken_off.get(means, removed.data.removed_at))
    return any(means not in taken_off or taken_off[means] < since for means, since in put_on.items())
