"""Keeps the rows of every monitoring view: records are added, and each subject that they touch is made anew.

Live, that happens in the transaction of the record. While building, the subjects wait until the records have
been read, so that each is made once. Rows that change by time alone are made anew when their moment comes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from projections.runner.page import Delivered
from projections.runner.positions import serving
from projections.runner.progress import UNHEARD, Progress
from projections.viewing.hands import Answer, GetViews, Task, cores, hands
from projections.viewing.journal import Journal
from projections.viewing.kept_rows import replace_rows, rows_made_before
from projections.viewing.links import Bond, kind
from projections.viewing.making import Maker, Stored, Wanted
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.opened import record_of
from projections.viewing.table import NAME, Tables, tables
from projections.viewing.view import Made, View

FIGURES = b'"type":"org.returnwatch.return-operation.operation-figures-reported.'
"""Rows of published tables name no person and no monitored operation; they have a view of their own."""

AT_ONCE = 200
"""Subjects whose records are in memory at the same time, for each process."""
IN_ONE_GO = 20_000
"""Waiting subjects whose rows are made in one transaction; SQLite slows down the more one has written."""
MANY = 1_500
"""Waiting subjects from which further processes are worth the seconds that they need to begin."""


class MonitoringViews:
    """All views that are made subject by subject, as one projection for the runner."""

    name = NAME

    def __init__(
        self,
        views: Sequence[View],
        means: Means = NO_MEANS,
        *,
        put_off: bool = False,
        again: GetViews | None = None,
    ) -> None:
        """`again` gives the same views in further processes; without it all rows are made in this one."""
        self._views = tuple(sorted(views, key=lambda view: view.name))
        self._per = frozenset().union(*(view.per for view in self._views))
        self._means, self._put_off, self._again = means, put_off, again

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation."""
        tables(generation).metadata.create_all(connection, checkfirst=False)

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""
        tables(generation).metadata.drop_all(connection, checkfirst=False)

    def building(self) -> "MonitoringViews":
        """The same views, whose rows are made when `settle` is called."""
        return MonitoringViews(self._views, self._means, put_off=True, again=self._again)

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
            while self._settle_waiting(connection, of, None, UNHEARD) >= IN_ONE_GO:
                pass

    def settle(
        self,
        connection: Connection,
        generation: int,
        now: datetime | None = None,
        *,
        progress: Progress = UNHEARD,
    ) -> int:
        """Make some rows of subjects that wait, and of those that time changed by `now`; of how many.

        Nothing is left when it answers 0.
        """
        of = tables(generation)
        made = self._settle_waiting(connection, of, now, progress)
        return made + (self._settle_due(connection, of, now) if now is not None else 0)

    def _settle_waiting(
        self, connection: Connection, of: Tables, now: datetime | None, progress: Progress
    ) -> int:
        journal = Journal(connection, of, self._means.opener)
        made, of_all = 0, journal.how_many_wait()
        if self._again is not None and cores() > 1 and of_all >= MANY:
            for some in self._made_in_processes(connection, of, journal, self._again, now):
                made += some
                progress.made(made, of_all)
            return made
        while made < IN_ONE_GO and (subjects := journal.waiting(AT_ONCE)):
            self._make(connection, of, journal, [Wanted(subject, None, now) for subject in subjects])
            made += len(subjects)
            progress.made(made, of_all)
        return made

    def _made_in_processes(
        self, connection: Connection, of: Tables, journal: Journal, again: GetViews, now: datetime | None
    ) -> Iterator[int]:
        """Have the rows of waiting subjects made; tells of how many they were, answer by answer."""
        last, given = "", 0
        with hands(again, self._means.parameters, self._means.seal) as processes:
            while given < IN_ONE_GO and (subjects := journal.waiting(AT_ONCE, last)):
                last, given = subjects[-1], given + len(subjects)
                events = journal.events_for(subjects)
                bodies = journal.opened({event for each in events.values() for event in each})
                task = Task([Wanted(subject, None, now) for subject in subjects], events, bodies)
                for answer in processes.give(task):
                    yield self._take(connection, of, journal, answer)
            for answer in processes.rest():
                yield self._take(connection, of, journal, answer)

    def _settle_due(self, connection: Connection, of: Tables, now: datetime) -> int:
        journal = Journal(connection, of, self._means.opener)
        due = journal.due(now, AT_ONCE)
        self._make(connection, of, journal, [Wanted(subject, moment, now) for subject, moment in due])
        return len(due)

    def _make(self, connection: Connection, of: Tables, journal: Journal, wanted: Sequence[Wanted]) -> None:
        """Make and store the rows of some subjects."""

        def before(view: View, subject: str) -> list[Made]:
            places = (of, tables(serving(connection, NAME)))
            return rows_made_before(connection, places, view, subject, self._means.seal)

        maker = Maker(self._views, self._means.parameters, self._means.seal)
        records = journal.records_for([each.subject for each in wanted])
        stored = {each.subject: maker.made(each, records[each.subject], before) for each in wanted}
        _store(connection, of, journal, stored)

    def _take(self, connection: Connection, of: Tables, journal: Journal, answer: Answer) -> int:
        """Store what a process made, and make what needs rows made before; of how many subjects."""
        _store(connection, of, journal, {name: one for name, one in answer.items() if one is not None})
        left = [Wanted(subject) for subject, one in answer.items() if one is None]
        if left:
            self._make(connection, of, journal, left)
        return len(answer)


def _store(connection: Connection, of: Tables, journal: Journal, stored: Mapping[str, Stored]) -> None:
    replace_rows(connection, of, list(stored), stored.values())
    due = [(subject, one.due) for subject, one in stored.items() if one.due is not None]
    journal.settle(list(stored), due)
