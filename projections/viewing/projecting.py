"""Keeps the rows of every monitoring view: records are added, and each subject that they touch is made anew.

Live, that happens in the transaction of the record. While building, the subjects wait until the records have
been read, so that each is made once. Rows that change by time alone are made anew when their moment comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from projections.runner.page import Delivered
from projections.runner.positions import serving
from projections.viewing.group import Group
from projections.viewing.journal import Journal
from projections.viewing.kept_rows import replace_rows, rows_made_before
from projections.viewing.links import Bond, kind
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.opened import record_of
from projections.viewing.table import NAME, Tables, tables
from projections.viewing.view import Made, View

FIGURES = b'"type":"org.returnwatch.return-operation.operation-figures-reported.'
"""Rows of published tables name no person and no monitored operation; they have a view of their own."""

AT_ONCE = 200
"""Subjects whose records are in memory at the same time."""


class MonitoringViews:
    """All views that are made subject by subject, as one projection for the runner."""

    name = NAME

    def __init__(
        self,
        views: Sequence[View],
        means: Means = NO_MEANS,
        *,
        put_off: bool = False,
    ) -> None:
        self._views = tuple(sorted(views, key=lambda view: view.name))
        self._per = frozenset().union(*(view.per for view in self._views))
        self._means, self._put_off = means, put_off

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation."""
        tables(generation).metadata.create_all(connection, checkfirst=False)

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""
        tables(generation).metadata.drop_all(connection, checkfirst=False)

    def building(self) -> "MonitoringViews":
        """The same views, whose rows are made when `settle` is called."""
        return MonitoringViews(self._views, self._means, put_off=True)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Keep some records, and make the rows of every subject that they touch unless that is put off."""
        of = tables(generation)
        journal = Journal(connection, of, self._means.opener)
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
        journal = Journal(connection, of, self._means.opener)
        while subjects := journal.waiting(AT_ONCE):
            self._make(connection, of, journal, [(subject, None) for subject in subjects])
            made += len(subjects)
        return made

    def _settle_due(self, connection: Connection, of: Tables, now: datetime) -> int:
        made = 0
        journal = Journal(connection, of, self._means.opener)
        while due := journal.due(now, AT_ONCE):
            self._make(connection, of, journal, due, now)
            made += len(due)
        return made

    def _make(
        self,
        connection: Connection,
        of: Tables,
        journal: Journal,
        subjects: Iterable[tuple[str, datetime | None]],
        until: datetime | None = None,
    ) -> None:
        """Make the rows of subjects, each as of a moment or of the last record that touches it.

        Those that time alone changes again `until` then are made as of the last such moment.
        """
        moments = dict(subjects)
        rows: list[tuple[str, str, Made]] = []
        due: list[tuple[str, datetime]] = []
        for subject, records in journal.records_for(list(moments)).items():
            if not records:
                continue
            last = max(record.recorded_at for record in records)
            group = Group(subject, records, max(last, moments[subject] or last), None, self._means.parameters)
            made = list(self._rows(connection, of, group))
            while until is not None and (at := group.clock.next_change) is not None and at <= until:
                group = Group(subject, records, at, None, self._means.parameters)
                made = list(self._rows(connection, of, group))
            rows += made
            if group.clock.next_change is not None:
                due.append((subject, group.clock.next_change))
        replace_rows(connection, of, list(moments), rows, self._means.seal)
        journal.settle(list(moments), due)

    def _rows(self, connection: Connection, of: Tables, group: Group) -> Iterator[tuple[str, str, Made]]:
        for view in self._views:
            if group.kind not in view.per:
                continue
            kept: list[Made] = []
            if view.kept is not None and view.kept(group):
                places = (of, tables(serving(connection, NAME)))
                kept = rows_made_before(connection, places, view, group.subject, self._means.seal)
            for made in kept or view.rows(group):
                yield view.name, group.subject, made
