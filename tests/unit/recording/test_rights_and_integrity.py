"""Who may record an account, and what must fit together in it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from events.base import Event, Structure, kebab
from events.catalogue import BY_KEBAB, BY_NAME, EVENTS
from events.codes.common import ActorRole
from events.data_protection import ConsentGiven, DataSharingAgreementSigned
from events.post_return import CommunityMeasureRecorded, CountryFindingIssued
from events.pre_return import FamilySeparationRecorded, LibertyRestrictionEnded
from events.return_operation import (
    AccessRefusedToMonitor,
    MonitoringPresenceRecorded,
    MonitoringReportPublished,
    ObservationFiled,
    RestraintApplied,
    UseOfForceObserved,
)
from events.structures import PlanComponent
from events.submission import Submission
from foundation.clock import uuid7
from foundation.identity.caller import SCOPES, Caller, usual_voices
from foundation.recording.forms import read_own
from foundation.recording.integrity import integrity_faults, required_ids
from foundation.recording.periods import PERIODS, structures_in
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


def test_a_caller_without_a_body_speaks_for_none() -> None:
    assert rights_faults(a_caller("independent_monitor", None), a_record(asserted_by_body=None)) == ()
    (fault,) = rights_faults(a_caller("independent_monitor", None), a_record(asserted_by_body=OTHER_BODY))
    assert (fault.pointer, OTHER_BODY in fault.what + fault.remedy) == ("/asserted_by_body", False)


def test_a_granted_voice_is_not_the_right_to_name_any_body_or_to_amend_its_records() -> None:
    monitor = replace(a_caller("nhri"), may_assert=frozenset({"independent_monitor", "nhri"}))
    theirs = a_record(asserted_by_body=OTHER_BODY, amends=f"EVT-{uuid7()}", amendment_kind="correction")
    assert [fault.pointer for fault in rights_faults(monitor, theirs)] == ["/asserted_by_body"]
    granted = replace(monitor, transcribes=frozenset({OTHER_BODY}))
    assert rights_faults(granted, theirs) == ()


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


PERIODS_STATED = [
    (FamilySeparationRecorded, ("started_at", "ended_at")),
    (RestraintApplied, ("started_at", "ended_at")),
    (UseOfForceObserved, ("seen_from", "seen_until")),
    (MonitoringPresenceRecorded, ("from_at", "to_at")),
    (AccessRefusedToMonitor, ("refused_at", "later_granted_at")),
    (ObservationFiled, ("observed_from", "observed_to")),
    (MonitoringReportPublished, ("period_from", "period_to")),
    (CommunityMeasureRecorded, ("started_on", "ended_on")),
    (CountryFindingIssued, ("period_from", "period_to")),
    (DataSharingAgreementSigned, ("valid_from", "valid_until")),
    (PlanComponent, ("starts_on", "ends_on")),
]
ENDS = re.compile(r"(^|_)(to|until|ended|ends|granted)(_at|_on)?$")
"""Names of fields that sound like the end of something."""
NO_PERIODS = {
    "voluntary_departure_until",  # a deadline
    "status_granted_until",  # how long a status runs
    "extension_until",  # a deadline
    (LibertyRestrictionEnded, "ended_at"),  # the beginning is a record of its own
    "until",  # a hold may have run out when it is decided on
    (CountryFindingIssued, "valid_until"),  # a finding may be out of date when it is issued
    (ConsentGiven, "valid_until"),  # a consent may be recorded after it ran out
}


def test_every_period_of_the_catalogue_is_declared() -> None:
    kinds = [*EVENTS, *{inner for event in EVENTS for inner in structures(event)}]
    stated = [(kind, pair) for kind in kinds for pair in PERIODS if set(pair) <= kind.model_fields.keys()]
    assert sorted(stated, key=str) == sorted(PERIODS_STATED, key=str)
    assert {pair for _, pair in stated} == set(PERIODS)
    ends = {(kind, end) for kind, (_, end) in stated}
    alike = {
        (kind, name)
        for kind in kinds
        for name, field in kind.model_fields.items()
        if ENDS.search(name) and "date" in str(field.annotation).lower()
    }
    assert {(kind, name) for kind, name in alike - ends if not {name, (kind, name)} & NO_PERIODS} == set()


def structures(event: type[Event]) -> set[type[Structure]]:
    return {inner for field in event.model_fields.values() for inner in structures_in(field.annotation)}


DAYS = ("2025-03-17", "2025-03-18")
MOMENTS = ("2025-03-18T11:59:59+01:00", "2025-03-18T11:00:00Z")


@pytest.mark.parametrize(
    ("kind", "begin", "end"),
    [(kind, begin, end) for kind, (begin, end) in PERIODS_STATED if issubclass(kind, Event)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_no_period_of_any_event_ends_before_it_begins(kind: type[Event], begin: str, end: str) -> None:
    early, late = DAYS if kind.model_fields[begin].annotation is date else MOMENTS
    name = f"{kebab(kind.__name__)}.v1."
    assert pointers(a_record(name, data={begin: late, end: early})) == [f"/data/{end}"]
    assert pointers(a_record(name, data={begin: early, end: late})) == []
    assert pointers(a_record(name, data={begin: late, end: late})) == []


def test_a_period_inside_a_structure_does_not_end_before_it_begins() -> None:
    component = {"component": "transport", "dimension": "social", "included": True}
    whole = component | {"starts_on": "2025-05-01", "ends_on": "2025-05-01"}
    broken = component | {"starts_on": "2025-05-02", "ends_on": "2025-05-01"}
    record = a_record(
        "reintegration-plan-agreed.v1.only",
        data={"components": [whole, component, broken]},
        lawful_basis="public_task",
        purpose="monitoring",
    )
    [fault] = integrity_faults(Draft(record))
    assert (fault.pointer, fault.what) == (
        "/data/components/2/ends_on",
        "is before data.components.2.starts_on",
    )


def test_an_area_stands_among_the_subjects_under_its_prefix() -> None:
    name = "community-measure-recorded.v1.only"
    area = a_record(name).event.area  # type: ignore[attr-defined]  # of this event
    assert pointers(a_record(name)) == []
    other = "X-NG-KN" if area != "NG-KN" else "X-NG-LA"
    assert pointers(a_record(name, subject_ids=[other])) == ["/subject_ids"]
    assert pointers(a_record(name, subject_ids=[other, f"X-{area}"])) == []


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("observation-amended.v1.only", {"amendment_kind": "withdrawal"}, ["/amendment_kind"]),
        ("observation-amended.v1.only", {"amends": f"EVT-{uuid7()}"}, ["/amends"]),
        (
            "observation-amended.v1.only",
            {"amends": None, "amendment_kind": None},
            ["/amends", "/amendment_kind"],
        ),
        ("incident-reported.v1.by-crew", {"reporter_protected": None}, ["/reporter_protected"]),
        ("incident-reported.v1.by-crew", {"reporter_protected": False}, ["/reporter_protected"]),
        ("incident-reported.v1.only", {"reporter_protected": True}, ["/reporter_protected"]),
        ("incident-reported.v1.only", {"reporter_protected": False}, []),
    ],
)
def test_what_is_said_twice_is_said_alike(name: str, changes: dict[str, Any], expected: list[str]) -> None:
    assert pointers(a_record(name, **changes)) == expected


def test_nothing_amends_itself() -> None:
    record = a_record()
    event_id = record.statement.event_id
    assert pointers(a_record(amends=event_id, amendment_kind="correction")) == ["/amends"]


def test_all_that_does_not_fit_is_named_at_once() -> None:
    record = a_record(subject_ids=[BODY], lawful_basis=None, purpose=None)
    assert pointers(record) == ["/subject_ids/0", "/subject_ids", "/lawful_basis", "/purpose"]
