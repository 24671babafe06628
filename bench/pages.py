"""A page of findings across 20,000 cases: rows of invented cases, each with as many copies as that takes.

`python -m bench pages`, on SQLite. Every copy is a case of its own with all its findings and facets: filters
find as many times more rows. RETURNWATCH_BENCH_CASES gives another number of cases;
copies for 100,000 take about six minutes.
"""

import os
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Connection, Engine, Table, func, select, text

from bench.invented import pages, write
from bench.rows import Row
from foundation.clock import system_clock
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.positions import serving
from projections.runner.reading import ask
from projections.runner.rebuild import rebuild
from projections.safeguard_findings.view import VIEW
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.table import NAME, tables

CASES = int(os.environ.get("RETURNWATCH_BENCH_CASES", "20000"))
EVENTS = 10_000
ASKED = 100
QUICK = 10.0
"""Pages a second that p99 of 100 ms allows one caller."""
QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "no filter": {},
    "breached": {"outcome": "breached"},
    "critical breaches": {"outcome": "breached", "severity": "critical"},
    "critical breaches contested in one country": {
        "outcome": "breached",
        "severity": "critical",
        "contested": "yes",
        "country": "AT",
    },
}


def run() -> list[Row]:
    """Ask for the first page and for the one after it; latencies go to standard error."""
    with tempfile.TemporaryDirectory(prefix="returnwatch-bench-") as folder:
        events = Path(folder) / "events.jsonl"
        write(events, EVENTS)
        engine = open_database(f"sqlite:///{Path(folder) / 'views.sqlite'}")
        try:
            rebuild(engine, monitoring_views(), lambda _: pages(events))
            with engine.begin() as connection:
                cases, rows = _copied(connection)
            among = f"{rows:,} findings of {cases:,} cases"
            return [
                row
                for name, given in QUESTIONS.items()
                for row in _asked(engine, f"page of findings, {name}", among, dict(given))
            ]
        finally:
            engine.dispose()


def _copied(connection: Connection) -> tuple[int, int]:
    """Copy the findings until there are so many cases; how many cases and findings there are then."""
    of = tables(serving(connection, NAME))
    found = select(of.row.c.subject).where(of.row.c.view == VIEW.name, of.row.c.subject.startswith("C-"))
    cases = connection.execute(select(func.count()).select_from(found.distinct().subquery())).scalar_one()
    copies = -(-CASES // cases) - 1
    for table in (of.row, of.facet):
        _copy(connection, table, copies)
    mine = select(func.count()).select_from(of.row).where(of.row.c.view == VIEW.name)
    return cases * (copies + 1), connection.execute(mine).scalar_one()


def _copy(connection: Connection, table: Table, copies: int) -> None:
    names = [column.name for column in table.columns]
    told = ", ".join(f"{name} || '~' || n" if name in {"key", "subject"} else f'"{name}"' for name in names)
    begin = time.perf_counter()
    for index in table.indexes:
        index.drop(connection)  # made at once afterwards, in order
    connection.execute(
        text(
            f"WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < {copies}) "
            f'INSERT INTO "{table.name}" SELECT {told} FROM "{table.name}", copy '
            f"WHERE view = '{VIEW.name}' ORDER BY {', '.join(str(n + 1) for n in range(len(names)))}"
        )
    )
    for index in table.indexes:
        index.create(connection)
    sys.stderr.write(f"  {table.name} copied {copies} times in {time.perf_counter() - begin:.0f} s\n")


def _asked(engine: Engine, work: str, among: str, given: dict[str, str]) -> list[Row]:
    answer, _ = _answer(engine, given)
    following = given | ({"after": answer.next} if answer.next else {})
    rows = []
    for which, question in (("first", given), ("second", following)):
        taken = sorted(_answer(engine, question)[1] for _ in range(ASKED))
        at = quantiles(taken, n=100)
        sys.stderr.write(
            f"  {work}, {which}, {len(answer.rows)} of {among}: "
            f"p50 {at[49] * 1e3:.1f} ms, p99 {at[98] * 1e3:.1f} ms\n"
        )
        rows.append(Row(f"{work}, {which}, {among}", 1 / at[98], QUICK, "p99 of 100 ms", 1.0))
    return rows


def _answer(engine: Engine, given: Mapping[str, str]) -> tuple[Answer, float]:
    asked = Asked.read(VIEW, given, system_clock())
    begin = time.perf_counter()
    answer = ask(engine, lambda connection: answer_to(connection, VIEW, asked))
    return answer, time.perf_counter() - begin
