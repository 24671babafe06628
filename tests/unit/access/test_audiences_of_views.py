"""Every view, and every part of one, is for the roles of the table kept by hand, and for nobody else."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from contracts.access_matrix import ROLES, caller
from events.base import SERVICES, Service
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access.asking import OfView
from foundation.access.deciding import decide_among, policies_in_force, services_seen
from foundation.access.kinds import KINDS
from foundation.identity.caller import SCOPES
from projections.query.shown import every_part, every_view
from projections.query.views import VIEWS as DECLARED
from projections.viewing.view import View

POLICIES = policies_in_force()
TABLE = Path(__file__).with_name("views.txt")
WALLED: tuple[Service, ...] = ("post_return", "data_protection")
FEEDBACK = OfView("country-risk-feedback", ("pre_return", "post_return"))
PARTS = {part.name: part for parts in every_part().values() for part in parts}
VIEWS = {FEEDBACK.name: FEEDBACK} | {one.name: one for one in every_view().values()} | PARTS
OWN_ALONE = {"follow-up-calendar"}
"""Views of which everybody has a part at most."""


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
    assert declared == {*VIEWS, "positions"} - OWN_ALONE
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


@pytest.mark.parametrize("view", [view for view in DECLARED if view.parts], ids=lambda view: view.name)
def test_nobody_has_a_part_without_what_tells_whose_rows_they_are(view: View) -> None:
    for part in view.parts:
        nameless = [caller(role, body=None) for role in ROLES]
        for one in (replace(each, acts_for=frozenset()) for each in nameless):
            may = POLICIES.decide(one, "read_view", PARTS[part.name]).allowed
            assert may is (part.whose == "everyone" and one.role in EXPECTED[part.name])


@pytest.mark.parametrize("view", [view for view in DECLARED if view.parts], ids=lambda view: view.name)
def test_a_part_shows_no_more_than_its_view(view: View) -> None:
    columns = {column.name for column in view.columns}
    for part in view.parts:
        assert part.name.startswith(f"{view.name}.")
        assert set(part.columns) <= columns
        assert set(part.filters) <= set(view.filters)
        assert part.facet not in part.filters
        assert (part.answer is None) == (view.answer is None or view.pages)


@pytest.mark.parametrize("view", [view for view in DECLARED if view.parts], ids=lambda view: view.name)
def test_who_may_see_the_whole_is_never_given_a_part(view: View) -> None:
    choices = [VIEWS[view.name], *(PARTS[part.name] for part in view.parts)]
    for role in ROLES:
        given = decide_among(caller(role), "read_view", choices)
        allowed = [role in EXPECTED[one.name] for one in choices]
        assert given == (allowed.index(True) if any(allowed) else None)


def test_no_part_for_those_who_carry_out_returns_stands_behind_the_wall() -> None:
    given = [part for name, part in PARTS.items() if EXPECTED[name] & set(KINDS["enforcement"])]
    assert given
    assert all(not set(part.services) & set(WALLED) for part in given)


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
