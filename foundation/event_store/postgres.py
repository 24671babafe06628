"""The event store in a PostgreSQL database of its own (version 14 or newer), for services that run apart.

The table is the one of eventsourcing's recorder with two more columns, so the library's own selects read
it too. Its way of inserting is replaced: the writer thread of a process holds one connection, and an
advisory lock from the start of a transaction to its commit lets one writer of all processes in at a time.
The sequence is given under that lock, which makes sequence order commit order, without holes. A writer that
went past the lock would take a sequence that is in use and be refused by its unique index.

An error text never holds a password or the values of a row.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.rows import DictRow, TupleRow, dict_row, tuple_row

from foundation.event_store import postgres_check
from foundation.event_store.admission import Known
from foundation.event_store.port import StoredRecord, StoreUnavailableError
from foundation.event_store.postgres_address import PostgresAddress
from foundation.event_store.postgres_tables import (
    COPY,
    COPY_TYPES,
    CREATE,
    EXISTS,
    HEAD,
    INSERT,
    LOCK,
    OUST,
    RECORDS,
    SELECT_AFTER,
    SELECT_ONE,
    SESSION,
    TABLE,
    VERSIONS,
)
from foundation.event_store.store import Commit, LoggedEventStore

COPIED_FROM = 64
"""Rows from which on COPY is faster than one INSERT."""
READERS = 10
READER_PATIENCE = 2.5
"""Seconds that each of the two tries of a read waits for a server that is being restarted."""


class PostgresEventStore(LoggedEventStore):
    """The event store at a `postgresql://` URL, whose tables are created when missing."""

    def __init__(self, url: str, *, patience: float = 5.0) -> None:
        super().__init__(_PostgresLog(PostgresAddress.parse(url)), patience=patience)


class _PostgresLog(PostgresApplicationRecorder):
    def __init__(self, address: PostgresAddress) -> None:
        self._address = address
        self._writer: psycopg.Connection[TupleRow] | None = None
        datastore = _readers(address)
        try:
            with self._answering():
                self._writer = self._connect()  # says more clearly than a pool what is wrong
                super().__init__(datastore, events_table_name=TABLE)
                self.sql_create_statements = []
                self.create_table()
            self.select_records(0, 0)  # another program's table of this name has other columns
        except StoreUnavailableError:
            self._drop_writer()
            datastore.close()
            raise

    def _create_table(self, curs: psycopg.Cursor[DictRow]) -> None:
        """Create the table under the writers' lock, so that several processes may open a new database."""
        curs.execute(LOCK)
        found = curs.execute(EXISTS).fetchone()
        if found is None or not found["found"]:
            for statement in CREATE:
                curs.execute(statement)

    @contextmanager
    def writing(self, ids: Sequence[UUID], streams: Sequence[str]) -> Iterator[tuple[Known, Commit]]:
        """Keep every other writer out for the length of the block; what was not committed is dropped."""
        with self._answering(), self._writing_connection() as connection:
            with connection.pipeline():
                connection.execute(LOCK)
                head = connection.execute(HEAD)
                records = connection.execute(RECORDS, (list(ids),), binary=True)
                versions = connection.execute(VERSIONS, (list(streams),), binary=True)
            known = Known(
                _number(head.fetchone()),
                {row[1]: StoredRecord(*row) for row in records.fetchall()},
                dict(versions.fetchall()),
            )
            yield known, lambda added: _commit(connection, added)
            connection.rollback()

    def select_records(self, after: int, limit: int) -> list[StoredRecord]:
        """The records above `after`, in order."""
        return [StoredRecord(*row) for row in self._select(SELECT_AFTER, (after, limit))]

    def select_record(self, event_id: UUID) -> StoredRecord | None:
        """The record of one id."""
        rows = self._select(SELECT_ONE, (event_id,))
        return StoredRecord(*rows[0]) if rows else None

    def head(self) -> int:
        """The last sequence."""
        return _number(self._select(HEAD, ())[0])

    def damages(self) -> Iterator[str]:
        """Unreadable pages, indexes that disagree with the table, gaps in the log and in its streams."""
        try:
            with self._answering(), self._connect() as connection:
                yield from postgres_check.damages(connection)
        except StoreUnavailableError as error:
            yield f"{TABLE}: {error}"

    def close(self) -> None:
        """Release the connections."""
        self._drop_writer()
        self.datastore.close()

    def _select(self, statement: str, values: tuple[Any, ...]) -> list[TupleRow]:
        """Select, and once more when the server went down under the query; the pool waits for its return."""
        try:
            return self._select_once(statement, values)
        except StoreUnavailableError:
            return self._select_once(statement, values)

    def _select_once(self, statement: str, values: tuple[Any, ...]) -> list[TupleRow]:
        with self._answering(), self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            return cursor.execute(statement, values, prepare=True, binary=True).fetchall()

    def _connect(self) -> psycopg.Connection[TupleRow]:
        connection = psycopg.connect(**self._address.parameters)
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        try:
            for statement in SESSION:
                connection.execute(statement)
            connection.commit()
        except psycopg.Error:
            connection.close()
            raise
        return connection

    @contextmanager
    def _writing_connection(self) -> Iterator[psycopg.Connection[TupleRow]]:
        """The writer's own connection, made anew after any failure, since none tells how far it got."""
        if self._writer is None or self._writer.closed:
            self._writer = self._connect()
        try:
            yield self._writer
        except psycopg.errors.LockNotAvailable:
            self._drop_writer()
            self._oust()
            raise
        except BaseException:
            self._drop_writer()
            raise

    def _oust(self) -> None:
        """End the transaction of a writer that stopped in its midst, as a paused container does."""
        with self._connect() as connection:
            connection.execute(OUST)

    def _drop_writer(self) -> None:
        if self._writer is not None:
            with suppress(psycopg.Error):
                self._writer.close()
        self._writer = None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except (psycopg.Error, PersistenceError) as error:
            raise StoreUnavailableError(self._address.explain(error)) from None


def _readers(address: PostgresAddress) -> PostgresDatastore:
    """A pool that checks a connection before it lends it, and soon tries again after a failure."""
    datastore = PostgresDatastore(
        dbname="",
        host="",
        port="",
        user="",
        password="",
        connect_timeout=READER_PATIENCE,
        pool_size=1,
        max_overflow=READERS - 1,
        pre_ping=True,
        originator_id_type="text",
    )
    datastore.pool.kwargs = {**address.parameters, "row_factory": dict_row}
    datastore.pool.reconnect_timeout = 1.0
    return datastore


def _commit(connection: psycopg.Connection[TupleRow], added: list[StoredRecord]) -> None:
    """Insert and commit, few rows in one round trip, many by the faster stream."""
    rows = [(r.sequence, r.event_id, r.stream, r.version, r.topic, r.body, r.fingerprint) for r in added]
    if len(rows) < COPIED_FROM:
        with connection.pipeline():
            connection.execute(INSERT, [list(column) for column in zip(*rows, strict=True)])
            connection.commit()
        return
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        copy.set_types(COPY_TYPES)
        for row in rows:
            copy.write_row(row)
    connection.commit()


def _number(row: TupleRow | None) -> int:
    return int(row[0]) if row else 0
