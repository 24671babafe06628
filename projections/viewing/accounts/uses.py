"""Uses of force in a group, each with every account of it, matched as the safeguard rules match them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar, cast

from events.base import Event
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matching import SAME, Force, latest_link, matched_uses, with_linked
from projections.safeguards.judging.record import AnyRecord, Record, in_order
from projections.safeguards.terms.force import Use
from projections.viewing.group import Group

E = TypeVar("E", bound=Event)

HOMES = frozenset({"case", "operation", "force_use", "observation"})
"""Kinds of subject under which uses of force are shown."""


@dataclass(frozen=True)
class MatchedUse:
    """One use of force with all that is told of it."""

    name: str
    """The smallest of the ids of its records."""
    records: tuple[AnyRecord, ...]
    """Every account of it and of its end, in the order of the facts."""

    @cached_property
    def use(self) -> Use:
        """The same use as the safeguard rules read it."""
        return self.told_by(self.records)

    def told_by(self, records: Iterable[AnyRecord]) -> Use:
        """The use as some of its records tell it."""
        records = list(records)
        return Use(
            _of(records, RestraintApplied), _of(records, UseOfForceObserved), _of(records, RestraintRemoved)
        )

    @property
    def force_uses(self) -> list[str]:
        """The ids under which its accounts know it; none when every witness left it open."""
        return sorted({each for record in self.records for each in record.ids("force_use")})

    @property
    def first_told(self) -> datetime:
        """The earliest time that any account tells of it."""
        return min(moment(record) for record in self.records)


def moment(record: AnyRecord) -> datetime:
    """The first moment of which an account of force tells."""
    match record.data:
        case RestraintApplied() as told:
            return told.started_at
        case UseOfForceObserved() as told:
            return told.seen_from
        case RestraintRemoved() as told:
            return told.removed_at
    return record.occurred_at


def history_of_force(group: Group) -> History:
    """The records that stand, with those of force that are at home in the subject of the group as its own.

    An account of force is at home in each case that it names. One that names no case belongs to the case of
    a record with the same id of the use, or with which a monitor linked it; else to its operation, else to
    the use or observation that it names.
    """
    own = _of_case(group) if group.kind == "case" else _of_another(group)
    return History(group.subject, group.standing, own, group.clock, group.parameters)


def uses_of(h: History) -> Iterator[MatchedUse]:
    """Each use of force at home in the subject, also those of which only the end is told."""
    names = matched_uses(h)
    for name in sorted(set(names.values())):
        records = in_order(record for record in h.mine if names.get(record.id) == name)
        yield MatchedUse(name, tuple(records))


def _of(records: Iterable[AnyRecord], kind: type[E]) -> tuple[Record[E], ...]:
    found = [record for record in records if isinstance(record.data, kind)]
    return cast("tuple[Record[E], ...]", tuple(found))


class _Ownership:
    """Decides which records of force are at home in a subject."""

    def __init__(self, own: Iterable[str]) -> None:
        self._ids = frozenset(own)

    def __call__(self, record: AnyRecord) -> bool:
        return record.id in self._ids


def _of_case(group: Group) -> _Ownership:
    named = [record for record in group.standing if group.subject in record.about]
    uses = {each for record in named if isinstance(record.data, Force) for each in record.ids("force_use")}

    def own(record: AnyRecord) -> bool:
        return group.subject in record.about or (_nameless(record) and not uses.isdisjoint(_use(record)))

    linked = with_linked(group.standing, own)
    return _Ownership(record.id for record in group.standing if linked(record))


def _of_another(group: Group) -> _Ownership:
    nameless = [record for record in group.standing if _nameless(record)]
    named = [
        record for record in group.standing if isinstance(record.data, Force) and record.subjects("case")
    ]
    uses = {each for record in named for each in record.ids("force_use")}
    h = History(group.subject, group.standing, lambda _: True, group.clock, group.parameters)
    return _Ownership(
        record.id
        for record in nameless
        if group.subject in _homes(record)
        and uses.isdisjoint(_use(record))
        and not any(latest_link(h, record, other) in SAME for other in named)
    )


def _nameless(record: AnyRecord) -> bool:
    return isinstance(record.data, Force) and not record.subjects("case")


def _use(record: AnyRecord) -> list[str]:
    return record.ids("force_use")


def _homes(record: AnyRecord) -> list[str]:
    return record.subjects("operation") or _use(record)[:1] or record.subjects("observation")[:1]
