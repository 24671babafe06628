"""Where accounts of one thing differ: every pair of authors is compared in every field."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import SAME, latest_link
from projections.safeguards.judging.record import AnyRecord, in_order
from projections.viewing.accounts.comparing import Comparison, asserts, widened
from projections.viewing.accounts.force_compared import CLOSED, FORCE
from projections.viewing.accounts.matters import OF_CASES, OF_OPERATIONS, Matter, matched_by
from projections.viewing.accounts.uses import history_of_force, uses_of
from projections.viewing.group import Group

Pair = tuple[AnyRecord, AnyRecord]
Authors = tuple[Sequence[AnyRecord], Sequence[AnyRecord]]
Matched = Callable[[Sequence[AnyRecord], Sequence[AnyRecord]], str]


@dataclass(frozen=True)
class Difference:
    """One field of one thing that authors tell differently."""

    matter: str
    thing: str
    """By what the thing is known within the subject."""
    field: str
    kind: str
    """`times_differ`, `numbers_differ` or `values_differ`."""
    apart: float | None
    """Minutes or units between the two that lie furthest apart."""
    records: tuple[AnyRecord, ...]
    """The accounts that differ, in the order of the facts."""
    pairs: tuple[Pair, ...]
    matched_by: tuple[str, ...]
    since: datetime
    """When the later of the first two differing accounts was recorded."""
    value: Callable[[AnyRecord], Any]
    closed: bool
    """Whether the values are not to be shown."""


def differences(group: Group) -> Iterator[Difference]:
    """Every difference between accounts about the subject of a group."""
    if group.kind == "case":
        yield from _of_matters(group, OF_CASES)
    if group.kind == "operation":
        yield from _of_matters(group, OF_OPERATIONS)
    h, wider = history_of_force(group), widened(group.parameters)
    for use in uses_of(h):
        for comparison in FORCE:
            found = _differing(
                comparison, use.records, lambda mine, theirs: force_match(h, mine, theirs), wider
            )
            if found is not None:
                yield _stated("force", use.name, comparison, found, closed=comparison.field in CLOSED)


def force_match(h: History, mine: Iterable[AnyRecord], theirs: Sequence[AnyRecord]) -> str:
    """Why two accounts are held to tell of one use; `another_account` when a third one joins them."""
    found = {_force_match(h, first, second) for first in mine for second in theirs}
    return next(each for each in ("id", "link", "time_overlap", "another_account") if each in found)


def _force_match(h: History, first: AnyRecord, second: AnyRecord) -> str:
    if set(first.ids("force_use")) & set(second.ids("force_use")):
        return "id"
    link = latest_link(h, first, second)
    if link is not None:
        return "link" if link in SAME else "another_account"
    return "time_overlap" if set(first.subjects("case")) & set(second.subjects("case")) else "another_account"


def _of_matters(group: Group, matters: Iterable[Matter]) -> Iterator[Difference]:
    records = [record for record in group.standing if group.subject in record.about]
    for matter in matters:
        for thing, accounts in matter.things(records, group.subject):
            yield from _of_thing(matter, thing, accounts, widened(group.parameters))


def _of_thing(
    matter: Matter, thing: str, accounts: Sequence[AnyRecord], wider: timedelta
) -> Iterator[Difference]:
    if len({record.author for record in accounts}) < 2:
        return
    for comparison in matter.comparisons:
        found = _differing(comparison, accounts, lambda mine, theirs: matched_by(matter, mine, theirs), wider)
        if found is not None:
            yield _stated(matter.name, thing, comparison, found, closed=comparison.field in matter.closed)


@dataclass(frozen=True)
class _Found:
    kind: str
    apart: float | None
    authors: tuple[Authors, ...]
    matched_by: tuple[str, ...]


def _differing(
    comparison: Comparison, accounts: Sequence[AnyRecord], matched: Matched, wider: timedelta
) -> _Found | None:
    by_author: dict[Any, list[AnyRecord]] = {}
    for record in accounts:
        by_author.setdefault(record.author, []).append(record)
    found = [
        (differ, (mine, theirs))
        for mine, theirs in combinations(by_author.values(), 2)
        if (differ := comparison.differ(mine, theirs, wider)) is not None
    ]
    if not found:
        return None
    kinds, apart = zip(*(differ for differ, _ in found), strict=True)
    return _Found(
        min(kinds),
        max((each for each in apart if each is not None), default=None),
        tuple(
            (
                [r for r in mine if asserts(comparison.read(r))],
                [r for r in theirs if asserts(comparison.read(r))],
            )
            for _, (mine, theirs) in found
        ),
        tuple(sorted({matched(mine, theirs) for _, (mine, theirs) in found})),
    )


def _stated(matter: str, thing: str, comparison: Comparison, found: _Found, *, closed: bool) -> Difference:
    pairs = {
        tuple(sorted((first.id, second.id))): (first, second)
        for mine, theirs in found.authors
        for first in mine
        for second in theirs
    }
    records = {record.id: record for pair in pairs.values() for record in pair}
    return Difference(
        matter,
        thing,
        comparison.field,
        found.kind,
        found.apart,
        tuple(in_order(records.values())),
        tuple(pairs[key] for key in sorted(pairs)),
        found.matched_by,
        min(max(_first_told(mine), _first_told(theirs)) for mine, theirs in found.authors),
        comparison.read,
        closed,
    )


def _first_told(records: Sequence[AnyRecord]) -> datetime:
    return min(record.recorded_at for record in records)
