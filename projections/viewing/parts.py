"""Parts of views: which rows belong to a reader, and how a view looks to whoever sees a part of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from events.base import Service
from foundation.identity.caller import Caller
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.accounts.teller import Tellers
from projections.viewing.group import Group
from projections.viewing.view import EVERYONE, Part, Question, Row, View, Whose


@dataclass(frozen=True)
class Reader:
    """Who asks, and the part of the view that the policies give them; none for the whole."""

    caller: Caller
    part: Part | None = None


@dataclass(frozen=True)
class Own:
    """To whom a row must belong: to one of some ids under a facet."""

    facet: str
    ids: frozenset[str]

    def has(self, facets: Mapping[str, Iterable[str]]) -> bool:
        """Whether a row with these facets belongs to them."""
        return not self.ids.isdisjoint(facets.get(self.facet, ()))


_IDS: Mapping[Whose, Callable[[Caller], Collection[str]]] = {
    "body": lambda caller: [caller.body] if caller.body is not None else [],
    "acts_for": lambda caller: caller.acts_for,
    "everyone": lambda _caller: [EVERYONE],
}


def own(reader: Reader) -> Own | None:
    """The rows that are the reader's; none for whoever sees the whole view."""
    if reader.part is None:
        return None
    return Own(reader.part.facet, frozenset(_IDS[reader.part.whose](reader.caller)))


def seen(view: View, part: Part | None) -> View:
    """The view as the readers of a part know it: what is left out can be neither shown nor asked by."""
    if part is None:
        return view
    whole = {column.name for column in view.columns} <= set(part.columns)
    return replace(
        view,
        name=part.name if part.rows is not None else view.name,
        columns=tuple(column for column in view.columns if column.name in part.columns),
        rows=part.rows or view.rows,
        filters={name: meaning for name, meaning in view.filters.items() if name in part.filters},
        by={},
        services=part.services,
        shown=lambda row, now: _left(view, part, row, now),
        answer=_answer(part),
        exports=view.exports if whole else {},
        parts=(),
    )


def kept_apart(views: Iterable[View]) -> tuple[View, ...]:
    """The views, and the parts of them whose rows are made apart, under the names of these parts."""
    return tuple(
        each
        for view in views
        for each in (view, *(seen(view, part) for part in view.parts if part.rows is not None))
    )


def within(group: Group, services: Collection[Service]) -> Group:
    """The group as it would be without any record of other services, or of a protected reporter.

    What is made of it can tell nothing of such records, not even that there are any.
    """
    tellers = Tellers(group.records)
    records = [
        record for record in group.records if _is_of(record, services) and not tellers.is_protected(record)
    ]
    narrowed = Group(group.subject, records, group.as_of, group.known_at, group.parameters)
    narrowed.clock = group.clock
    return narrowed


def _is_of(record: AnyRecord, services: Collection[Service]) -> bool:
    return record.envelope.service in services and record.data.about.service in services


def _left(view: View, part: Part, row: Row, now: datetime) -> Row:
    whole = view.shown(row, now) if view.shown is not None else row
    return _columns(part, part.shown(whole))


def _columns(part: Part, row: Row) -> Row:
    return {name: value for name, value in row.items() if name in part.columns}


def _answer(part: Part) -> Callable[[Iterable[Row], Question], list[Row]] | None:
    answer = part.answer
    if answer is None:
        return None
    return lambda rows, question: [_columns(part, row) for row in answer(rows, question)]
