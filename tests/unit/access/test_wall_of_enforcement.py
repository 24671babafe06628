"""The wall around what enforcement must not have, whatever policies are added."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from contracts.access_matrix import OTHER, OWN, a_record, caller
from events.base import SERVICES
from events.catalogue import BY_NAME, EVENTS
from events.codes.common import ActorRole
from events.data_classes import DataClass
from foundation.access.asking import ACTIONS, LOG_PARTS, Action, OfLog, OfRecord, OfView, Resource, Use
from foundation.access.deciding import FOLDER
from foundation.access.kinds import KINDS
from foundation.access.policies import SCHEMA, Policies, PolicyError

TEXTS = {path.name: path.read_text() for path in FOLDER.glob("*.cedar")}
RULES = (FOLDER / SCHEMA).read_text()
OBSERVED = BY_NAME["ObservationFiled"]
CONSENTED = Use("monitoring", "consent")
PROTECTED = DataClass.PROTECTED
ENFORCEMENT = KINDS["enforcement"]
SCOPES_OF = {
    "principal": [
        "principal",
        *(f'principal in Role::"{role}"' for role in ENFORCEMENT),
        'principal in Kind::"enforcement"',
    ],
    "action": ["action", *(f'action == Action::"{action}"' for action in ACTIONS)],
    "resource": [
        "resource",
        *(f"resource is {kind}" for kind in ("Record", "View", "LogPart")),
        *(f'resource in Service::"{service}"' for service in SERVICES),
    ],
}
CONDITIONS = ["", "when { true }", "unless { false }", 'when { principal in Kind::"enforcement" }']


@st.composite
def permits(draw: st.DrawFn) -> str:
    parts = ", ".join(draw(st.sampled_from(choices)) for choices in SCOPES_OF.values())
    return f"permit ({parts}) {draw(st.sampled_from(CONDITIONS))};"


def everything_walled() -> list[tuple[ActorRole, Action, Resource]]:
    """Protected values of every event, every record of the walled services, the views and entries of them."""
    behind = [event for event in EVENTS if event.about.service in ("post_return", "data_protection")]
    records: list[Resource] = [
        *(a_record(event, PROTECTED, body) for event, body in product(EVENTS[::7], (OWN, OTHER))),
        *(a_record(event, held) for event, held in product(behind[::5], DataClass)),
        replace(a_record(OBSERVED), recorded_at="post_return"),
        replace(a_record(OBSERVED), recorded_at="data_protection"),
    ]
    on_records = [one for one in ACTIONS if one not in ("record", "read_view", "read_log")]
    views: list[Resource] = [
        OfView("any", ("return_operation", "post_return")),
        OfView("any", ("data_protection",)),
        OfView("any", ("pre_return",), PROTECTED),
    ]
    return [
        *((role, action, one) for role, action, one in product(ENFORCEMENT, on_records, records)),
        *((role, "read_view", one) for role, one in product(ENFORCEMENT, views)),
        *((role, "read_log", OfLog(part)) for role in ENFORCEMENT for part in LOG_PARTS[2:]),
    ]


WALLED = everything_walled()


@given(st.lists(permits(), min_size=1, max_size=4), st.data())
def test_whatever_permits_are_added_enforcement_gets_nothing_from_behind_the_wall(
    added: list[str], data: st.DataObject
) -> None:
    explained = [f'@id("added.{n}") @clause("-") @says("-") {text}' for n, text in enumerate(added)]
    try:
        policies = Policies({**TEXTS, "9-added.cedar": "\n".join(explained)}, RULES)
    except PolicyError:
        return  # one that can never apply is refused, and so gives nothing
    for role, action, resource in data.draw(st.lists(st.sampled_from(WALLED), min_size=1, max_size=20)):
        use = CONSENTED if action == "open_fields" else None
        assert not policies.decide(caller(role), action, resource, use).allowed


def test_with_everything_permitted_the_wall_still_stands_and_nothing_else_does() -> None:
    extra = '@id("all") @clause("-") @says("-") permit (principal, action, resource);'
    policies = Policies({**TEXTS, "9-added.cedar": extra}, RULES)
    for role, action, resource in WALLED:
        use = CONSENTED if action == "open_fields" else None
        assert not policies.decide(caller(role), action, resource, use).allowed, (role, action, resource)
    assert policies.decide(caller("escort"), "read_record", a_record(OBSERVED, body=OTHER)).allowed
    assert policies.decide(
        caller("escort"), "record", OfRecord(BY_NAME["EscortReportFiled"], "return_operation", "escort", OWN)
    ).allowed
