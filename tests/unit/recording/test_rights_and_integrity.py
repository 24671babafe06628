"""Who may record an account, and what must fit together in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.catalogue import BY_KEBAB, BY_NAME
from events.codes.common import ActorRole
from events.submission import Submission
from foundation.clock import uuid7
from foundation.identity.caller import SCOPES, Caller, usual_voices
from foundation.recording.forms import read_own
from foundation.recording.integrity import integrity_faults, required_ids
from foundation.recording.rights import rights_faults
from foundation.vault.drafts import Draft

EXAMPLES = sorted((Path(__file__).parents[3] / "contracts" / "examples").rglob("*.json"))
BODY, OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-000000000004", "ORG-018f6a2c-0000-7000-8000-00000000ffff"


def a_caller(role: ActorRole, body: str | None = BODY) -> Caller:
    return Caller("USR-018f6a2c-0000-7000-8000-00000000beef", role, body, usual_voices(role), SCOPES, "t")


def a_record(
    name: str = "observation-filed.v1.with", data: dict[str, Any] | None = None, **changes: Any
) -> Submission:
    path = next(path for path in EXAMPLES if path.name.startswith(name))
    example = json.loads(path.read_text())
    example["data"] |= data or {}
    record = {name: value for name, value in (example | changes).items() if value is not None}
    return read_own(record, BY_KEBAB[path.name.split(".")[0]], uuid7)


def pointers(submission: Submission) -> list[str]:
    return [fault.pointer for fault in integrity_faults(Draft(submission))]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_published_examples_are_whole(path: Path) -> None:
    kind = BY_KEBAB[path.name.split(".")[0]]
    assert integrity_faults(Draft(read_own(json.loads(path.read_text()), kind, uuid7))) == ()


def test_a_caller_records_in_their_own_role() -> None:
    assert rights_faults(a_caller("independent_monitor"), a_record()) == ()


def test_a_role_whose_account_the_event_cannot_be_is_refused_even_to_its_holder() -> None:
    faults = rights_faults(a_caller("carrier"), a_record(asserted_by_role="carrier"))
    assert [fault.pointer for fault in faults] == ["/asserted_by_role"]


def test_nobody_speaks_for_a_role_that_their_token_does_not_grant() -> None:
    faults = rights_faults(a_caller("civil_society"), a_record(asserted_by_role="nhri"))
    assert [fault.pointer for fault in faults] == ["/asserted_by_role"]


def test_a_lawyer_records_what_the_returnee_says() -> None:
    record = a_record("return-case-opened.v1.only", asserted_by_role="returnee", asserted_by_body=None)
    assert rights_faults(a_caller("lawyer", None), record) == ()


def test_nobody_speaks_for_another_body_in_their_own_role() -> None:
    record = a_record(asserted_by_body=OTHER_BODY)
    assert [fault.pointer for fault in rights_faults(a_caller("independent_monitor"), record)] == [
        "/asserted_by_body"
    ]


def test_the_leading_subject_is_of_a_kind_listed_for_the_event() -> None:
    subjects = [BODY, "B-018f6a2c-0000-7000-8000-000000000003"]
    assert pointers(a_record(subject_ids=subjects)) == ["/subject_ids/0"]


def test_required_ids_are_among_the_subjects() -> None:
    elsewhere = ["O-018f6a2c-0000-7000-8000-000000000001"]
    assert pointers(a_record(subject_ids=elsewhere)) == ["/subject_ids"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OperationPlanned", ("operation",)),
        ("ObservationFiled", ("observation",)),
        ("MonitoringPresenceRecorded", ()),
        ("ReturnCaseOpened", ()),
        ("AccountsLinked", ("first_event", "second_event")),
        ("CommunityMeasureRecorded", ("area",)),
    ],
)
def test_the_required_ids_of_an_event_are_read_off_its_fields(name: str, expected: tuple[str, ...]) -> None:
    kind: type[Event] = BY_NAME[name]
    assert tuple(required_ids(kind)) == expected


def test_personal_values_need_a_basis_and_a_purpose() -> None:
    assert pointers(a_record(lawful_basis=None, purpose=None)) == ["/lawful_basis", "/purpose"]


def test_a_name_of_who_asserts_is_a_personal_value_too() -> None:
    bare = {"account": None, "answers": []}
    record = a_record(data=bare, lawful_basis=None, purpose=None, asserted_by_person="Monitor Example")
    assert pointers(record) == ["/lawful_basis", "/purpose"]


def test_open_values_alone_need_neither() -> None:
    record = a_record(data={"account": None, "answers": []}, lawful_basis=None, purpose=None)
    assert pointers(record) == []


def test_a_record_based_on_consent_names_the_consent() -> None:
    assert pointers(a_record(lawful_basis="consent")) == ["/consent"]
    consent = "Q-018f6a2c-0000-7000-8000-000000000001"
    assert pointers(a_record(lawful_basis="consent", consent=consent)) == []


def test_a_period_does_not_end_before_it_begins() -> None:
    early = {"observed_from": "2025-03-18T12:00:00+01:00", "observed_to": "2025-03-18T10:59:59Z"}
    assert pointers(a_record(data=early)) == ["/data/observed_to"]
    same = {"observed_from": "2025-03-18T12:00:00+01:00", "observed_to": "2025-03-18T11:00:00Z"}
    assert pointers(a_record(data=same)) == []


def test_nothing_amends_itself() -> None:
    record = a_record()
    event_id = record.statement.event_id
    assert pointers(a_record(amends=event_id, amendment_kind="correction")) == ["/amends"]


def test_all_that_does_not_fit_is_named_at_once() -> None:
    record = a_record(subject_ids=[BODY], lawful_basis=None, purpose=None)
    assert pointers(record) == ["/subject_ids/0", "/subject_ids", "/lawful_basis", "/purpose"]
