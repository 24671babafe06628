"""Rebuilding all monitoring views, and asking them, beside reading, parsing and inserting the same events.

`python -m bench views`. The events are invented before anything is measured. RETURNWATCH_BENCH_EVENTS gives
other sizes than 10,000 and 100,000, separated by commas.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import psycopg
from sqlalchemy import Engine, select, text

from bench.invented import pages, write
from bench.rows import Row
from deploy.postgres_url import database_url
from deploy.provision import provision_databases
from events.cloudevents import decode
from foundation.clock import system_clock
from projections.query.views import BY_NAME, monitoring_views
from projections.runner.opening import open_database
from projections.runner.positions import serving
from projections.runner.reading import ask
from projections.runner.rebuild import rebuild
from projections.viewing.asking import Asked, answer_to
from projections.viewing.hands import cores
from projections.viewing.table import NAME, tables

SIZES = tuple(int(size) for size in os.environ.get("RETURNWATCH_BENCH_EVENTS", "10000,100000").split(","))
ASKED = 200
VIEWS = "bench_views"
BOUND = 300 * cores()
"""Events a second that a rebuild must reach (ADR 26)."""
QUICK = 50.0
"""Case files a second that p99 of 20 ms allows one caller."""


def run(postgres: str) -> list[Row]:
    """Measure on SQLite at each size and on PostgreSQL; latencies and memory go to standard error."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="returnwatch-bench-") as folder:
        for size in SIZES:
            events = Path(folder) / f"{size}.jsonl"
            write(events, size)
            baseline = _read_parse_insert(events, Path(folder) / f"raw-{size}.sqlite")
            rows += _measured(
                f"sqlite:///{Path(folder) / f'{size}.sqlite'}", "SQLite", events, size, baseline
            )
            if size == min(SIZES):
                with database(postgres) as url:
                    rows += _measured(url, "PostgreSQL", events, size, baseline)
    return rows


def _measured(url: str, kind: str, events: Path, size: int, baseline: float) -> list[Row]:
    engine = open_database(url)
    try:
        begin = time.perf_counter()
        rebuild(engine, monitoring_views(), lambda _: pages(events))
        ours = size / (time.perf_counter() - begin)
        work = f"rebuild all views, {size:,} events, {kind}"
        _say(f"{work}: {ours:,.0f}/s, peak memory {_peak()}")
        return [
            Row(work, ours, baseline, "read, parse, insert the events in SQLite", 0.0),
            Row(work, ours, BOUND, "300 events a second for each core", 1.0),
            *_asking(engine, f"{size:,} events, {kind}"),
        ]
    finally:
        engine.dispose()


@contextmanager
def database(postgres: str) -> Iterator[str]:
    """An empty database while the block lasts."""
    drop = f"DROP DATABASE IF EXISTS {VIEWS} WITH (FORCE)"
    with psycopg.connect(database_url(postgres, "postgres"), autocommit=True) as server:
        server.execute(drop)
        provision_databases(postgres, (VIEWS,))
        try:
            yield database_url(postgres, VIEWS)
        finally:
            server.execute(drop)


def _asking(engine: Engine, among: str) -> list[Row]:
    cases = _cases(engine)
    questions: dict[str, Callable[[int], tuple[str, dict[str, str]]]] = {
        "case file of one case": lambda n: ("case-file", {"case": cases[n % len(cases)]}),
        "findings of one case": lambda n: ("safeguard-findings", {"case": cases[n % len(cases)]}),
        "first page of findings across all cases": lambda _: ("safeguard-findings", {"outcome": "breached"}),
    }
    rows = []
    for name, question in questions.items():
        taken = sorted(_seconds(engine, *question(number)) for number in range(ASKED))
        at = quantiles(taken, n=100)
        _say(f"{name}, {among}: p50 {at[49] * 1e3:.1f} ms, p99 {at[98] * 1e3:.1f} ms")
        rows.append(Row(f"{name}, {among}, by its p99", 1 / at[98], QUICK, "p99 of 20 ms", 1.0))
    return rows


def _seconds(engine: Engine, name: str, given: dict[str, str]) -> float:
    view = BY_NAME[name]
    asked = Asked.read(view, given, system_clock())
    begin = time.perf_counter()
    answer = ask(engine, lambda connection: answer_to(connection, view, asked))
    taken = time.perf_counter() - begin
    assert answer.rows or "case" in given
    return taken


def _cases(engine: Engine) -> list[str]:
    def found(connection: object) -> list[str]:
        row = tables(serving(connection, NAME)).row  # type: ignore[arg-type]  # the connection of `ask`
        wanted = select(row.c.subject).where(row.c.view == "case-file").distinct().limit(ASKED)
        return list(connection.execute(wanted).scalars())  # type: ignore[attr-defined]  # the same

    return ask(engine, found)


def _read_parse_insert(events: Path, file: Path) -> float:
    engine = open_database(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE evidence (event_id text PRIMARY KEY, body blob)"))
    insert = text("INSERT INTO evidence VALUES (:event_id, :body)")
    count, begin = 0, time.perf_counter()
    for page in pages(events):
        kept = [{"event_id": decode(one.body).envelope.event_id, "body": one.body} for one in page.records]
        with engine.begin() as connection:
            connection.execute(insert, kept)
        count += len(kept)
    taken = time.perf_counter() - begin
    engine.dispose()
    return count / taken


def _peak() -> str:
    """Of this process, and of the largest of those that made rows."""
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:,.0f} MiB, in a process that makes rows {others:,.0f} MiB"


def _say(line: str) -> None:
    sys.stderr.write(f"  {line}\n")
