"""Findings by area and outcome: a person counts under the worst of each area, and a few are hidden."""

from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.safeguard_findings.view import VIEW as FINDINGS
from projections.safeguards.judging.rule import WORST_FIRST
from projections.statistics.findings import AREAS, OF_PERSONS
from projections.statistics.view import VIEW
from projections.viewing.rows import QuestionError
from projections.viewing.suppression import Limits
from projections.viewing.view import Question
from tests.sample_records import sample_records
from tests.unit.views.totals_told import facts
from tests.view_histories import PAST_ALL

LIMIT = 3


@cache
def counted() -> tuple[dict[str, Any], ...]:
    return tuple(facts(VIEW, sample_records(60, 7)).values())


def table(**filters: str) -> list[dict[str, Any]]:
    assert VIEW.answer is not None
    question = Question(PAST_ALL, filters, "findings", Limits(LIMIT, 10))
    return [dict(row) for row in VIEW.answer(counted(), question)]


@cache
def by_hand() -> dict[str, Counter[tuple[str, str]]]:
    """Kind of thing to how many have which worst outcome in which area, from the view of findings."""
    cases_of = {row["subject"]: row["cases"] for row in counted()}
    worst: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for finding in facts(FINDINGS, sample_records(60, 7)).values():
        subject, area = finding["subject"], finding["area"]
        kind = next(row["of"] for row in counted() if row["subject"] == subject)
        owners = [("case", case) for case in cases_of[subject]] if kind in OF_PERSONS else [(kind, subject)]
        for owner in owners:
            badness = WORST_FIRST.index(finding["outcome"])
            worst[owner][area] = min(badness, worst[owner].get(area, len(WORST_FIRST)))
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for (kind, _), areas in worst.items():
        found[kind].update((area, WORST_FIRST[badness]) for area, badness in areas.items())
    return found


def test_persons_and_operations_are_those_counted_by_hand_or_hidden() -> None:
    shown = 0
    for row in table():
        for kind, column in (("case", "persons"), ("operation", "operations")):
            number = by_hand()[kind][row["finding_area"], row["outcome"]]
            if isinstance(row[column], int) and row["outcome"] in WORST_FIRST:
                assert row[column] == number
                assert number >= LIMIT
                shown += 1
            elif row[column] == f"<{LIMIT}":
                assert number < LIMIT

    assert shown > 20


def test_outcomes_of_an_area_that_is_told_in_full_are_all_persons() -> None:
    persons = sum(row["of"] == "case" for row in counted())
    by_area: dict[str, list[Any]] = defaultdict(list)
    for row in table():
        by_area[row["finding_area"]].append(row["persons"])

    told = [numbers for numbers in by_area.values() if all(isinstance(each, int) for each in numbers)]
    assert told
    assert all(sum(numbers) == persons for numbers in told)


def test_an_area_and_a_year_can_be_chosen_and_another_dimension_cannot() -> None:
    year = max(row["year"] for row in counted())

    assert {row["finding_area"] for row in table(finding_area="9")} == {"9"}
    assert {row["finding_area"] for row in table()} == set(AREAS)
    assert all(isinstance(row["persons"], int | str) for row in table(year=year, finding_area="9"))
    with pytest.raises(QuestionError, match="not answered together"):
        table(sex="female")


def test_with_fewer_persons_than_the_limit_nothing_is_told() -> None:
    assert VIEW.answer is not None
    few = [row for row in counted() if row["of"] == "case"][: LIMIT - 1]

    answer = VIEW.answer(few, Question(PAST_ALL, {}, "findings", Limits(LIMIT, 10)))

    assert {row["persons"] for row in answer} == {f"<{LIMIT}"}


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_facts_changes_nothing(chance: Any) -> None:
    assert VIEW.answer is not None
    shuffled = list(counted())
    chance.shuffle(shuffled)

    assert VIEW.answer(shuffled, Question(PAST_ALL, {}, "findings", Limits(LIMIT, 10))) == table()
