"""Every view is for the roles of the table kept by hand, and for nobody else."""

from itertools import product
from pathlib import Path

import pytest

from contracts.access_matrix import ROLES, caller
from events.base import SERVICES, Service
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access.asking import OfView
from foundation.access.deciding import policies_in_force, services_seen
from foundation.access.kinds import KINDS
from foundation.identity.caller import SCOPES
from projections.query.shown import every_view

POLICIES = policies_in_force()
TABLE = Path(__file__).with_name("views.txt")
WALLED: tuple[Service, ...] = ("post_return", "data_protection")
FEEDBACK = OfView("country-risk-feedback", ("pre_return", "post_return"))
VIEWS = {FEEDBACK.name: FEEDBACK} | {one.name: one for one in every_view().values()}


def audiences() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    name = ""
    for line in TABLE.read_text().splitlines():
        if line.startswith(" "):
            found[name] |= set(line.split())
        elif line and not line.startswith("#"):
            name = line
            found[name] = set()
    return found


EXPECTED = audiences()


def readers(view: OfView) -> set[str]:
    return {role for role in ROLES if POLICIES.decide(caller(role), "read_view", view).allowed}


def test_the_table_and_the_policies_name_every_view_and_no_other() -> None:
    assert EXPECTED.keys() == VIEWS.keys()
    declared = {name.removeprefix("views.") for name in POLICIES.policies if name.startswith("views.")}
    assert declared == {*VIEWS, "positions"}
    assert set().union(*EXPECTED.values()) <= set(ROLES)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_view_is_for_its_audience_and_for_nobody_else(name: str) -> None:
    assert readers(VIEWS[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_view_is_read_without_the_scope_or_beyond_open_values(name: str) -> None:
    view = VIEWS[name]
    closed = [OfView(name, view.services, held) for held in DataClass if held is not DataClass.OPEN]
    for role in ROLES:
        without = caller(role, SCOPES - {"read"})
        assert not POLICIES.decide(without, "read_view", view).allowed
        assert not any(POLICIES.decide(caller(role), "read_view", one).allowed for one in closed)


def test_a_view_without_an_audience_is_for_nobody() -> None:
    for services in ((), ("return_operation",), SERVICES):
        assert readers(OfView("not-declared", services)) == set()


@pytest.mark.parametrize(("name", "service"), list(product(EXPECTED, WALLED)))
def test_those_who_carry_out_returns_read_nothing_that_rests_on_what_came_after(
    name: str, service: Service
) -> None:
    resting = OfView(name, ("return_operation", service))
    assert readers(resting) & set(KINDS["enforcement"]) == set()


@pytest.mark.parametrize("role", ROLES)
def test_readers_are_told_positions_of_the_services_that_they_may_see(role: ActorRole) -> None:
    hidden = set(WALLED) if role in KINDS["enforcement"] else set()
    assert services_seen(caller(role)) == set(SERVICES) - hidden
    assert services_seen(caller(role, {"record"})) == set()
