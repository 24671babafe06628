"""The policies allow what the tables kept by hand say, for every role, family, class and operation."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from contracts.access_matrix import PURPOSES, ROLES, a_record, caller, cells, families, purposes, recording
from events.base import SERVICES
from events.catalogue import BY_NAME
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access.asking import ACTIONS, LOG_PARTS, Action, LogPart, OfLog, OfRecord, OfView, Use
from foundation.access.deciding import policies_in_force
from foundation.access.kinds import KIND_OF
from foundation.access.policies import Policies
from foundation.identity.caller import SCOPES, Scope

HERE = Path(__file__).parent
POLICIES: Policies = policies_in_force()
Cell = tuple[str, str, str, str]
"""Role, family, class, operation."""
ON_RECORDS = tuple(action for action in ACTIONS if action not in ("read_view", "read_log"))
VALUES = {"all", "own", "consent", "emergency", "listed", "-"}


def lines(name: str) -> list[str]:
    kept = (HERE / name).read_text().splitlines()
    return [line for line in kept if line.strip() and not line.startswith("#")]


def columns() -> dict[str, list[str]]:
    found, held = {}, False
    for line in lines("matrix.txt"):
        held = line == "columns" or (held and line.startswith(" "))
        if held and line.startswith(" "):
            service, *names = line.split()
            found[service] = names
    return found


def expected() -> dict[Cell, str]:
    table: dict[Cell, str] = {}
    operations: list[str] = []
    classes: list[str] = []
    named: set[str] = set()
    for line in lines("matrix.txt"):
        if not line.startswith(" "):
            left, _, right = line.partition(" | ")
            operations, classes, named = left.split(), right.split(), set()
        elif classes:
            *values, roles = line.split(maxsplit=len(SERVICES))
            assert all(set(value.split("+")) <= VALUES for value in values), line
            meant = [role for role in ROLES if role not in named] if roles == "others" else roles.split()
            named |= set(meant)
            for role, (value, service), held, operation in product(
                meant, zip(values, SERVICES, strict=True), classes, operations
            ):
                for family in columns()[service]:
                    cell = (role, family, held, operation)
                    assert cell not in table, f"said twice: {cell}"
                    table[cell] = value
    return table


EXPECTED = expected()


def test_the_columns_are_the_families_of_each_service_in_life_cycle_order() -> None:
    assert tuple(columns()) == SERVICES
    owned = {
        service: [name for name, events in families().items() if events[0].about.service == service]
        for service in SERVICES
    }
    assert columns() == owned
    assert all(len({event.about.service for event in events}) == 1 for events in families().values())


def test_the_table_has_every_cell() -> None:
    every = set(product(ROLES, families(), [held.value for held in DataClass], ON_RECORDS))
    assert EXPECTED.keys() == every


@pytest.mark.parametrize("role", ROLES)
def test_the_policies_allow_what_the_table_says_and_nothing_else(role: ActorRole) -> None:
    said: dict[Cell, str] = {}
    for (family, events), held in product(families().items(), DataClass):
        said[role, family, held.value, "record"] = recording(POLICIES, role, events, held)
        for action, reached in cells(POLICIES, role, events[0], held).items():
            said[role, family, held.value, action] = reached
    wanted = {cell: value for cell, value in EXPECTED.items() if cell[0] == role}
    assert {cell: value for cell, value in said.items() if wanted[cell] != value} == {}
    assert said.keys() == wanted.keys()


def purpose_table() -> dict[tuple[str, str], str]:
    header, *rows = lines("purposes.txt")
    return {
        (purpose, column): value
        for purpose, *values in map(str.split, rows)
        for column, value in zip(header.split(), values, strict=True)
    }


def column_of(role: ActorRole) -> str:
    if role == "medical_professional":
        return "medical"
    return {"provider": "services", "other": "remaining"}.get(KIND_OF[role], KIND_OF[role])


@pytest.mark.parametrize("role", ROLES)
def test_sealed_values_are_opened_for_the_purposes_of_the_table_and_for_no_others(role: ActorRole) -> None:
    event, table = BY_NAME["ObservationFiled"], purpose_table()
    wanted = {purpose: table[purpose, column_of(role)] for purpose in PURPOSES}
    assert {purpose: purposes(POLICIES, role, event, purpose) for purpose in PURPOSES} == wanted


NEEDED: dict[Action, set[Scope]] = {
    "record": {"record"},
    "read_record": {"read"},
    "read_open_fields": {"read"},
    "list": {"read"},
    "export": {"read", "admin"},
    "open_fields": {"read"},
    "erase": {"admin"},
    "rectify": {"admin", "record"},
    "request": {"record"},
    "answer": {"admin"},
    "read_view": {"read"},
    "read_log": {"read"},
}
"""A token with any one of these is enough; one with all the others is not."""


@pytest.mark.parametrize("action", ACTIONS)
def test_a_token_needs_a_scope_of_the_operation_whatever_the_role(action: Action) -> None:
    rest = SCOPES - NEEDED[action]
    enough = set()
    for role in ROLES:
        event = next(
            event for events in families().values() for event in events if role in event.about.asserted_by
        )
        held = DataClass.PERSONAL if action in ("open_fields", "erase") else DataClass.OPEN
        of_action = {
            "read_view": OfView("operation-coverage", ("return_operation",)),
            "read_log": OfLog("checkpoint"),
            "record": OfRecord(event, event.about.service, role, None, held),
        }
        resource = of_action.get(action, a_record(BY_NAME["ObservationFiled"], held))
        use = Use("protection_referral", "consent") if action == "open_fields" else None
        assert not POLICIES.decide(caller(role, rest), action, resource, use).allowed
        for scope in NEEDED[action]:
            if POLICIES.decide(caller(role, {scope}), action, resource, use).allowed:
                enough.add(scope)
    assert enough == NEEDED[action]


@pytest.mark.parametrize("part", LOG_PARTS)
@pytest.mark.parametrize("role", ROLES)
def test_those_who_carry_out_returns_verify_the_log_without_its_entries(
    role: ActorRole, part: LogPart
) -> None:
    hidden = KIND_OF[role] == "enforcement" and part in ("entries", "proof")
    assert POLICIES.decide(caller(role), "read_log", OfLog(part)).allowed is not hidden


def test_every_role_is_of_exactly_one_kind() -> None:
    assert sorted(KIND_OF) == sorted(get_args(ActorRole))
