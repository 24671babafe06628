"""Scores come from answers alone, as the instrument prescribes."""

from decimal import Decimal

import pytest

from events.instruments import Scores, instrument, scores
from events.structures import RssAnswer

RSS = instrument("rss-unofficial@0")
ECONOMIC = [item for item in RSS.items if item.dimension == "economic"]


def scored(**options: str) -> list[RssAnswer]:
    return [RssAnswer(item=item, kind="scored", option=option) for item, option in options.items()]


def best(count: int, dimension: str = "economic") -> list[RssAnswer]:
    """The first answers of a dimension, each with its best option."""
    items = [item for item in RSS.items if item.dimension == dimension][:count]
    return scored(**{item.id: max(item.options, key=lambda o, i=item: i.options[o] or 0) for item in items})


def economic(answers: list[RssAnswer]) -> Decimal | None:
    return scores(RSS, answers).dimensions["economic"]


def test_a_dimension_is_the_weighted_mean_of_its_scored_answers() -> None:
    answers = scored(
        E01="dissatisfied", E02="often", E03="no", E04="often", E06="poor", E07="no", E09="partly"
    )

    assert economic(answers) == Decimal("0.2143")


@pytest.mark.parametrize(("answered", "expected"), [(5, Decimal(1)), (4, None)])
def test_a_dimension_of_which_less_than_half_was_answered_has_no_score(
    answered: int, expected: Decimal | None
) -> None:
    assert economic(best(answered)) == expected


def test_the_composite_is_the_mean_of_the_dimensions_and_absent_when_one_is() -> None:
    two = [*best(10), *best(11, "social")]

    assert scores(RSS, two).composite is None
    assert scores(RSS, [*two, *best(10, "psychosocial")]).composite == Decimal(1)


def test_an_option_without_a_score_counts_for_nothing() -> None:
    half = scored(S01="poor", S02="yes", S03="good", S05="fair", S06="no", S07="good")
    with_none = [*half, *scored(S04="no_children")]

    assert scores(RSS, with_none).dimensions["social"] == scores(RSS, half).dimensions["social"]


def test_what_the_instrument_does_not_know_is_no_scored_answer() -> None:
    unknown = [*scored(X99="yes", E01="marvellous"), RssAnswer(item="E02", kind="not_applicable")]

    assert scores(RSS, unknown) == Scores(dict.fromkeys(RSS.dimensions), None)


def test_a_score_is_rounded_to_four_decimals() -> None:
    answers = scored(
        E05="one_to_three_months", E01="neither", E02="sometimes", E06="fair", E04="sometimes", E09="no"
    )

    assert economic(answers) == Decimal("0.3883")
