"""Whose account counts for which side, and which means of restraint stand out."""

from typing import get_args

import pytest

from events.codes.common import ActorRole
from events.codes.operation import RestraintMeans
from events.restraint import HIGH_RISK_MEANS, PROHIBITED_MEANS
from events.sides import SIDES, Side


def test_every_role_has_a_side() -> None:
    assert set(SIDES) == set(get_args(ActorRole))


def test_every_side_has_a_role() -> None:
    assert set(SIDES.values()) == set(get_args(Side))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("escort", "independent_monitor"),
        ("authority", "returnee"),
        ("court", "authority"),
        ("nhri", "lawyer"),
    ],
)
def test_accounts_that_are_held_against_each_other_are_on_different_sides(
    one: ActorRole, other: ActorRole
) -> None:
    assert SIDES[one] != SIDES[other]


def test_those_who_carry_out_a_return_speak_for_one_side() -> None:
    assert {SIDES[role] for role in ("authority", "escort", "carrier", "receiving_authority")} == {
        "authority"
    }


def test_only_the_platform_speaks_for_nobody() -> None:
    assert [role for role, side in SIDES.items() if side == "none"] == ["platform"]


def test_prohibited_and_high_risk_means_are_codes_and_no_means_is_both() -> None:
    assert set(get_args(RestraintMeans)) >= PROHIBITED_MEANS | HIGH_RISK_MEANS
    assert PROHIBITED_MEANS.isdisjoint(HIGH_RISK_MEANS)
    assert (len(PROHIBITED_MEANS), len(HIGH_RISK_MEANS)) == (4, 9)
