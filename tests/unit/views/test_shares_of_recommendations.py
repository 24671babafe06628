"""What share of recommendations is answered, accepted and carried out, and by whom."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from projections.complaints_incidents_recommendations.view import VIEW
from projections.runner.opening import open_database
from projections.runner.reading import ask
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.asking import Asked, answer_to
from projections.viewing.group import Group
from projections.viewing.projecting import MonitoringViews
from projections.viewing.rows import QuestionError
from projections.viewing.view import Question
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY, MONDAY, OFFICE, POLICE
from tests.unit.views.accountability_told import answered, assessed, complaint_by_returnee, recommended
from tests.view_records import apply

LATER = MONDAY + 400 * DAY
HISTORIES: list[list[AnyRecord]] = [
    [recommended(), answered("accepted", 9), assessed("implemented", 90)],
    [recommended(), answered("accepted_partly", 9), assessed("not_implemented", 90)],
    [recommended(), answered("rejected", 9)],
    [recommended()],
    [recommended(addressee=OFFICE, urgent_measure=True, safeguards=("force.duration",))],
    [complaint_by_returnee()],
]


def rows() -> Iterator[dict[str, Any]]:
    assert VIEW.shown is not None
    for records in HISTORIES:
        for each in VIEW.rows(Group(records[0].subject_ids[0], records, LATER)):
            yield dict(VIEW.shown(each.row, LATER))


def table(by: str, **filters: str) -> list[dict[str, Any]]:
    assert VIEW.answer is not None
    return [dict(row) for row in VIEW.answer(rows(), Question(LATER, filters, by))]


def test_shares_by_addressee_say_who_accepts_and_who_does_not_answer() -> None:
    found = {row["handler"]: row for row in table("handler")}

    police, office = found[POLICE], found[OFFICE]
    assert set(found) == {POLICE, OFFICE}
    assert (police["recommendations"], police["answered"], police["answered_percent"]) == (4, 3, 75.0)
    assert (police["accepted"], police["accepted_partly"], police["rejected"]) == (1, 1, 1)
    assert (police["accepted_percent"], police["implemented_percent"]) == (50.0, 25.0)
    assert (police["assessed"], police["implemented"], police["overdue"]) == (2, 1, 1)
    assert (office["recommendations"], office["answered"], office["overdue"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        ("year", {"2024": 5}),
        ("urgent", {"no": 4, "yes": 1}),
        ("safeguard", {"force.duration": 5}),
        ("country", {"AT": 5}),
    ],
)
def test_every_dimension_counts_each_recommendation_and_no_complaint(by: str, codes: dict[str, int]) -> None:
    assert {row[by]: row["recommendations"] for row in table(by)} == codes
    assert all(set(row) == {by, *(column.name for column in VIEW.totals)} for row in table(by))


def test_judgements_that_differ_are_contested_and_not_the_latest() -> None:
    mine, other = assessed("implemented", 90), assessed("not_implemented", 95, body=OFFICE)
    assert VIEW.answer is not None
    [made] = VIEW.rows(Group(mine.subject_ids[0], [recommended(), mine, other], LATER))
    assert VIEW.shown is not None

    [row] = VIEW.answer([VIEW.shown(made.row, LATER)], Question(LATER, {}, "year"))

    assert (row["implemented"], row["implementation_contested"], row["assessed"]) == (0, 1, 1)


def test_totals_of_complaints_are_asked_elsewhere() -> None:
    with pytest.raises(QuestionError, match="statistics"):
        table("year", kind="complaint")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path}/views.sqlite")
    yield opened
    opened.dispose()


def test_rows_come_in_pages_and_totals_by_a_dimension_of_what_the_filters_leave(engine: Engine) -> None:
    records = [record for record in sample_records(60, 7) if record.envelope.amends is None]
    apply(engine, MonitoringViews([VIEW]), records)
    issued = [record for record in records if record.name == "RecommendationIssued"]
    answered_ones = {
        record.data.recommendation for record in records if record.name == "RecommendationAnswered"
    }

    def asked(**given: str) -> Any:
        return ask(
            engine, lambda connection: answer_to(connection, VIEW, Asked.read(VIEW, given, LATER)).rows
        )

    by_body: dict[str, set[str]] = defaultdict(set)
    for record in issued:
        by_body[record.data.addressee].add(record.data.recommendation)
    totals = {row["handler"]: row for row in asked(by="handler") if row["handler"] != "not_stated"}
    assert {body: row["recommendations"] for body, row in totals.items()} == {
        body: len(each) for body, each in by_body.items()
    }
    assert {body: row["answered"] for body, row in totals.items()} == {
        body: len(each & answered_ones) for body, each in by_body.items()
    }
    body = min(by_body)
    years = Counter(row["year"] for row in asked(kind="recommendation", handler=body, limit="1000"))
    assert {row["year"]: row["recommendations"] for row in asked(by="year", handler=body)} == years
