"""Rows that the views keep are those of a plain computation over every record of an installation."""

from collections.abc import Iterator, Sequence

import orjson
import pytest
from sqlalchemy import Engine, select

from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.safeguard_findings.view import VIEW as SAFEGUARD_FINDINGS
from projections.safeguards.judging.docket import Asked, Docket
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import RULES
from projections.viewing.keeping_time import settle_due
from projections.viewing.links import kind
from projections.viewing.opened import record_of
from projections.viewing.table import NAME, tables
from tests.naive_rows import AFTERWARDS, STORED, computed, kept, some_of_each
from tests.sample_records import sample_records
from tests.view_records import delivered

PAGE = 5_000
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


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((20, None), id="20 cases"),
        pytest.param((120, 1), id="120 cases"),
        pytest.param((10_000, 1), id="10000 cases", marks=[pytest.mark.long, pytest.mark.timeout(7200)]),
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


def test_kept_rows_of_every_view_are_those_made_from_all_records(
    installation: tuple[Engine, Sequence[AnyRecord], list[str]],
) -> None:
    engine, records, subjects = installation
    for subject in subjects:
        assert kept(engine, subject) == computed(subject, records), subject


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
