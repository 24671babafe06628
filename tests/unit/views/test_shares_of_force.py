"""What share of persons was assessed before force, and which means are routine, without telling of a few."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from projections.force_register.shares import facts, shares
from projections.force_register.view import VIEW
from projections.runner.opening import open_database
from projections.runner.reading import ask
from projections.viewing.asking import Asked, answer_to
from projections.viewing.projecting import MonitoringViews
from projections.viewing.rows import QuestionError
from projections.viewing.suppression import Limits
from projections.viewing.view import Question
from tests.force_told import applied, seen
from tests.view_histories import PAST_ALL, rows, sampled
from tests.view_records import apply


def use(number: int, **data: Any) -> list[dict[str, Any]]:
    """The rows of one use of force on one person."""
    who = f"C-{number}"
    return rows(VIEW, who, [applied(name=f"applied-{number}", of=f"{who} O-1 U-{number}", **data)])


def asked(found: list[dict[str, Any]], by: str = "year", **filters: str) -> list[dict[str, Any]]:
    return [dict(row) for row in shares(found, Question(PAST_ALL, filters, by))]


def test_the_share_that_was_assessed_before_is_told_of_persons() -> None:
    found = [row for n in range(1, 13) for row in use(n)]
    found += [row for n in range(13, 21) for row in use(n, individual_risk_assessment="no")]

    [row] = asked(found)

    assert (row["year"], row["persons"], row["individually_assessed"]) == ("2025", 20, 12)
    assert row["individually_assessed_percent"] == 60.0
    assert row["mean_minutes"] == 30.0
    assert {
        row["individual_risk_assessment"]: row["persons"]
        for row in asked(found, "individual_risk_assessment")
    } == {
        "no": 8,
        "yes": 12,
    }


def test_means_are_told_with_the_share_of_persons_on_whom_they_were_used() -> None:
    found = [row for n in range(1, 16) for row in use(n)]
    found += [row for n in range(16, 21) for row in use(n, means=["velcro_band"])]

    by_means = {row["means"]: row for row in asked(found, "means")}

    assert (by_means["handcuffs_back"]["persons"], by_means["handcuffs_back"]["persons_percent"]) == (
        15,
        75.0,
    )
    assert (by_means["velcro_band"]["persons"], by_means["velcro_band"]["persons_percent"]) == (5, 25.0)


def test_many_uses_on_a_few_persons_are_a_few() -> None:
    one = [
        applied(
            name=f"use-{n}",
            of=f"C-1 O-1 U-{n}",
            started_at=f"{n + 10}:00",
            ended_at=f"{n + 10}:09",
            force_use=f"U-{n}",
        )
        for n in range(1, 8)
    ]
    found = rows(VIEW, "C-1", one)

    assert len(found) == 7
    assert len(facts(found)) == 1
    assert asked(found)[0]["persons"] == "<5"


def test_a_person_counts_as_assessed_if_all_accounts_of_all_uses_say_so() -> None:
    def told(first: str, second: str) -> str:
        records = [
            applied(individual_risk_assessment=first),
            applied(
                name="later",
                of="C-1 O-1 U-2",
                force_use="U-2",
                started_at="15:00",
                ended_at="15:10",
                individual_risk_assessment=second,
            ),
        ]
        [fact] = facts(rows(VIEW, "C-1", records))
        return str(fact["individual_risk_assessment"])

    assert (told("yes", "yes"), told("no", "no"), told("yes", "no")) == ("yes", "no", "differing")
    [fact] = facts(rows(VIEW, "C-1", [applied(on_child="yes"), seen(on_child="no")]))
    assert fact["child"] == "contested"


def test_force_on_nobody_named_is_counted_apart() -> None:
    nameless = [
        row for n in range(1, 6) for row in rows(VIEW, f"O-{n}", [seen(name=f"seen-{n}", of=f"O-{n}")])
    ]

    [row] = asked([row for n in range(1, 8) for row in use(n)] + nameless)

    assert (row["persons"], row["unnamed"]) == (7, 5)


def test_what_rows_may_be_filtered_by_and_totals_may_not_is_refused() -> None:
    with pytest.raises(QuestionError, match="not told by case; they are told by: year, month"):
        asked(use(1), case="C-1")
    with pytest.raises(QuestionError, match="not answered together"):
        asked(use(1), "means", phase="en_route")


FOUND = [row for n in range(1, 30) for row in use(n, means=["handcuffs_back", "spit_hood"][: 1 + n % 2])]


@given(st.permutations(range(len(FOUND))), st.integers(3, 9))
@settings(max_examples=20, deadline=None)
def test_no_number_below_the_limit_is_shown_in_whatever_order_rows_come(order: list[int], limit: int) -> None:
    shuffled = [FOUND[place] for place in order]
    question = Question(PAST_ALL, {}, None, Limits(limit, 10))
    for by in VIEW.by:
        answer = shares(shuffled, Question(PAST_ALL, {}, by, question.limits))
        assert answer == shares(FOUND, Question(PAST_ALL, {}, by, question.limits))
        numbers = [row["persons"] for row in answer if isinstance(row["persons"], int)]
        assert all(number >= limit for number in numbers)


@cache
def persons_by_hand() -> dict[str, Any]:
    """Case to the accounts of force that name it, and their year, counted plainly."""
    found: dict[str, Any] = defaultdict(list)
    for record in sampled(60, 3):
        if record.name in {"RestraintApplied", "UseOfForceObserved", "RestraintRemoved"}:
            for case in record.subjects("case"):
                found[case].append(record)
    return found


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(f"sqlite:///{tmp_path}/views.sqlite")
    yield opened
    opened.dispose()


def test_persons_of_invented_histories_are_those_counted_by_hand(engine: Engine) -> None:
    apply(engine, MonitoringViews([VIEW]), sampled(60, 3))

    def answer(**given: str) -> list[dict[str, Any]]:
        wanted = Asked.read(VIEW, given, PAST_ALL)
        return [dict(row) for row in ask(engine, lambda connection: answer_to(connection, VIEW, wanted)).rows]

    def first(records: list[Any]) -> datetime:
        times = ("started_at", "seen_from", "removed_at")
        return min(
            getattr(record.data, name) for record in records for name in times if hasattr(record.data, name)
        )

    years = Counter(str(first(records).year) for records in persons_by_hand().values())
    told = {row["year"]: row["persons"] for row in answer(by="year")}
    assert set(told) == set(years)
    assert {year: number for year, number in told.items() if isinstance(number, int)}.items() <= years.items()
    assert any(isinstance(number, int) for number in told.values())
    assert len(answer(limit="1000")) >= len(persons_by_hand())
