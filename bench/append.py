"""Appending to the event store, beside the eventsourcing library and raw PostgreSQL, in one run.

`python -m bench.append postgresql://user@host/database`: the server's user may create databases. Each
measurement has a fresh database, which is dropped afterwards. Takes about half a minute.
"""

import hashlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.rows import Row, table
from foundation.clock import uuid7
from foundation.event_store.port import Command, ProposedEvent
from foundation.event_store.postgres import PostgresEventStore
from foundation.event_store.postgres_tables import CREATE

CALLERS = 32
SECONDS = 3.0
ROUNDS = 2
BULK = 30_000
TOPIC = "org.returnwatch.return-operation.observation-filed.v1"
BODY = b"x" * 1000
COLUMNS = "notification_id, event_id, originator_id, originator_version, topic, state, fingerprint"
RAW_INSERT = f"INSERT INTO stored_events ({COLUMNS}) VALUES (%s, %s, %s, 1, %s, %s, %s)"
RAW_COPY = f"COPY stored_events ({COLUMNS}) FROM STDIN (FORMAT binary)"
FINGERPRINT = hashlib.sha256(BODY).digest()

Work = Callable[[], object]


class Observation(Aggregate):
    """The smallest aggregate that carries a body of the same size in the library's way."""

    def __init__(self, body: str) -> None:
        self.body = body


def run(dsn: str) -> list[Row]:
    """Measure single appends and bulk appends; the best of a few alternating rounds each."""
    library = ours = raw = bulk = copy = 0.0
    for _ in range(ROUNDS):
        library = max(library, _measured(dsn, _library_save))
        ours = max(ours, _measured(dsn, _append))
        raw = max(raw, _measured(dsn, _raw_insert))
        bulk = max(bulk, _measured(dsn, _append_many))
        copy = max(copy, _measured(dsn, _raw_copy))
    one = f"append, one event per call, {CALLERS} callers"
    return [
        Row(one, ours, library, "eventsourcing save, as many callers", 5.0),
        Row(one, ours, raw, "raw INSERT, as many connections", 0.5),
        Row("append_many", bulk, copy, "raw COPY of the same rows", 0.3),
    ]


def _append(url: str) -> float:
    with _store(url) as store:
        return _rate(lambda _: lambda: store.append(_command()))


def _library_save(url: str) -> float:
    given = conninfo_to_dict(url)
    app = Application[UUID](
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(given.get("dbname", "")),
            "POSTGRES_HOST": str(given.get("host", "")),
            "POSTGRES_PORT": str(given.get("port", 5432)),
            "POSTGRES_USER": str(given.get("user", "")),
            "POSTGRES_PASSWORD": str(given.get("password", "")),
            "POSTGRES_POOL_SIZE": str(CALLERS),
        }
    )
    text = BODY.decode()
    try:
        return _rate(lambda _: lambda: app.save(Observation(text)))
    finally:
        app.close()


def _raw_insert(url: str) -> float:
    _create(url)
    sequence = count(1)
    connections = [psycopg.connect(url, autocommit=True) for _ in range(CALLERS)]

    def insert(connection: psycopg.Connection) -> None:
        event_id = uuid7()
        connection.execute(RAW_INSERT, (next(sequence), event_id, f"C-{event_id}", TOPIC, BODY, FINGERPRINT))

    try:
        return _rate(lambda caller: lambda: insert(connections[caller]))
    finally:
        for connection in connections:
            connection.close()


def _append_many(url: str) -> float:
    commands = [_command() for _ in range(BULK)]
    with _store(url) as store:
        begin = time.perf_counter()
        store.append_many(commands)
        return BULK / (time.perf_counter() - begin)


def _raw_copy(url: str) -> float:
    _create(url)
    ids = [uuid7() for _ in range(BULK)]
    rows = [(n, i, f"C-{i}", 1, TOPIC, BODY, FINGERPRINT) for n, i in enumerate(ids, 1)]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        begin = time.perf_counter()
        with cursor.copy(RAW_COPY) as copy:
            copy.set_types(["int8", "uuid", "text", "int8", "text", "bytea", "bytea"])
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return BULK / (time.perf_counter() - begin)


def _rate(work_of: Callable[[int], Work]) -> float:
    """Calls per second of all callers together; `work_of` gives each caller, by number, what to call."""
    done = [0] * CALLERS
    end = time.perf_counter() + SECONDS

    def call(caller: int) -> None:
        work = work_of(caller)
        while time.perf_counter() < end:
            work()
            done[caller] += 1

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(CALLERS)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begin)


def _command() -> Command:
    event_id = uuid7()
    return Command((ProposedEvent(event_id, f"C-{event_id}", TOPIC, BODY, FINGERPRINT),))


@contextmanager
def _store(url: str) -> Iterator[PostgresEventStore]:
    store = PostgresEventStore(url)
    try:
        yield store
    finally:
        store.close()


def _create(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in CREATE:
            connection.execute(statement)


def _measured(dsn: str, measure: Callable[[str], float]) -> float:
    name = f"bench_{uuid7().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            return measure(make_conninfo(dsn, dbname=name))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    print(table(run(sys.argv[1])))
