"""Finds changed outcomes in what a runner delivers, and tells each once: in an append-only log of its own.

A change is first kept beside the place of the walk, in one transaction; then it is appended to the log, whose
ids are stored once; then it is forgotten here. Killed anywhere in between, the next call goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from foundation.event_store.port import Command, EventStore, OtherContent, ProposedEvent
from projections.finding_changes.bonds import bind_again
from projections.finding_changes.change import TYPE, FindingChanged
from projections.finding_changes.ledger import Ledger, Place
from projections.finding_changes.project import Course, Standing, Walked, judged_by, walk
from projections.finding_changes.table import NAME, OUTBOX, create_tables, journal_tables
from projections.runner.errors import HaltedError
from projections.runner.generations import lock, writing
from projections.runner.page import Delivered
from projections.runner.projection import OneGeneration
from projections.runner.runner import Runner
from projections.runner.table import SERVING
from projections.safeguard_findings.view import VIEW
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.journal import Journal, chunks
from projections.viewing.links import Bond, kind
from projections.viewing.opened import Opener, record_of, unopened
from projections.viewing.projecting import FIGURES

STEP = 500
"""Moments in one transaction of a walk."""
EARLIEST = datetime.min.replace(tzinfo=UTC)
BATCH = 500
"""Changes that are handed to the log at a time."""
SUBJECTS = 100
"""Subjects whose records are in memory at the same time."""


@dataclass(frozen=True)
class FindingChanges:
    """The change stream over one database and one log."""

    engine: Engine
    log: EventStore
    """Where changes are told; every one of its events is a change of a finding."""
    parameters: Callable[[], Parameters] = Parameters
    opener: Opener = unopened

    def create(self) -> None:
        """Make the tables that are missing."""
        with writing(self.engine).begin() as connection:
            create_tables(connection)
            bind_again(connection)

    def runner(self) -> Runner:
        """Takes in records. It is never rebuilt, so nothing is told again."""
        self.create()
        return Runner(self.engine, OneGeneration(NAME, self._take_in))

    def tell(self, until: datetime, step: int = STEP, stopped: Callable[[], bool] = lambda: False) -> int:
        """Find and tell every change up to a moment, or until stopped; how many were told.

        Records that became known by then should have been taken in: one that follows later is judged at the
        moment where the walk then stands.
        """
        told = self._tell_found()
        complete = False
        while not complete and not stopped():
            with writing(self.engine).begin() as connection:
                lock(connection, NAME, SERVING)
                complete = _walk_on(connection, self, until, step)
            told += self._tell_found()
        return told

    def _take_in(self, connection: Connection, records: Sequence[Delivered]) -> None:
        journal = Journal(connection, journal_tables(), self.opener)
        ledger = Ledger(connection)
        parsed = [(record_of(record.body), record.body) for record in records if FIGURES not in record.body]
        walked = ledger.place().walked
        for (record, _), bound in zip(parsed, journal.add(parsed), strict=True):
            shared = {subject for subject, bond in bound.items() if bond == Bond.SHARED}
            touched = {*bound, *journal.bound_through(shared)}
            ledger.look((record.recorded_at, each) for each in touched if kind(each) in VIEW.per)
        if walked is not None:
            ledger.note_late(record.id for record, _ in parsed if record.recorded_at <= walked)

    def _tell_found(self) -> int:
        """Append what was found and not yet told; how many changes."""
        told = 0
        while batch := self._found():
            outcomes = self.log.append_many([Command((event,)) for _, event in batch])
            if any(isinstance(outcome, OtherContent) for outcome in outcomes):
                raise HaltedError(
                    "findings: the log holds another change under the id of one; verify the trail"
                )
            with writing(self.engine).begin() as connection:
                Ledger(connection).told(batch[-1][0])
            told += len(batch)
        return told

    def _found(self) -> list[tuple[int, ProposedEvent]]:
        with self.engine.connect() as connection:
            rows = connection.execute(select(OUTBOX).order_by(OUTBOX.c.number).limit(BATCH)).all()
        return [
            (row.number, ProposedEvent(UUID(row.event_id), row.subject, TYPE, row.body, row.fingerprint))
            for row in rows
        ]


@dataclass(frozen=True)
class _Step:
    """One transaction of a walk: what is judged by which numbers, from where to where."""

    connection: Connection
    parameters: Parameters
    opener: Opener
    after: datetime | None
    to: datetime
    late: frozenset[str]
    anew: str | None
    """Version of rules and numbers that came into use before this step."""


def _walk_on(connection: Connection, stream: FindingChanges, until: datetime, size: int) -> bool:
    """Walk every subject on by some moments; says whether all of them arrived."""
    ledger, parameters = Ledger(connection), stream.parameters()
    stands = ledger.place()
    version = judged_by(parameters)
    anew = version if stands.walked is not None and stands.judged_by != version else None
    if stands.walked is not None:
        until = max(until, stands.walked)
        if anew is not None:
            ledger.look_at_all(stands.walked)
    to = max(ledger.moment_of(size, until), stands.walked or EARLIEST)
    step = _Step(connection, parameters, stream.opener, stands.walked, to, ledger.late(), anew)
    changes = sorted(_changes(step, ledger), key=lambda each: (each.as_of, each.subject, each.rule))
    ledger.put_out(changes, stands.told + 1)
    ledger.late_met()
    ledger.move(Place(to, version, stands.told + len(changes)))
    return to == until


def _changes(step: _Step, ledger: Ledger) -> Iterator[FindingChanged]:
    """Walk the subjects at which to look in this step, and keep where each of them stands."""
    work = ledger.work(step.to)
    journal = Journal(step.connection, journal_tables(), step.opener)
    for subjects in chunks(work, SUBJECTS):
        standing = ledger.standing(subjects)
        records = journal.records_for(subjects)
        walked = {
            subject: _walked(step, subject, standing[subject], work[subject], records.get(subject, ()))
            for subject in subjects
        }
        ledger.keep(
            {subject: each.standing for subject, each in walked.items()},
            {subject: each.next for subject, each in walked.items() if each.next is not None},
        )
        yield from (change for each in walked.values() for change in each.changes)


def _walked(
    step: _Step,
    subject: str,
    standing: Mapping[str, Standing],
    moments: Sequence[datetime],
    records: Iterable[AnyRecord],
) -> Walked:
    first = next((each for each in moments if step.after is None or each > step.after), None)
    course = Course(subject, standing, step.after, first, step.late, step.anew)
    return walk(course, records, step.to, step.parameters)
