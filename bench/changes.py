"""Questions with filters to the change stream of findings: through the index, and through the log itself."""

import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.rows import Row
from events.ids import subject_id
from foundation.clock import uuid7
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, EventStore
from projections.finding_changes.change import Cause, FindingChanged
from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.reading import Asked, history, page_of
from projections.runner.opening import open_database
from projections.safeguards.rules.register import RULES

CHANGES, CASES, OPERATIONS = 100_000, 5_000, 200
BATCH = 5_000
QUESTIONS = 50
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
SEED = 20_260_101
OUTCOMES = ("breached", "at_risk", "not_evidenced", "satisfied")


def run() -> list[Row]:
    """A page of one case, of all critical breaches of one operation, and a history, of 100,000 changes."""
    chance = random.Random(SEED)
    cases = [subject_id("case", uuid7()) for _ in range(CASES)]
    operations = [subject_id("operation", uuid7()) for _ in range(OPERATIONS)]
    with tempfile.TemporaryDirectory(prefix="returnwatch-bench-") as folder:
        url = f"sqlite:///{Path(folder)}/findings.sqlite"
        log, engine = open_store(url), open_database(url)
        try:
            changes = _changes(chance, cases, operations)
            while batch := list(itertools.islice(changes, BATCH)):
                log.append_many([Command((change.proposed(),)) for change in batch])
            index = ChangeIndex(engine)
            begin = time.perf_counter()
            index.follow(log)
            indexed = CHANGES / (time.perf_counter() - begin)
            rows = []
            for name, questions in _questions(chance, cases, operations).items():
                ours = _rate(lambda one: _whole(log, one, index), questions)
                theirs = _rate(lambda one: _whole(log, one, None), questions[:1])
                rows.append(Row(name, ours, theirs, "search through the log", 5))
            begin = time.perf_counter()
            read = sum(1 for _ in history(log, cases[0]))
            searched = CHANGES / (time.perf_counter() - begin)
            if not read:
                raise RuntimeError("no history was found")
            rows.append(Row("change taken into the index", indexed, searched, "change searched", 0.05))
            return rows
        finally:
            engine.dispose()
            log.close()


def _changes(chance: random.Random, cases: list[str], operations: list[str]) -> Iterator[FindingChanged]:
    for number in range(CHANGES):
        place = chance.randrange(CASES)
        rule = RULES[number % len(RULES)]
        at = BEGIN + timedelta(seconds=number)
        yield FindingChanged(
            rule=rule.id,
            rule_version="1",
            severity=rule.severity,
            area=rule.area,
            scope="case",
            subject=cases[place],
            cases=(cases[place],),
            operations=(operations[place % OPERATIONS],),
            outcome_before="not_applicable",
            outcome=chance.choice(OUTCOMES),
            sides={},
            contested=chance.random() < 0.1,
            cause=Cause(event_id=subject_id("event", uuid7())),
            evidence=tuple(subject_id("event", uuid7()) for _ in range(3)),
            as_of=at,
            known_at=at,
            parameters_version="1",
            frozen=False,
        )


def _questions(chance: random.Random, cases: list[str], operations: list[str]) -> dict[str, list[Asked]]:
    breaches = {"severity": "critical", "outcome": "breached"}
    return {
        "changes of one case": [Asked(0, 1000, {"case": case}) for case in chance.sample(cases, QUESTIONS)],
        "critical breaches on one operation": [
            Asked(0, 1000, breaches | {"operation": one}) for one in chance.sample(operations, QUESTIONS)
        ],
        "first hundred critical breaches that are contested": [Asked(0, 100, breaches | {"contested": "yes"})]
        * QUESTIONS,
    }


def _whole(log: EventStore, asked: Asked, index: ChangeIndex | None) -> int:
    """Ask on until the page is full or the log ends, as a client does; how many were found."""
    found = 0
    while True:
        page = page_of(log, replace(asked, limit=asked.limit - found), index)
        found += len(page.changes)
        if not page.more or found == asked.limit:
            return found
        asked = replace(asked, after=page.next)


def _rate(ask: Callable[[Asked], int], questions: list[Asked]) -> float:
    begin = time.perf_counter()
    found = sum(ask(one) for one in questions)
    taken = time.perf_counter() - begin
    if not found:
        raise RuntimeError("the questions of this bench find nothing")
    return len(questions) / taken
