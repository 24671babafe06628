"""Two accounts of one use of force: in what they differ, and whether they have time in common."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.return_operation.force import RestraintApplied
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.matching import latest_link, matched, times
from projections.safeguards.terms.force import (
    Applied,
    ForceAccount,
    began,
    ceased,
    force_accounts,
    injury,
    lasting,
)

WATCHING = frozenset({"monitor", "person"})
"""Sides whose accounts of force are held against those of the authority."""


@dataclass(frozen=True)
class Official:
    """What one body of the authority recorded of one use, in one record or several steps."""

    records: tuple[Applied, ...]

    @property
    def means(self) -> frozenset[str]:
        """Every means that it names."""
        return frozenset(means for record in self.records for means in record.data.means)


@term
def watched(h: History) -> list[ForceAccount]:
    """The accounts of force on the case by monitors, by the person and by those who speak for them."""
    return [record for record in force_accounts(h) if record.side in WATCHING]


@term
def official_records(h: History) -> list[Applied]:
    """The restraint records of the authority about the case."""
    return [record for record in h.of(RestraintApplied) if record.side == "authority"]


def counterparts(h: History, told: ForceAccount) -> list[list[Official]]:
    """What the authority recorded of the use that an account tells of: for each use, what each body did.

    Where the account names the use or was linked to a record, records that only overlap it are left out.
    """
    found = [record for record in official_records(h) if matched(h, told, record)]
    sure = [record for record in found if same_use(h, told, record)]
    by_use: dict[str, dict[object, list[Applied]]] = defaultdict(lambda: defaultdict(list))
    for record in sure or found:
        by_use[record.data.force_use][record.author].append(record)
    return [[Official(tuple(records)) for records in bodies.values()] for bodies in by_use.values()]


def same_use(h: History, told: ForceAccount, record: Applied) -> bool:
    """Whether an account names the use of a record, or was linked to it as the same fact."""
    named = told.ids("force_use") == [record.data.force_use]
    return named or latest_link(h, told, record) in {"same_fact", "same_fact_conflicting"}


def agree_in_content(told: ForceAccount, official: Official) -> bool:
    """Means seen are among those recorded; injury and use on a child are equal, or unknown to one of them."""
    return (
        official.means.issuperset(told.data.means)
        and any(_equal(injury(told), injury(record)) for record in official.records)
        and any(_equal(told.data.on_child, record.data.on_child) for record in official.records)
    )


def agree_in_time(h: History, told: ForceAccount, official: Official) -> bool:
    """Whether an account lies within beginning and end of the record, widened by `accounts_minutes`.

    A lasting means that is not told to have been taken off has no end.
    """
    wider = timedelta(minutes=h.parameters.accounts_minutes)
    ends = [_end(h, record) for record in official.records]
    last = ceased(told) or began(told)
    early = began(told) < min(map(began, official.records)) - wider
    late = all(end is not None and last > end + wider for end in ends)
    return not (early or late)


def have_time_in_common(h: History, told: ForceAccount, official: Official) -> bool:
    """Whether an account and any record of the use have a moment in common, without any widening."""
    last = ceased(told) or began(told)
    return any(
        began(record) <= last and ((end := _end(h, record)) is None or began(told) <= end)
        for record in official.records
    )


def _equal(mine: str | None, theirs: str | None) -> bool:
    return mine == theirs or not {mine, theirs}.isdisjoint({None, "unknown"})


def _end(h: History, record: Applied) -> datetime | None:
    """The told end of a record; none for a lasting means that is not told to have been taken off."""
    span = times(h, record)
    if span is None:
        return None
    told = record.data.ended_at is not None or span[1] > record.data.started_at
    return span[1] if told or not lasting(record.data.means) else None
