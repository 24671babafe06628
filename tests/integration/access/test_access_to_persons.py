"""Each value held on a person is opened, restated or erased as the policies say, and what is not says why."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import BY_KEBAB
from events.codes.common import ActorRole
from events.data_protection import DataSubjectRequestReceived, PersonalDataAccessed
from events.submission import Submission
from foundation.access.kinds import KINDS
from foundation.clock import uuid7
from foundation.recording.forms import read_own
from returnwatch.embedded import Embedded, embedded
from returnwatch.persons import persons
from services.data_protection.application.access import Access, AccessDeniedError
from services.data_protection.application.erasing import Grounds
from services.data_protection.application.persons import Persons
from services.data_protection.application.reading_person import NothingHeldError
from services.data_protection.application.rectifying import Rectification
from services.data_protection.application.reporting import Report, Value
from tests.integration.vault import lives
from tests.integration.vault.lives import BODY, CASE, PERSON, access

NOBODY = CASE.replace("a1", "ff")
ELSEWHERE = "ORG-018f6a2c-0000-7000-8000-0000000000b9"
NOTES = "plant3d is afraid of the corridor"
CONSENTED = {"ground": "consent", "consent": "Q-018f6a2c-0000-7000-8000-0000000000d0"}
HELPING = {"purpose": "reintegration_assistance"}


def a_session(**changes: Any) -> Submission:
    document = lives.example("post_return/counselling-session-held.v1.before-return-in-distress")
    document |= {"event_id": f"EVT-{uuid7()}", "subject_ids": [CASE], **changes}
    document["data"]["notes"] = NOTES
    return read_own(document, BY_KEBAB["counselling-session-held"], uuid7)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Embedded]:
    """A data directory with a life in it, and what the person told a service."""
    with embedded(tmp_path / "data") as opened:
        lives.record_life(opened)
        lives.record(opened, a_session(asserted_by_role="case_manager", asserted_by_body=BODY))
        yield opened


@pytest.fixture
def use(opened: Embedded) -> Iterator[Persons]:
    with persons(opened) as use:
        yield use


def noted(opened: Embedded) -> list[PersonalDataAccessed]:
    found = lives.events_in(opened, "data_protection")
    return [event for event in found if isinstance(event, PersonalDataAccessed)]


def notes_of(report: Report) -> Value:
    (session,) = (one for one in report.records if one.name == "counselling-session-held")
    return next(value for value in session.values if value.field == "notes")


def as_body(asked: Access, body: str | None, **changes: Any) -> Access:
    return replace(asked, caller=replace(asked.caller, body=body, **changes), body=body or BODY)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (access(), None),
        (access(**CONSENTED), NOTES),
        (access("case_manager", **HELPING), NOTES),
        (as_body(access("case_manager", **HELPING), ELSEWHERE), None),
        (as_body(access("case_manager", **HELPING, **CONSENTED), ELSEWHERE), NOTES),
        (access("returnee", purpose="legal_claim"), NOTES),
        (access("lawyer"), NOTES),
    ],
    ids=["monitor", "with consent", "own account", "others' account", "and consent", "the person", "lawyer"],
)
def test_what_a_person_told_a_service_is_opened_by_role_purpose_and_ground(
    use: Persons, asked: Access, told: str | None
) -> None:
    value = notes_of(use.reporting.report(CASE, asked))
    assert (value.state, value.value) == (("plain", told) if told else ("withheld", None))
    assert told or "protected values of this record" in str(value.note)


def test_a_report_says_of_every_closed_value_what_became_of_it(use: Persons) -> None:
    """Nothing is left out: a value withheld from one is at the same place for another."""
    fewer, all_of_it = (
        use.reporting.report(CASE, asked) for asked in (access(), access("lawyer", purpose="legal_claim"))
    )
    for less, more in zip(fewer.records, all_of_it.records, strict=True):
        assert {value.field.split(".")[0] for value in less.values} == {
            value.field.split(".")[0] for value in more.values
        }
    states = {value.state for one in fewer.records for value in one.values}
    assert {"open", "plain", "withheld"} <= states
    assert all(value.note for one in fewer.records for value in one.values if value.state == "withheld")


def test_what_is_noted_of_an_access_is_what_was_opened(use: Persons, opened: Embedded) -> None:
    use.reporting.report(CASE, access())
    use.reporting.report(CASE, access(**CONSENTED))
    use.reporting.report(CASE, as_body(access("service_provider", **HELPING), ELSEWHERE))
    some, everything, nothing = noted(opened)
    assert (some.action, some.highest_class) == ("read", "special")
    assert (everything.action, everything.highest_class) == ("read", "protected")
    assert everything.events_read == some.events_read + 1
    assert (nothing.action, nothing.events_read) == ("denied", 0)


@pytest.mark.parametrize("role", KINDS["enforcement"])
@pytest.mark.parametrize("subject", [CASE, NOBODY, PERSON, PERSON.replace("aa", "ee")])
def test_those_who_carry_out_returns_learn_neither_what_is_held_nor_whether(
    use: Persons, opened: Embedded, role: ActorRole, subject: str
) -> None:
    asked = as_body(access(role), ELSEWHERE)
    with pytest.raises(AccessDeniedError) as denied:
        use.reporting.report(subject, asked)
    with pytest.raises(AccessDeniedError) as nothing:
        use.reporting.report(CASE.replace("a1", "fe"), asked)
    assert str(denied.value) == str(nothing.value)
    assert {(one.action, one.events_read, one.highest_class) for one in noted(opened)} == {
        ("denied", 0, "open")
    }
    grounds = Grounds("consent_withdrawn", data_request="Z-018f6a2c-0000-7000-8000-0000000000e0")
    for ask in (
        lambda: use.rectifying.rectify(subject, asked, Rectification(f"EVT-{uuid7()}", {"name": "x"})),
        lambda: use.erasing.erase(subject, asked, grounds),
        lambda: use.erasing.refuse(subject, asked, grounds, "manifestly_unfounded"),
        lambda: use.erasing.receive(subject, asked, "access", "yes", extent=None),
    ):
        with pytest.raises(NothingHeldError, match="no record of a case of this id is held here"):
            ask()


def test_who_stands_for_one_person_is_turned_away_from_another(use: Persons, opened: Embedded) -> None:
    asked = access("lawyer")
    other = replace(asked, caller=replace(asked.caller, acts_for=frozenset({lives.STRANGER})))
    assert use.reporting.report(CASE, asked).records
    with pytest.raises(AccessDeniedError):
        use.reporting.report(CASE, other)
    with pytest.raises(AccessDeniedError):
        use.reporting.report(PERSON, other)
    assert [one.action for one in noted(opened)] == ["read", "denied", "denied", "denied"]


def test_nothing_is_opened_to_return_somebody_whoever_asks(use: Persons) -> None:
    for role in ("returnee", "nhri", "case_manager"):
        with pytest.raises(AccessDeniedError, match=r"purpose\.never-return-enforcement"):
            use.reporting.report(CASE, access(role, purpose="return_enforcement", **CONSENTED))  # type: ignore[arg-type]  # roles


@pytest.mark.parametrize(
    ("role", "scopes", "may"),
    [
        ("nhri", {"read", "admin"}, True),
        ("case_manager", {"admin"}, True),
        ("nhri", {"read", "record"}, False),
        ("lawyer", {"read", "record", "admin"}, False),
        ("court", {"read", "record", "admin"}, False),
    ],
)
def test_a_controller_erases_and_nobody_else(
    use: Persons,
    role: ActorRole,
    scopes: set[str],
    may: bool,  # noqa: FBT001 - a column of the table
) -> None:
    asked = access(role)
    asked = replace(asked, caller=replace(asked.caller, scopes=frozenset(scopes)))  # type: ignore[arg-type]  # scopes
    if may:
        assert use.erasing.erase(CASE, asked, Grounds("consent_withdrawn"))
    else:
        with pytest.raises(AccessDeniedError, match=f"lets the role {role} erase"):
            use.erasing.erase(CASE, asked, Grounds("consent_withdrawn"))
        assert notes_of(use.reporting.report(CASE, access("returnee"))).value == NOTES


def test_a_request_is_taken_down_for_the_person_and_answered_by_a_controller(
    use: Persons, opened: Embedded
) -> None:
    guardian = access("guardian")
    alone = replace(guardian, caller=replace(guardian.caller, may_assert=frozenset({"guardian"})))
    made = use.erasing.receive(CASE, alone, "erasure", "yes", extent=None)
    last = lives.events_in(opened, "data_protection")[-1]
    assert isinstance(last, DataSubjectRequestReceived)
    grounds = Grounds("request_of_person", data_request=made)
    with pytest.raises(AccessDeniedError, match="lets the role guardian answer a request"):
        use.erasing.refuse(CASE, alone, grounds, "manifestly_unfounded")
    assert use.erasing.refuse(CASE, access("nhri"), grounds, "manifestly_unfounded")
    court = replace(access("court"), caller=replace(access("court").caller, may_assert=frozenset({"court"})))
    with pytest.raises(AccessDeniedError, match="lets the role court ask"):
        use.erasing.receive(CASE, court, "erasure", "yes", extent=None)


def test_what_was_told_to_a_service_does_not_become_the_account_of_who_corrects_it(use: Persons) -> None:
    session = next(
        one.event_id
        for one in use.reporting.report(CASE, access("returnee")).records
        if one.name == "counselling-session-held"
    )
    change = Rectification(session, {"minutes": 45})
    elsewhere = as_body(access("case_manager", **HELPING), ELSEWHERE)
    with pytest.raises(AccessDeniedError, match=r"also holds .*notes"):
        use.rectifying.rectify(CASE, elsewhere, change)
    assert use.rectifying.rectify(CASE, access("case_manager", **HELPING), change)
    corrected = [
        one for one in use.reporting.report(CASE, access("returnee")).records if one.amends == session
    ]
    assert [value.value for value in corrected[0].values if value.field == "notes"] == [NOTES]


def test_who_gave_an_account_puts_it_right_without_having_it_opened(use: Persons, opened: Embedded) -> None:
    """Those who carry out returns correct what they said, and see nothing of it."""
    own = lives.an_opening(asserted_by_role="authority", asserted_by_body=BODY)
    lives.record(opened, own)
    asked = access("authority", purpose="monitoring")
    new, _ = use.rectifying.rectify(CASE, asked, Rectification(own.statement.event_id, {"name": "Ada Right"}))
    (amending,) = (one for one in use.reporting.report(CASE, access("lawyer")).records if one.event_id == new)
    shown = {value.field: value.value for value in amending.values}
    assert (shown["name"], shown["religion"]) == ("Ada Right", lives.HEALTH)
    with pytest.raises(AccessDeniedError):
        use.reporting.report(CASE, asked)
    with pytest.raises(NothingHeldError):
        use.rectifying.rectify(
            CASE, as_body(asked, ELSEWHERE), Rectification(own.statement.event_id, {"name": "x"})
        )


def test_reasons_and_denials_repeat_no_value(use: Persons) -> None:
    report = use.reporting.report(CASE, access())
    notes = json.dumps([value.note for one in report.records for value in one.values])
    assert "plant3d" not in notes.lower()
