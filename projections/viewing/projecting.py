"""Keeps the rows of every monitoring view: records are added, and each subject that they touch is made anew.

Live, that happens in the transaction of the record. While building, the subjects wait until the records have
been read, so that each is made once. Rows that change by time alone are made anew when their moment comes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, delete, select

from projections.runner.bulk import insert_rows
from projections.runner.page import Delivered
from projections.runner.positions import serving
from projections.viewing.group import Group
from projections.viewing.journal import CHUNK, Journal, chunks
from projections.viewing.links import Bond, kind
from projections.viewing.opened import Opener, record_of, unopened
from projections.viewing.table import NAME, Tables, tables
from projections.viewing.view import Made, View

FIGURES = b'"type":"org.returnwatch.return-operation.operation-figures-reported.'
"""Rows of published tables name no person and no monitored operation; they have a view of their own."""

AT_ONCE = 200
"""Subjects whose records are in memory at the same time."""


class MonitoringViews:
    """All views that are made subject by subject, as one projection for the runner."""

    name = NAME

    def __init__(self, views: Sequence[View], opener: Opener = unopened, *, put_off: bool = False) -> None:
        self._views = tuple(sorted(views, key=lambda view: view.name))
        self._per = frozenset().union(*(view.per for view in self._views))
        self._opener, self._put_off = opener, put_off

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation."""
        tables(generation).metadata.create_all(connection, checkfirst=False)

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""
        tables(generation).metadata.drop_all(connection, checkfirst=False)

    def building(self) -> "MonitoringViews":
        """The same views, whose rows are made when `settle` is called."""
        return MonitoringViews(self._views, self._opener, put_off=True)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Keep some records, and make the rows of every subject that they touch unless that is put off."""
        of = tables(generation)
        journal = Journal(connection, of, self._opener)
        parsed = [(record_of(record.body), record.body) for record in records if FIGURES not in record.body]
        bonds = journal.add(parsed)
        touched = {subject for bound in bonds for subject in bound}
        shared = {subject for bound in bonds for subject, bond in bound.items() if bond == Bond.SHARED}
        wanted = {each for each in touched | journal.bound_through(shared) if kind(each) in self._per}
        journal.wait(wanted)
        if not self._put_off:
            self._settle_waiting(connection, of)

    def settle(self, connection: Connection, generation: int, now: datetime | None = None) -> int:
        """Make the rows of subjects that wait and of those that time changed by `now`; how many."""
        of = tables(generation)
        made = self._settle_waiting(connection, of)
        return made + (self._settle_due(connection, of, now) if now is not None else 0)

    def _settle_waiting(self, connection: Connection, of: Tables) -> int:
        made = 0
        journal = Journal(connection, of, self._opener)
        while subjects := journal.waiting(AT_ONCE):
            self._make(connection, of, journal, [(subject, None) for subject in subjects])
            made += len(subjects)
        return made

    def _settle_due(self, connection: Connection, of: Tables, now: datetime) -> int:
        made = 0
        journal = Journal(connection, of, self._opener)
        while due := journal.due(now, AT_ONCE):
            self._make(connection, of, journal, due)
            made += len(due)
        return made

    def _make(
        self,
        connection: Connection,
        of: Tables,
        journal: Journal,
        subjects: Iterable[tuple[str, datetime | None]],
    ) -> None:
        """Make the rows of subjects, each as of a moment or of the last record that touches it."""
        moments = dict(subjects)
        rows: list[tuple[str, str, Made]] = []
        due: list[tuple[str, datetime]] = []
        for subject, records in journal.records_for(list(moments)).items():
            if not records:
                continue
            last = max(record.recorded_at for record in records)
            group = Group(subject, records, max(last, moments[subject] or last))
            rows += self._rows(group, lambda view, subject: _made_before(connection, of, view, subject))
            if group.clock.next_change is not None:
                due.append((subject, group.clock.next_change))
        _replace(connection, of, list(moments), rows)
        journal.settle(list(moments), due)

    def _rows(
        self, group: Group, before: Callable[[View, str], list[Made]]
    ) -> Iterator[tuple[str, str, Made]]:
        for view in self._views:
            if group.kind not in view.per:
                continue
            kept = before(view, group.subject) if view.kept is not None and view.kept(group) else []
            for made in kept or view.rows(group):
                yield view.name, group.subject, made


def _made_before(connection: Connection, of: Tables, view: View, subject: str) -> list[Made]:
    """Rows of a subject as they were last made, here or in the generation that serves."""
    for tables_of in (of, tables(serving(connection, NAME))):
        row, facet = tables_of.row, tables_of.facet
        found = connection.execute(
            select(row.c.key, row.c.sort, row.c.row).where(row.c.subject == subject, row.c.view == view.name)
        ).all()
        facets: dict[str, dict[str, list[str]]] = {}
        for key, name, code in connection.execute(
            select(facet.c.key, facet.c.name, facet.c.code).where(
                facet.c.subject == subject, facet.c.view == view.name
            )
        ):
            facets.setdefault(key, {}).setdefault(name, []).append(code)
        if found:
            return [
                Made(view.keeping(orjson.loads(body)), key, sort, facets.get(key, {}))
                for key, sort, body in found
            ]
    return []


def _replace(
    connection: Connection, of: Tables, subjects: Sequence[str], rows: Sequence[tuple[str, str, Made]]
) -> None:
    for table in (of.row, of.facet):
        for chunk in chunks(subjects, CHUNK):
            connection.execute(delete(table).where(table.c.subject.in_(chunk)))
    insert_rows(
        connection,
        of.row,
        [(view, made.sort, made.key, subject, orjson.dumps(made.row)) for view, subject, made in rows],
    )
    facets = [
        (view, name, code, made.key, subject)
        for view, subject, made in rows
        for name, codes in made.facets.items()
        for code in codes
    ]
    insert_rows(connection, of.facet, facets)
