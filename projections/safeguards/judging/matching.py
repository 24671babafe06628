"""Which records of force tell of one use: by id, by a link that somebody made, or by person and time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import combinations

from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import AnyRecord

SAME = frozenset({"same_fact", "same_fact_conflicting"})
Force = RestraintApplied | RestraintRemoved | UseOfForceObserved


def times(h: History, record: AnyRecord) -> tuple[datetime, datetime] | None:
    """When a use began and ended by one account; a use whose end is not told is a moment.

    A restraint also ends when it is told to have been removed.
    """
    match record.data:
        case RestraintApplied() as told:
            removed = (
                other.data.removed_at
                for other in h.anywhere(RestraintRemoved)
                if other.data.force_use == told.force_use
            )
            return told.started_at, max((told.ended_at or told.started_at, *removed))
        case UseOfForceObserved() as told:
            return told.seen_from, told.seen_until or told.seen_from
    return None


@term
def latest_link(h: History, first: AnyRecord, second: AnyRecord) -> str | None:
    """What the latest AccountsLinked says of two records; none when nobody linked them.

    A link to a record holds for what replaced it.
    """
    return _last_link(h.anywhere(AccountsLinked), first, second)


def with_linked(
    records: Iterable[AnyRecord], own: Callable[[AnyRecord], bool]
) -> Callable[[AnyRecord], bool]:
    """Own records, and accounts of force that name no case but were confirmed to tell of one of these.

    An observer who does not know the case names the operation alone.
    """
    told = [record for record in records if isinstance(record.data, Force)]
    nameless = [record for record in told if not record.subjects("case")]
    if not nameless:
        return own
    links = [record for record in records if isinstance(record.data, AccountsLinked)]
    mine = [record for record in told if own(record)]
    linked = {
        record.id for record in nameless if any(_last_link(links, record, each) in SAME for each in mine)
    }
    return lambda record: record.id in linked or own(record)


def _last_link(links: Iterable[AnyRecord], first: AnyRecord, second: AnyRecord) -> str | None:
    mine, theirs = {first.id, *first.amended}, {second.id, *second.amended}
    found = [
        told.link
        for link in links
        if isinstance(told := link.data, AccountsLinked)
        and (
            (told.first_event in mine and told.second_event in theirs)
            or (told.first_event in theirs and told.second_event in mine)
        )
    ]
    return found[-1] if found else None


@term
def matched_uses(h: History) -> Mapping[str, str]:
    """Event id of each record of force about the subject to the name of the use that it tells of."""
    records = [*h.of(RestraintApplied), *h.of(UseOfForceObserved), *h.of(RestraintRemoved)]
    group = {record.id: record.id for record in records}
    for first, second in combinations(records, 2):
        if matched(h, first, second):
            old, new = sorted((group[first.id], group[second.id]), reverse=True)
            group = {each: new if name == old else name for each, name in group.items()}
    return group


def matched(h: History, first: AnyRecord, second: AnyRecord) -> bool:
    """Whether two records of force about one case tell of the same use."""
    if _use(first) is not None and _use(first) == _use(second):
        return True
    link = latest_link(h, first, second)
    if link is not None:
        return link in SAME
    shared_case = set(first.subjects("case")) & set(second.subjects("case"))
    return bool(shared_case) and first.author != second.author and _overlap(h, first, second)


def _use(record: AnyRecord) -> str | None:
    return next(iter(record.ids("force_use")), None)


def _overlap(h: History, first: AnyRecord, second: AnyRecord) -> bool:
    mine, theirs = times(h, first), times(h, second)
    if mine is None or theirs is None:
        return False
    wider = timedelta(minutes=h.parameters.accounts_minutes)
    return mine[0] - wider <= theirs[1] and theirs[0] - wider <= mine[1]
