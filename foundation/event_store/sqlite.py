"""The event store in one SQLite file, for running everything in one process or a few on one machine.

The table is the one of eventsourcing's SQLite recorder with two more columns, so the library's own
selects read it too. WAL and synchronous FULL: a commit is on disk. `BEGIN IMMEDIATE` lets one writer of
all processes in at a time, and the sequence is given under it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from eventsourcing.persistence import ConnectionPoolClosedError, PersistenceError
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore

from foundation.event_store.admission import Known
from foundation.event_store.port import StoredRecord, StoreUnavailableError
from foundation.event_store.store import Commit, LoggedEventStore
from foundation.sqlite_files import reading_uri

TABLE = "stored_events"
LOCK_TIMEOUT = 10
"""Seconds that a writer waits for the writers of other processes."""
CONNECTIONS = 50

CREATE = (
    """CREATE TABLE IF NOT EXISTS stored_events (
        rowid INTEGER PRIMARY KEY,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        event_id BLOB NOT NULL UNIQUE CHECK (length(event_id) = 16),
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        UNIQUE (originator_id, originator_version))""",
    """CREATE TRIGGER IF NOT EXISTS stored_events_refuse_update BEFORE UPDATE ON stored_events
        BEGIN SELECT RAISE(ABORT, 'stored events are never changed or removed'); END""",
    """CREATE TRIGGER IF NOT EXISTS stored_events_refuse_delete BEFORE DELETE ON stored_events
        BEGIN SELECT RAISE(ABORT, 'stored events are never changed or removed'); END""",
)
SELECT = """SELECT rowid, event_id, originator_id, originator_version, topic, state, fingerprint
    FROM stored_events"""
INSERT = """INSERT INTO stored_events
    (rowid, event_id, originator_id, originator_version, topic, state, fingerprint) VALUES (?,?,?,?,?,?,?)"""
HEAD = "SELECT coalesce(max(rowid), 0) FROM stored_events"
VERSION = "SELECT coalesce(max(originator_version), 0) FROM stored_events WHERE originator_id = ?"
# An index that lost an entry would hide a hole, so the sequences are read from the table itself.
HOLES = """SELECT before + 1, rowid - 1
    FROM (SELECT rowid, lag(rowid, 1, 0) OVER (ORDER BY rowid) AS before FROM stored_events NOT INDEXED)
    WHERE rowid <> before + 1"""
STREAM_HOLES = """SELECT rowid
    FROM (SELECT rowid, originator_version, lag(originator_version, 1, 0) OVER of_stream AS before,
                 lag(rowid, 1, 0) OVER of_stream AS earlier
          FROM stored_events
          WINDOW of_stream AS (PARTITION BY originator_id ORDER BY originator_version))
    WHERE originator_version <> before + 1 OR rowid <= earlier"""


class SqliteEventStore(LoggedEventStore):
    """The event store in the file at `path`, which is created in an existing folder when missing.

    With `reading` it is neither created nor written to, and the folder may be read-only.
    """

    def __init__(self, path: Path, *, patience: float = 5.0, reading: bool = False) -> None:
        super().__init__(_SqliteLog(path, reading=reading), patience=patience)


class _SqliteLog(SQLiteApplicationRecorder):
    def __init__(self, path: Path, *, reading: bool) -> None:
        self._place = str(path)
        datastore = SQLiteDatastore(
            reading_uri(path) if reading else f"{path.absolute().as_uri()}?mode=rwc",
            lock_timeout=LOCK_TIMEOUT,
            pool_size=CONNECTIONS,
            originator_id_type="text",
        )
        super().__init__(datastore, TABLE)
        if reading:
            # An unchanging file counts as one without a log of writes, and must not be given one.
            datastore.pool.is_journal_mode_wal = True
        else:
            self._create()
        try:
            self.select_records(0, 0)  # another program's table of this name has other columns
        except StoreUnavailableError:
            datastore.close()
            raise

    def _create(self) -> None:
        with self._answering(), self._exclusively() as cursor:
            for statement in CREATE:
                cursor.execute(statement)
            cursor.execute("COMMIT")

    def construct_create_table_statements(self) -> list[str]:
        """The library's table with explicit sequence, event id and fingerprint, closed to changes."""
        return list(CREATE)

    @contextmanager
    def writing(self, ids: Sequence[UUID], streams: Sequence[str]) -> Iterator[tuple[Known, Commit]]:
        """Keep every other writer out for the length of the block; what was not committed is dropped."""
        with self._answering(), self._exclusively() as cursor:
            yield _look_up(cursor, ids, streams), lambda added: _commit(cursor, added)

    def select_records(self, after: int, limit: int) -> list[StoredRecord]:
        """The records above `after`, in order."""
        with self._reading() as cursor:
            cursor.execute(f"{SELECT} WHERE rowid > ? ORDER BY rowid LIMIT ?", (after, limit))
            return [_record(row) for row in cursor]

    def select_record(self, event_id: UUID) -> StoredRecord | None:
        """The record of one id."""
        with self._reading() as cursor:
            row = cursor.execute(f"{SELECT} WHERE event_id = ?", (event_id.bytes,)).fetchone()
            return row and _record(row)

    def head(self) -> int:
        """The last sequence."""
        with self._reading() as cursor:
            return int(cursor.execute(HEAD).fetchone()[0])

    def damages(self) -> Iterator[str]:
        """What SQLite finds in pages, indexes and constraints; then gaps in the log and in its streams."""
        try:
            with self._reading() as cursor:
                found = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check")]
                yield from (f"{TABLE}: {line}" for line in found if line != "ok")
                for first, last in cursor.execute(HOLES).fetchall():
                    yield f"{TABLE}: sequences {first} to {last} are missing"
                for (sequence,) in cursor.execute(STREAM_HOLES).fetchall():
                    yield f"{TABLE}: sequence {sequence} is out of order in its stream"
        except StoreUnavailableError as error:
            yield f"{TABLE}: {error}"

    def close(self) -> None:
        """Release the connections."""
        self.datastore.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Cursor]:
        with self._answering(), self.datastore.get_connection(commit=False) as connection:
            cursor = connection.cursor()
            with cursor as plain:
                plain.row_factory = None
                yield plain

    @contextmanager
    def _exclusively(self) -> Iterator[sqlite3.Cursor]:
        with self.datastore.get_connection(commit=True) as connection, connection.cursor() as cursor:
            cursor.row_factory = None
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            finally:
                connection.rollback()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except ConnectionPoolClosedError:
            raise StoreUnavailableError(f"the event store {self._place} is closed; open it again") from None
        except (sqlite3.Error, PersistenceError) as error:
            raise StoreUnavailableError(f"the event store {self._place} does not answer: {error}") from error


def _look_up(cursor: sqlite3.Cursor, ids: Sequence[UUID], streams: Sequence[str]) -> Known:
    records = {}
    for event_id in ids:
        row = cursor.execute(f"{SELECT} WHERE event_id = ?", (event_id.bytes,)).fetchone()
        if row is not None:
            records[event_id] = _record(row)
    versions = {stream: cursor.execute(VERSION, (stream,)).fetchone()[0] for stream in streams}
    return Known(cursor.execute(HEAD).fetchone()[0], records, versions)


def _commit(cursor: sqlite3.Cursor, added: list[StoredRecord]) -> None:
    cursor.executemany(
        INSERT,
        [(r.sequence, r.event_id.bytes, r.stream, r.version, r.topic, r.body, r.fingerprint) for r in added],
    )
    cursor.execute("COMMIT")


def _record(row: tuple[int, bytes, str, int, str, bytes, bytes]) -> StoredRecord:
    sequence, event_id, stream, version, topic, body, fingerprint = row
    return StoredRecord(sequence, UUID(bytes=event_id), stream, version, topic, body, fingerprint)
