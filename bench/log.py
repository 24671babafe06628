"""The audit log: durable leaves a second, and proofs at ten million leaves, on PostgreSQL and on SQLite.

`python -m bench.log postgresql://user@host/database`: the server's user may create databases. Takes about
half a minute. The log of ten million leaves has random hashes, and only the tiles that the proofs read.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import psycopg
from psycopg import sql
from sqlalchemy import Engine, insert, make_url, text, update

from bench.rows import Row, table
from foundation.clock import system_clock, uuid7
from foundation.tlog.checkpoint import Checkpoint
from foundation.tlog.growth import edge_tiles
from foundation.tlog.leaf import leaf_of
from foundation.tlog.notes import NoteSigner
from foundation.tlog.tiles import Tile, width_at
from projections.audit_trail.tables import checkpoint, leaf, tile, tree_head
from projections.audit_trail.trail import AuditTrail
from projections.runner.generations import writing
from projections.runner.opening import open_database

LEAVES = 60_000
BATCH = 1_000
LONG = 10_000_000
PROOFS = 1_000
ROUNDS = 2
PROMISED_LEAVES = 20_000.0
PROMISED_PROOFS = 1_000.0
SERVICE = "return_operation"
SIGNER = NoteSigner("returnwatch.example/log", bytes(32))


@dataclass(frozen=True)
class Record:
    """An event of one kilobyte."""

    service: str
    sequence: int
    body: bytes


def run(dsn: str) -> list[Row]:
    """Measure both databases; the best of a few alternating rounds each."""
    rows: list[Row] = []
    for name, database in (("PostgreSQL", lambda: _postgres(dsn)), ("SQLite", _sqlite)):
        ours = raw = proofs = 0.0
        for _ in range(ROUNDS):
            ours = max(ours, _measured(database, _append))
            raw = max(raw, _measured(database, _raw_insert))
            proofs = max(proofs, _measured(database, _prove))
        work = f"log, {BATCH:,} leaves a commit, {name}"
        rows += [
            Row(work, ours, PROMISED_LEAVES, "what is promised", 1.0),
            Row(work, ours, raw, "raw INSERT of the same entries, as many a commit", 0.2),
            Row(
                f"proof at {LONG:,} leaves, median, {name}", proofs, PROMISED_PROOFS, "what is promised", 1.0
            ),
        ]
    return rows


def _append(engine: Engine) -> float:
    trail = _trail(engine)
    records = _records()
    begin = time.perf_counter()
    for at in range(0, LEAVES, BATCH):
        with writing(engine).begin() as connection:
            trail.apply(connection, records[at : at + BATCH])
    return LEAVES / (time.perf_counter() - begin)


def _raw_insert(engine: Engine) -> float:
    """The same rows by the driver alone, with nothing hashed, linked or signed."""
    _trail(engine)
    rows = [
        (at, SERVICE, record.sequence, str(uuid7()), leaf_of(*_fields(record)).entry())
        for at, record in enumerate(_records())
    ]
    begin = time.perf_counter()
    for at in range(0, LEAVES, BATCH):
        with writing(engine).begin() as connection:
            mark = "?" if engine.dialect.name == "sqlite" else "%s"
            marks = ", ".join([mark] * 5)
            connection.exec_driver_sql(f"INSERT INTO leaf VALUES ({marks})", rows[at : at + BATCH])
    return LEAVES / (time.perf_counter() - begin)


def _prove(engine: Engine) -> float:
    """One over the median time of proofs all over the log, each asked once, by a reader that begins cold."""
    trail = _trail(engine)
    took: list[float] = []
    for event_id in _pretend_ten_million(engine):
        begin = time.perf_counter()
        trail.prove(event_id)
        took.append(time.perf_counter() - begin)
    return 1 / median(took)


def _pretend_ten_million(engine: Engine) -> list[str]:
    indexes = random.Random(7).sample(range(LONG), PROOFS)
    tiles = set(edge_tiles(LONG))
    for index in indexes:
        for level in range(3):
            number = index >> 8 * (level + 1)
            tiles.add(Tile(level, number, width_at(level, number, LONG)))
    records = [Record(SERVICE, index + 1, _body()) for index in indexes]
    leaves = [leaf_of(*_fields(record)) for record in records]
    root = os.urandom(32)
    note = Checkpoint(SIGNER.name, LONG, root).signed(SIGNER)
    with writing(engine).begin() as connection:
        connection.execute(update(tree_head).values(size=LONG, root=root))
        stated = {"size": LONG, "note": note, "issued_at": datetime.now(UTC).isoformat()}
        connection.execute(insert(checkpoint).values(stated))
        connection.execute(
            insert(tile),
            [
                {"level": one.level, "number": one.number, "hashes": os.urandom(32 * one.width)}
                for one in tiles
            ],
        )
        connection.execute(
            insert(leaf),
            [
                {
                    "idx": index,
                    "service": SERVICE,
                    "sequence": index + 1,
                    "event_id": one.id,
                    "entry": one.entry(),
                }
                for index, one in zip(indexes, leaves, strict=True)
            ],
        )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return [one.id for one in leaves]


def _trail(engine: Engine) -> AuditTrail:
    trail = AuditTrail(engine, SIGNER, system_clock)
    with writing(engine).begin() as connection:
        trail.create(connection)
    return trail


def _records() -> list[Record]:
    return [Record(SERVICE, sequence, _body()) for sequence in range(1, LEAVES + 1)]


def _fields(record: Record) -> tuple[str, int, bytes]:
    return record.service, record.sequence, record.body


def _body() -> bytes:
    attributes = {
        "data": {"text": "x" * 700},
        "id": f"EVT-{uuid7()}",
        "recordedtime": "2024-05-01T10:00:00Z",
        "type": "org.returnwatch.return-operation.observation-filed.v1",
    }
    return json.dumps(attributes, separators=(",", ":")).encode()


@contextmanager
def _postgres(dsn: str) -> Iterator[str]:
    name = f"bench_{uuid7().hex}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(dsn).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'audit.sqlite'}"


def _measured(
    database: Callable[[], AbstractContextManager[str]], measure: Callable[[Engine], float]
) -> float:
    with database() as url:
        engine = open_database(url)
        try:
            return measure(engine)
        finally:
            engine.dispose()


if __name__ == "__main__":
    print(table(run(sys.argv[1])))
