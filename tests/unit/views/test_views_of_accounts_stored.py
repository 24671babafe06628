"""Case file, register of force and discrepancies as they are kept: the rows of all records, page by page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine

from projections.case_file.view import VIEW as CASE_FILE
from projections.discrepancies.view import VIEW as DISCREPANCIES
from projections.force_register.view import VIEW as FORCE_REGISTER
from projections.runner.opening import open_database
from projections.runner.reading import reading
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.keeping_time import settle_due
from projections.viewing.links import kind
from projections.viewing.projecting import MonitoringViews
from projections.viewing.view import View
from tests.view_histories import PAST_ALL, invented, made
from tests.view_records import apply

VIEWS = (CASE_FILE, FORCE_REGISTER, DISCREPANCIES)


@pytest.fixture(scope="module")
def records() -> list[AnyRecord]:
    """Two operations with their cases, amendments among their records, in no order."""
    found = list(invented(12))
    Random(7).shuffle(found)  # noqa: S311 - an order, no secret
    return found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, records: list[AnyRecord]) -> Iterator[Engine]:
    path: Path = tmp_path_factory.mktemp("views") / "views.sqlite"
    engine = open_database(f"sqlite:///{path}")
    apply(engine, MonitoringViews(VIEWS), records, pages=6)
    settle_due(engine, MonitoringViews(VIEWS), lambda: PAST_ALL)
    yield engine
    engine.dispose()


def _answer(engine: Engine, view: View, given: Mapping[str, str]) -> Answer:
    with reading(engine) as connection:
        return answer_to(connection, view, Asked.read(view, given, PAST_ALL))


def _all(engine: Engine, view: View, **given: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        answer = _answer(engine, view, {**given, **after, "limit": "40"})
        found += answer.rows
        if answer.next is None:
            return found
        after = {"after": answer.next}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_rows_that_are_kept_are_those_of_all_records(
    engine: Engine, records: list[AnyRecord], view: View
) -> None:
    subjects = {each for record in records for each in record.subject_ids if kind(each) in view.per}
    expected = sorted(
        (each for subject in subjects for each in made(view, subject, records)),
        key=lambda each: (each.sort, each.key),
    )

    assert _all(engine, view) == [each.row for each in expected]
    assert len(expected) > 3


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_case_is_found_by_its_filter_and_by_asking_about_it(
    engine: Engine, records: list[AnyRecord], view: View
) -> None:
    everything = _all(engine, view)
    shown = [row.get("case") or row["subject"] for row in everything]
    case = next(subject for subject in shown if subject.startswith("C-"))
    of_case = [row for row, subject in zip(everything, shown, strict=True) if subject == case]

    filtered = _all(engine, view, case=case)
    assert [row for row in filtered if row in of_case] == of_case
    asked = _answer(engine, view, {"about": case, "as_of": PAST_ALL.isoformat()}).rows
    assert asked == of_case
