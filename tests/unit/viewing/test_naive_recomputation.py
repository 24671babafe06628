"""Rows that the views keep are those of a plain computation over every record of an installation.

The plain one has no journal: it hands all records to a view, whatever the subject, and lets the view find
those that bear on it. So every record that the rows of a subject need must reach them through the journal.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, select

from projections.query.views import VIEWS, monitoring_views
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.safeguard_findings.view import VIEW as SAFEGUARD_FINDINGS
from projections.safeguards.judging.docket import Asked, Docket
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import RULES
from projections.viewing.group import Group
from projections.viewing.keeping_time import settle_due
from projections.viewing.links import kind
from projections.viewing.opened import record_of
from projections.viewing.parts import kept_apart
from projections.viewing.table import NAME, tables
from projections.viewing.view import Made, View
from tests.sample_records import sample_records
from tests.view_records import delivered

AFTERWARDS = datetime(2026, 1, 20, tzinfo=UTC)
"""After every record and some limits; others are still to come."""
PAGE = 5_000
JUDGED = {"as_of", "known_at"}
"""Columns that say when a row was made: kept rows are not made again while nothing in them changes."""
PARTS = (
    "outcome",
    "sides",
    "contested",
    "due",
    "done_late",
    "evidence",
    "supporting_records",
    "direct",
    "explanation",
)
Rows = Mapping[tuple[str, str], Any]
"""View and key to a row with its place and facets."""
STORED = kept_apart(VIEWS)
"""Every view, and the parts of which rows are made apart."""
OF_KINDS = {each for view in STORED for each in view.per}


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((20, None), id="20 cases"),
        pytest.param((120, 1), id="120 cases"),
        pytest.param((10_000, 2), id="10000 cases", marks=[pytest.mark.long, pytest.mark.timeout(7200)]),
    ],
)
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Sequence[AnyRecord], list[str]]]:
    """Views of invented cases, all their records, and some subjects of each kind."""
    cases, of_each = request.param
    entries = delivered(sample_records(cases, seed=5))
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('views') / 'views.sqlite'}")
    pages = [Page("pre_return", entries[start : start + PAGE]) for start in range(0, len(entries), PAGE)]
    rebuild(engine, monitoring_views(), lambda _: pages)
    settle_due(engine, monitoring_views(), lambda: AFTERWARDS)
    records = [record_of(entry.body) for entry in entries]
    yield engine, records, some_of_each(records, of_each)
    engine.dispose()


def some_of_each(records: Sequence[AnyRecord], count: int | None) -> list[str]:
    """As many subjects of each kind, or all."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    named = {subject for record in records for subject in record.subject_ids}
    judged = {each for rule in RULES if rule.subjects for each in rule.subjects_in(records)}
    for subject in named | judged:
        if kind(subject) in OF_KINDS:
            by_kind[kind(subject)].add(subject)
    chance = random.Random(1)  # noqa: S311 - no secret
    return [
        subject
        for _, subjects in sorted(by_kind.items())
        for subject in chance.sample(sorted(subjects), min(count or len(subjects), len(subjects)))
    ]


def kept(engine: Engine, subject: str) -> Rows:
    """The rows that lie in the tables."""
    with reading(engine) as connection:
        of = tables(serving(connection, NAME))
        codes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for view, key, name, code in connection.execute(
            select(of.facet.c.view, of.facet.c.key, of.facet.c.name, of.facet.c.code).where(
                of.facet.c.subject == subject
            )
        ):
            codes[view, key].append((name, code))
        columns = (of.row.c.view, of.row.c.key, of.row.c.sort, of.row.c.row)
        found = connection.execute(select(*columns).where(of.row.c.subject == subject))
        return {
            (view, key): _compared(orjson.loads(row), sort, codes[view, key])
            for view, key, sort, row in found
        }


def plainly(view: View, group: Group) -> Rows:
    """The rows of a subject from a group of all records."""
    made: Iterable[Made] = view.rows(group) if group.kind in view.per else ()
    return {
        (view.name, each.key): _compared(
            orjson.loads(orjson.dumps(each.row)),
            each.sort,
            [(name, code) for name, codes in each.facets.items() for code in codes],
        )
        for each in made
    }


def _compared(row: Mapping[str, Any], sort: str, codes: Iterable[tuple[str, str]]) -> Any:
    return {name: value for name, value in row.items() if name not in JUDGED}, sort, sorted(codes)


def test_kept_rows_of_every_view_are_those_made_from_all_records(
    installation: tuple[Engine, Sequence[AnyRecord], list[str]],
) -> None:
    engine, records, subjects = installation
    for subject in subjects:
        group = Group(subject, records, AFTERWARDS)
        expected = {key: row for view in STORED for key, row in plainly(view, group).items()}

        assert kept(engine, subject) == expected, subject


def test_the_invented_cases_fill_every_view(
    installation: tuple[Engine, Sequence[AnyRecord], list[str]],
) -> None:
    engine, _, subjects = installation
    with reading(engine) as connection:
        of = tables(serving(connection, NAME))
        assert set(connection.execute(select(of.row.c.view)).scalars()) == {view.name for view in STORED}
    assert len({kind(subject) for subject in subjects}) > 10


def test_kept_findings_are_those_of_every_rule_judged_over_all_records(
    installation: tuple[Engine, Sequence[AnyRecord], list[str]],
) -> None:
    engine, records, subjects = installation
    judged = {rule.id: rule.subjects_in(records) for rule in RULES}
    outcomes = set()
    for subject in subjects:
        docket = Docket(subject, Asked(records, AFTERWARDS, AFTERWARDS))
        expected = {
            rule.id: told
            for rule in RULES
            if subject in judged[rule.id] and (told := docket.finding(rule)) is not None
        }
        rows = {
            row["rule"]: row
            for (view, _), (row, _, _) in kept(engine, subject).items()
            if view == SAFEGUARD_FINDINGS.name
        }

        assert rows.keys() == expected.keys(), subject
        for rule, finding in expected.items():
            told = {name: getattr(finding, name) for name in PARTS}
            assert {name: rows[rule][name] for name in PARTS} == orjson.loads(orjson.dumps(told)), (
                rule,
                subject,
            )
            outcomes.add(finding.outcome)
    assert len(outcomes) > 2
