"""Checklists and survey instruments are whole, and found by the id and version that events name."""

import dataclasses
import json
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from events.codes.common import ChecklistAnswerCode, Phase, ReintegrationDimension
from events.instruments import CHECKLISTS, INSTRUMENTS, NotListedError, checklist, instrument

ROUNDING = Decimal("0.000001")
"""Weights are given with six decimals."""

THIRD = Decimal(1) / 3

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"


def repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def test_the_checklists_cover_the_stages_of_a_return() -> None:
    assert {name: (listed.phase, len(listed.items)) for name, listed in CHECKLISTS.items()} == {
        "pre-return-core@1": ("pre_return", 12),
        "operation-core@1": ("pre_departure", 20),
        "en-route-core@1": ("en_route", 9),
        "hand-over-core@1": ("hand_over", 10),
        "reception-core@1": ("post_return", 9),
        "place-of-detention-core@1": ("pre_return", 7),
    }


@pytest.mark.parametrize("name", CHECKLISTS)
def test_an_item_of_a_checklist_has_its_own_id_a_question_and_a_good_answer(name: str) -> None:
    listed = checklist(name)
    assert repeated(item.id for item in listed.items) == []
    assert repeated(item.question for item in listed.items) == []
    assert {item.good for item in listed.items} <= set(get_args(ChecklistAnswerCode))
    assert [item.id for item in listed.items if not item.question.endswith("?")] == []
    assert listed.phase in get_args(Phase)


def test_no_item_stands_in_two_checklists() -> None:
    assert repeated(item.id for listed in CHECKLISTS.values() for item in listed.items) == []


def test_a_question_about_a_wrong_is_good_when_answered_no() -> None:
    wrongs = {item.id for listed in CHECKLISTS.values() for item in listed.items if item.good == "no"}
    assert wrongs == {
        "pressure-to-agree",
        "child-deprived-of-liberty",
        "protection-need-raised-ignored",
        "service-used-to-locate",
        "pickup-not-at-night-with-children",
        "prohibited-means-used",
        "force-seen-by-children",
        "discriminatory-language",
        "held-or-questioned",
        "stigma-or-hostility",
        "return-not-possible-still-held",
    }


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_item_of_an_instrument_has_its_own_id_and_topic(name: str) -> None:
    items = instrument(name).items
    assert repeated(item.id for item in items) == []
    assert repeated(item.topic for item in items) == []


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_the_weights_of_a_dimension_sum_to_one(name: str) -> None:
    dimensions = instrument(name).dimensions
    assert set(dimensions) == set(get_args(ReintegrationDimension))
    for items in dimensions.values():
        assert abs(sum((item.weight for item in items), Decimal(0)) - 1) <= ROUNDING * len(items)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_dimension_counts_the_same_in_the_composite_score(name: str) -> None:
    for items in instrument(name).dimensions.values():
        assert abs(sum((item.composite_weight for item in items), Decimal(0)) - THIRD) <= ROUNDING * len(
            items
        )


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_every_option_has_a_score_within_the_range_or_none(name: str) -> None:
    survey = instrument(name)
    for item in survey.items:
        scores = [score for score in item.options.values() if score is not None]
        assert (min(scores), max(scores)) == (survey.lowest_score, survey.highest_score), item.id
    assert survey.lowest_score < survey.low_threshold < survey.high_threshold < survey.highest_score


def test_only_the_absence_of_school_children_makes_a_question_not_applicable() -> None:
    without_score = {
        (item.id, option)
        for survey in INSTRUMENTS.values()
        for item in survey.items
        for option, score in item.options.items()
        if score is None
    }
    assert without_score == {("S04", "no_children")}


def test_the_stand_in_for_the_survey_says_that_it_is_unofficial() -> None:
    survey = instrument("rss-unofficial@0")
    assert not survey.official
    assert "unofficial" in survey.title
    assert survey.warning is not None
    assert survey.warning.startswith("UNOFFICIAL")
    assert "unofficial equal weights" in survey.warning


def test_nobody_is_official_by_an_empty_warning() -> None:
    assert [name for name, survey in INSTRUMENTS.items() if not survey.official and not survey.warning] == []


@pytest.mark.parametrize(
    ("find", "known"), [(checklist, CHECKLISTS), (instrument, INSTRUMENTS)], ids=["checklist", "instrument"]
)
@pytest.mark.parametrize("asked", ["operation-core", "operation-core@2", "rss-official@1", ""])
def test_an_unknown_version_is_told_which_ones_are_known(
    find: Callable[[str], Any], known: dict[str, Any], asked: str
) -> None:
    with pytest.raises(NotListedError) as refused:
        find(asked)
    assert [name for name in known if name not in str(refused.value)] == []


def test_what_is_listed_cannot_be_changed() -> None:
    survey = instrument("rss-unofficial@0")
    with pytest.raises(dataclasses.FrozenInstanceError):
        checklist("operation-core@1").version = 2  # type: ignore[misc] # the type forbids it too
    with pytest.raises(TypeError):
        survey.items[0].options["very_satisfied"] = Decimal(0)  # type: ignore[index] # the type forbids it too
    with pytest.raises(TypeError):
        CHECKLISTS["operation-core@1"] = checklist("en-route-core@1")  # type: ignore[index] # the same


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.json")), ids=lambda path: path.stem)
def test_examples_answer_items_and_choose_options_that_exist(path: Path) -> None:
    data = json.loads(path.read_text())["data"]
    if "checklist" in data:
        items = {item.id for item in checklist(data["checklist"]).items}
        assert {answer["item"] for answer in data.get("answers", [])} <= items
    if data.get("instrument") in INSTRUMENTS:
        options = {item.id: item.options for item in instrument(data["instrument"]).items}
        for answer in data.get("answers", []):
            assert answer["item"] in options
            assert answer.get("option") is None or answer["option"] in options[answer["item"]]
