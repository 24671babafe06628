"""Rebuilding the view from an event store, beside reading, parsing and bulk inserting the same evidence.

`python -m bench.rebuild postgresql://user@host`: the server's user may create databases. The store is
filled once, which is not measured. Takes less than a minute.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import orjson
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import text

from bench.rows import Row, table
from deploy.postgres_url import database_url
from foundation.clock import uuid7
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, EventStore, ProposedEvent
from projections.operation_coverage.projection import OperationCoverage
from projections.runner.opening import open_database
from projections.runner.poll import PAGE, stores_as_pages
from projections.runner.rebuild import rebuild

EVENTS = 100_000
ROWS = 8
"""Rows of figures for one operation."""
BOUND = 20_000
"""Events a second that a rebuild must reach on two cores."""
SERVICE = "return_operation"
TYPE = "org.returnwatch.return-operation.operation-figures-reported.v1"
EVIDENCE = "CREATE TABLE evidence (event_id text PRIMARY KEY, operation text, amends text, kept {blob})"


def run(url: str) -> list[Row]:
    """Measure on PostgreSQL and on SQLite; `url` names a PostgreSQL server without a database."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, _fresh(url) as (events, views, raw):
        files = [f"sqlite:///{Path(folder) / name}.sqlite" for name in ("events", "views", "raw")]
        for kind, (of_events, of_views, of_raw) in (("PostgreSQL", (events, views, raw)), ("SQLite", files)):
            store = open_store(of_events)
            _fill(store)
            baseline = _read_parse_insert(store, of_raw)
            ours = _rebuild(store, of_views)
            store.close()
            work = f"rebuild operation_coverage, {kind}"
            rows.append(Row(work, ours, baseline, "read, parse, insert the evidence", 0.0))
            rows.append(Row(work, ours, BOUND, "20,000 events a second", 1.0))
    return rows


def _rebuild(store: EventStore, url: str) -> float:
    engine = open_database(url)
    begin = time.perf_counter()
    rebuilt = rebuild(engine, OperationCoverage(), stores_as_pages({SERVICE: store}))
    taken = time.perf_counter() - begin
    engine.dispose()
    assert (rebuilt.records, rebuilt.dead) == (EVENTS, 0)
    return EVENTS / taken


def _read_parse_insert(store: EventStore, url: str) -> float:
    engine = open_database(url)
    blob = "bytea" if engine.dialect.name == "postgresql" else "blob"
    with engine.begin() as connection:
        connection.execute(text(EVIDENCE.format(blob=blob)))
    insert = text("INSERT INTO evidence VALUES (:event_id, :operation, NULL, :kept)")
    begin, after = time.perf_counter(), 0
    while records := store.read(after, PAGE):
        rows = []
        for record in records:
            raw = orjson.loads(record.body)
            data = raw["data"]
            rows.append({"event_id": raw["id"], "operation": data["operation"], "kept": orjson.dumps(data)})
        with engine.begin() as connection:
            connection.execute(insert, rows)
        after = records[-1].sequence
    taken = time.perf_counter() - begin
    engine.dispose()
    return EVENTS / taken


def _fill(store: EventStore) -> None:
    commands = [Command((_event(number),)) for number in range(EVENTS)]
    store.append_many(commands)


def _event(number: int) -> ProposedEvent:
    """One row of a document, as the service stores it."""
    event_id, operation = uuid7(), f"O-{UUID(int=number // ROWS * 0x9E3779B97F4A7C15 % 2**128)}"
    body = orjson.dumps(
        {
            "assertedbybody": f"ORG-{UUID(int=1)}",
            "assertedbyrole": "authority",
            "country": "XX",
            "data": {
                "countries_of_return": ["AL"],
                "departed_on": "2024-01-08",
                "monitors_national": number % 3,
                "operation": operation,
                "operation_type": "JRO",
                "participating_country": ("DE", "FR", "IT", "SE")[number % 4],
                "reference": f"RO-{number // ROWS:06}",
                "returnees": number % 40,
                "source_document": "figures.xlsx",
                "source_row": f"figures!{number}",
                "team_counts": [{"role": "escort_leader", "total": 1}, {"role": "escort", "total": 30}],
            },
            "datacontenttype": "application/json",
            "dataschema": "/schemas/events/return-operation/operation-figures-reported.v1.json",
            "id": f"EVT-{event_id}",
            "language": "en",
            "occurredprecision": "day",
            "partitionkey": operation,
            "phase": "en_route",
            "recordedby": "token",
            "recordedtime": "2024-02-01T10:00:00Z",
            "schemaversion": "1.1.0",
            "sealed": "recordedby",
            "source": "/services/return-operation",
            "sourcekinds": "document",
            "specversion": "1.0",
            "subject": operation,
            "subjects": operation,
            "time": "2024-01-31T00:00:00Z",
            "type": TYPE,
        }
    )
    return ProposedEvent(event_id, operation, TYPE, body, event_id.bytes * 2)


@contextmanager
def _fresh(url: str) -> Iterator[tuple[str, str, str]]:
    """Three empty databases, dropped at the end."""
    names = [f"bench_rebuild_{name}_{uuid7().hex}" for name in ("events", "views", "raw")]
    with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            events, views, raw = (database_url(url, name) for name in names)
            yield events, views, raw
        finally:
            for name in names:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
                connection.execute(drop)


if __name__ == "__main__":
    sys.stdout.write(table(run(sys.argv[1])) + "\n")
