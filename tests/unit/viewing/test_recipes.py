"""A recipe says by what rows were made, and is another as soon as rows may be."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from projections.query.views import VIEWS
from projections.safeguards.judging.parameters import PLATFORM_DEFAULT, Parameters
from projections.viewing.recipe import Recipe
from projections.viewing.suppression import Limits

BODY = Parameters(version="test-1", body="Test Monitoring Body", notice_days=20)


def test_a_recipe_reads_back_with_every_number_and_who_set_it() -> None:
    recipe = Recipe.of(VIEWS, BODY)
    again = Recipe.read(recipe.stored)

    assert again == recipe
    assert again.digest == recipe.digest
    assert again.parameters.origin("notice_days") == "Test Monitoring Body"
    assert again.parameters.origin("release_days") == PLATFORM_DEFAULT
    assert again.told.startswith("numbers test-1 of Test Monitoring Body, rules ")


def test_other_numbers_rules_or_columns_make_another_recipe() -> None:
    recipe = Recipe.of(VIEWS, BODY)
    first = VIEWS[0]
    fewer = replace(first, columns=first.columns[:-1])
    others = [
        Recipe.of(VIEWS, Parameters()),
        Recipe.of(VIEWS, BODY.model_copy(update={"notice_days": 21})),
        replace(recipe, rules="0"),
        Recipe.of([fewer, *VIEWS[1:]], BODY),
        # The same value, but confirmed by the body: rows no longer call it a platform default.
        Recipe.of(VIEWS, Parameters(**BODY.model_dump(exclude_unset=True), release_days=3)),
    ]

    assert len({each.digest for each in (recipe, *others)}) == 1 + len(others)
    assert Recipe.of(VIEWS[::-1], BODY).digest == recipe.digest


@pytest.mark.parametrize("stored", [b"{}", b'{"parameters": {"unheard_of": 1}, "set": []}', b"no JSON"])
def test_what_another_version_wrote_is_told_from_a_recipe(stored: bytes) -> None:
    with pytest.raises((KeyError, ValueError)):
        Recipe.read(stored)


def test_limits_of_small_numbers_are_numbers_of_the_body() -> None:
    assert Limits.of(Parameters()) == Limits(5, 10)
    assert Limits.of(Parameters(hide_counts_below=3, hide_means_below=12)) == Limits(3, 12)
    with pytest.raises(ValidationError, match="hide_means_below"):
        Parameters(hide_counts_below=11)
    with pytest.raises(ValidationError):
        Parameters(hide_counts_below=2)
