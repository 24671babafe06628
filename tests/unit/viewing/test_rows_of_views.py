"""Rows of monitoring views: the same from the same records in any order, in any pages, live and rebuilt."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.safeguard_findings.view import VIEW
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.keeping_time import settle_due
from projections.viewing.projecting import MonitoringViews
from projections.viewing.rows import QuestionError
from projections.viewing.table import NAME, tables
from tests.view_records import apply, delivered, records_of

RECORDS = records_of("refoulement/no-return-without-procedure")
RULE = "refoulement.no-return-without-procedure"
PAST_ALL_LIMITS = datetime.fromisoformat("2030-01-01T00:00:00+00:00")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'views.sqlite'}")
    yield engine
    engine.dispose()


def _views() -> MonitoringViews:
    return MonitoringViews([VIEW])


def _rows(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        of = tables(serving(connection, NAME))
        columns = (of.row.c.view, of.row.c.sort, of.row.c.key, of.row.c.subject, of.row.c.row)
        rows = connection.execute(select(*columns).order_by(*columns)).all()
        facets = connection.execute(
            select(of.facet).order_by(of.facet.c.key, of.facet.c.name, of.facet.c.code)
        )
        return [*map(tuple, rows), *map(tuple, facets)]


def _answer(engine: Engine, **given: str) -> Answer:
    with reading(engine) as connection:
        return answer_to(connection, VIEW, Asked.read(VIEW, given, PAST_ALL_LIMITS))


@given(order=st.permutations(range(len(RECORDS))), pages=st.integers(1, len(RECORDS)))
@settings(max_examples=15)
def test_order_and_pages_of_arrival_do_not_change_the_rows(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], pages: int
) -> None:
    expected = open_database(f"sqlite:///{tmp_path_factory.mktemp('a') / 'views.sqlite'}")
    shuffled = open_database(f"sqlite:///{tmp_path_factory.mktemp('b') / 'views.sqlite'}")
    try:
        apply(expected, _views(), RECORDS)
        apply(shuffled, _views(), [RECORDS[place] for place in order], pages)

        assert _rows(shuffled) == _rows(expected)
    finally:
        expected.dispose()
        shuffled.dispose()


def test_a_rebuilt_view_has_the_rows_of_the_live_one(engine: Engine) -> None:
    apply(engine, _views(), RECORDS, pages=3)
    before = _rows(engine)

    rebuilt = rebuild(engine, _views(), lambda _: [Page("pre_return", delivered(RECORDS))])

    assert rebuilt.records == len(RECORDS)
    assert _rows(engine) == before


def test_a_row_changes_when_its_limit_passes_without_a_record(engine: Engine) -> None:
    apply(engine, _views(), RECORDS[2:3])
    assert [row["outcome"] for row in _answer(engine, rule=RULE).rows] == ["not_evidenced"]

    settle_due(engine, _views(), lambda: PAST_ALL_LIMITS)

    assert [row["outcome"] for row in _answer(engine, rule=RULE).rows] == ["breached"]


def test_filters_and_pages_together_show_each_row_once(engine: Engine) -> None:
    apply(engine, _views(), RECORDS)
    everything = _answer(engine).rows

    first = _answer(engine, limit="1")
    assert first.next is not None
    rest = _answer(engine, after=first.next)

    assert [*first.rows, *rest.rows] == everything
    assert len(everything) > 1
    worst = _answer(engine, outcome="breached").rows
    assert worst == [row for row in everything if row["outcome"] == "breached"] != []


def test_a_view_is_asked_about_one_subject_as_of_another_day(engine: Engine) -> None:
    apply(engine, _views(), RECORDS)
    case = RECORDS[2].subjects("case")[0]

    early = _answer(
        engine, about=case, as_of="2025-05-03T00:00:00+02:00", known_at="2025-05-01T00:00:00+02:00"
    )
    late = _answer(engine, about=case, as_of="2025-05-03T00:00:00+02:00")

    assert [row["outcome"] for row in early.rows if row["rule"] == RULE] == ["breached"]
    assert [row["outcome"] for row in late.rows if row["rule"] == RULE] == ["at_risk"]


def test_filters_hold_for_one_subject_as_for_all(engine: Engine) -> None:
    apply(engine, _views(), RECORDS)
    case = RECORDS[2].subjects("case")[0]

    everything = _answer(engine, about=case).rows
    one = _answer(engine, about=case, rule=RULE).rows

    assert one == [row for row in everything if row["rule"] == RULE]
    assert len(one) == 1 < len(everything)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"colour": "red"}, "outcome"),
        ({"after": "nowhere"}, "begin again"),
        ({"limit": "0"}, "1000"),
        ({"about": "case-1"}, "case"),
        ({"as_of": "2025-05-03T00:00:00+02:00"}, "about"),
        ({"about": RECORDS[0].subject_ids[0], "as_of": "yesterday"}, "offset"),
        ({"outcome": "breached\0"}, "control characters"),
    ],
)
def test_an_unknown_question_is_answered_with_what_can_be_asked(
    engine: Engine, given: dict[str, str], named: str
) -> None:
    apply(engine, _views(), RECORDS)

    with pytest.raises(QuestionError, match=named):
        _answer(engine, **given)
