"""A whole import into PostgreSQL: validated, sealed, stored; beside COPY of the very rows it stored.

`python -m bench.import_figures postgresql://user@host`: the server's user may create databases.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import psycopg
from psycopg import sql

from bench.rows import Row, table
from deploy.postgres_url import database_url
from deploy.provision import provision_databases
from events.envelope import Statement
from events.ids import subject_id
from events.return_operation import OperationFiguresReported
from events.submission import Submission
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.event_store.postgres_tables import CREATE
from foundation.recording.outcomes import Recorded
from foundation.recording.recorder import Recorder
from foundation.vault.opening import open_vault
from returnwatch.commands.importing import OPERATOR

EVENTS = 20_000
NAMESPACE = UUID("018f6a2c-0000-7000-8000-0000000000ff")
COLUMNS = "notification_id, event_id, originator_id, originator_version, topic, state, fingerprint"
STORE, VAULT, RAW = "bench_import_store", "bench_import_vault", "bench_import_raw"


def run(dsn: str) -> list[Row]:
    """Measure one import and one COPY of what it stored."""
    with psycopg.connect(database_url(dsn, "postgres"), autocommit=True) as server:
        _drop(server)
        try:
            provision_databases(dsn, (STORE, VAULT, RAW))
            ours, rows = _imported(dsn)
            raw = _copied(database_url(dsn, RAW), rows)
        finally:
            _drop(server)
    return [Row("import: validate, seal, store", ours, raw, "raw COPY of the same rows", 0.0)]


def _imported(dsn: str) -> tuple[float, list[tuple[object, ...]]]:
    submissions = list(_submissions())
    with tempfile.TemporaryDirectory() as keys:
        store = open_store(database_url(dsn, STORE))
        vault = open_vault(database_url(dsn, VAULT), Path(keys), may_create_keys=True)
        recorder = Recorder("return_operation", store, vault, system_clock)
        try:
            begin = time.perf_counter()
            outcomes = list(recorder.record_many(OPERATOR, submissions))
            seconds = time.perf_counter() - begin
            assert all(isinstance(outcome, Recorded) for outcome in outcomes)
        finally:
            store.close()
            vault.close()
    with psycopg.connect(database_url(dsn, STORE)) as connection:
        rows = connection.execute(f"SELECT {COLUMNS} FROM stored_events ORDER BY notification_id").fetchall()
    return EVENTS / seconds, rows


def _copied(url: str, rows: list[tuple[object, ...]]) -> float:
    with psycopg.connect(url) as connection:
        for statement in CREATE:
            connection.execute(statement)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        begin = time.perf_counter()
        with cursor.copy(f"COPY stored_events ({COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int8", "uuid", "text", "int8", "text", "bytea", "bytea"])
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return len(rows) / (time.perf_counter() - begin)


def _submissions() -> Iterator[Submission]:
    published = datetime(2024, 11, 13, tzinfo=UTC)
    for number in range(EVENTS):
        operation = subject_id("operation", uuid5(NAMESPACE, str(number // 5)))
        yield Submission(
            Statement(
                event_id=subject_id("event", uuid5(NAMESPACE, f"row {number}")),
                subject_ids=(operation,),
                occurred_at=published,
                occurred_precision="day",
                phase="en_route",
                country="DE",
                asserted_by_role="authority",
                source_kinds=("document",),
            ),
            OperationFiguresReported(
                operation=operation,
                reference=f"RO-{number // 5}",
                participating_country="DE",
                returnees=number % 60,
                source_document="sha256:bench",
                source_row=f"bench!{number}",
            ),
        )


def _drop(server: psycopg.Connection) -> None:
    for name in (STORE, VAULT, RAW):
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


if __name__ == "__main__":
    sys.stdout.write(table(run(sys.argv[1])) + "\n")
