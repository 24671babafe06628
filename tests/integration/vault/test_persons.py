"""Reports, rectification and erasure over a whole data directory."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import pytest

from events.cloudevents import decode
from events.data_protection import (
    DataSubjectRequestAnswered,
    ErasureCarriedOut,
    PersonalDataAccessed,
    RectificationMade,
)
from events.ids import uuid_of
from foundation.clock import system_clock
from foundation.erasure.fences import listed, replay
from foundation.erasure.opening import erasures_at
from foundation.erasure.port import Step
from foundation.recording.faults import RefusedError
from foundation.recording.outcomes import Recorded
from foundation.vault.key_rows import KeyState
from foundation.vault.opened import Erased, Plain
from projections.operation_coverage.projection import OperationCoverage
from projections.runner.poll import stores_as_pages
from projections.runner.rebuild import rebuild
from returnwatch.embedded import Embedded, address, embedded
from returnwatch.person_text import as_text
from returnwatch.persons import persons
from returnwatch.verifying import public_key, verify_directory
from services.data_protection.application.access import AccessDeniedError
from services.data_protection.application.erasing import Grounds, LegalHoldError, NoSuchRequestError
from services.data_protection.application.reading_person import NothingHeldError
from services.data_protection.application.rectifying import Rectification
from services.data_protection.application.reporting import Report
from tests.integration.vault import lives
from tests.integration.vault.lives import CASE, FILER, NAME, PERSON, PLANTED, SECOND, STRANGER, access, record

WITHDRAWN = Grounds("consent_withdrawn")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory with a life in it, closed."""
    data = tmp_path / "data"
    with embedded(data) as opened:
        lives.record_life(opened)
        opened.catch_up()
    return data


@pytest.fixture
def opened(folder: Path) -> Iterator[Embedded]:
    with embedded(folder) as opened:
        yield opened


def events_of(opened: Embedded, kind: type) -> list[object]:
    found = [decode(one.body) for one in opened.stores["data_protection"].read(0, 1000)]
    return [one.event for one in found if isinstance(one.event, kind)]


def report(opened: Embedded, subject: str = PERSON) -> Report:
    with persons(opened) as use:
        return use.reporting.report(subject, access())


def values(report: Report, state: str) -> list[object]:
    return [
        value.value
        for entry in (*report.records, *report.disclosures)
        for value in entry.values
        if value.state == state
    ]


def erase(opened: Embedded, subject: str = PERSON) -> None:
    with persons(opened) as use:
        use.erasing.erase(subject, access(), WITHDRAWN)


def opened_anywhere(opened: Embedded) -> str:
    """Everything that the vault opens from any store, for whomever."""
    plain = [
        value.value
        for store in opened.stores.values()
        for one in store.read(0, 10_000)
        for value in opened.vault.open_record(one.body).values()
        if isinstance(value, Plain)
    ]
    return json.dumps(plain)


def verified(folder: Path) -> None:
    with embedded(folder) as opened:
        opened.catch_up()
    told = verify_directory(folder, public_key(folder / "keys", None), system_clock(), (), lambda *_: None)
    assert told.sound, told.faults


def test_a_report_shows_every_record_opened_and_to_whom_data_went(opened: Embedded) -> None:
    made = report(opened)
    text = as_text(made)
    assert made.cases == (CASE, SECOND)
    assert len(made.records) == 3
    assert len(made.disclosures) == 1
    assert all(planted in text for planted in PLANTED)
    assert all(planted in json.dumps(asdict(made), default=str) for planted in PLANTED)
    assert lives.STRANGERS_NAME not in text
    assert "Counsel Example" not in text, "who spoke for the person is somebody else's datum"
    assert "withheld" in text


def test_nothing_is_opened_before_the_access_is_recorded(
    opened: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    original = type(opened.vault).open_located

    def watch(vault: object, located: object) -> object:
        looked.append(len(events_of(opened, PersonalDataAccessed)))
        return original(vault, located)  # type: ignore[arg-type]  # the vault itself

    monkeypatch.setattr(type(opened.vault), "open_located", watch)
    report(opened)
    assert looked
    assert min(looked) == 2, "one access for each case stands before the first value is opened"
    first, _ = events_of(opened, PersonalDataAccessed)
    assert isinstance(first, PersonalDataAccessed)
    assert (first.role, first.body, first.purpose) == ("independent_monitor", lives.BODY, "monitoring")
    assert (first.events_read, first.highest_class) == (3, "special")


@pytest.mark.parametrize(
    "asked",
    [{"role": "authority"}, {"role": "escort"}, {"role": "nhri", "purpose": "return_enforcement"}],
)
def test_who_may_not_is_turned_away_and_that_is_recorded(opened: Embedded, asked: dict[str, str]) -> None:
    with persons(opened) as use, pytest.raises(AccessDeniedError):
        use.reporting.report(CASE, access(**asked))  # type: ignore[arg-type]  # roles and purposes
    (noted,) = events_of(opened, PersonalDataAccessed)
    assert isinstance(noted, PersonalDataAccessed)
    assert (noted.action, noted.events_read) == ("denied", 0)


def test_a_case_alone_opens_nothing_of_the_other_case(opened: Embedded) -> None:
    assert report(opened, CASE).cases == (CASE,)
    assert [one.event_id for one in report(opened, SECOND).records] != []
    with persons(opened) as use, pytest.raises(NothingHeldError):
        use.reporting.report(CASE.replace("a1", "ff"), access())


def test_a_case_linked_by_mistake_is_not_the_persons_any_more(opened: Embedded) -> None:
    ids = [
        f"EVT-{one.event_id}"
        for store in opened.stores.values()
        for one in store.read(0, 100)
        if one.stream == SECOND and one.topic.endswith("return-case-opened.v1")
    ]
    for event_id in ids:
        record(
            opened,
            lives.an_opening(
                SECOND, PERSON.replace("aa", "bb"), amends=event_id, amendment_kind="correction"
            ),
        )
    assert report(opened).cases == (CASE,)


def test_rectifying_adds_a_record_and_says_so(opened: Embedded) -> None:
    wrong = next(one for one in report(opened, CASE).records if one.name == "return-case-opened")
    with persons(opened) as use:
        controller = access()
        with pytest.raises(RefusedError):
            use.rectifying.rectify(CASE, controller, Rectification(wrong.event_id, {"nme": "x"}))
        new, said = use.rectifying.rectify(
            CASE, controller, Rectification(wrong.event_id, {"name": "Ada Right"})
        )
    made = report(opened, CASE)
    amending = next(one for one in made.records if one.event_id == new)
    assert (amending.amends, amending.amendment) == (wrong.event_id, "correction")
    fields = {value.field: value.value for value in amending.values}
    assert (fields["name"], fields["date_of_birth"]) == ("Ada Right", lives.BORN)
    assert NAME in values(made, "plain"), "the old record stays as it was"
    (told,) = events_of(opened, RectificationMade)
    assert isinstance(told, RectificationMade)
    assert (told.corrected_events, told.replacing_events) == ((wrong.event_id,), (new,))
    assert told.fields == ("name",)
    assert opened.stores["data_protection"].find(uuid_of(said)) is not None


def test_an_erased_person_cannot_be_read_again_by_anybody(folder: Path) -> None:
    with embedded(folder) as opened:
        assert lives.places_in_clear(folder) == []
        erase(opened)
        made = report(opened)
        assert values(made, "plain") == []
        assert len(values(made, "erased")) > 10
        assert not any(planted in opened_anywhere(opened) for planted in PLANTED)
        assert lives.STRANGERS_NAME in opened_anywhere(opened)
    with embedded(folder) as opened:
        rebuild(opened.views, OperationCoverage(), stores_as_pages(opened.stores))
        assert not any(planted in opened_anywhere(opened) for planted in PLANTED)
        told = events_of(opened, ErasureCarriedOut)
        assert [(one.scope, one.cause, one.events_affected_count) for one in told] == [  # type: ignore[attr-defined]  # filtered
            ("case_personal", "consent_withdrawn", 3),
            ("case_personal", "consent_withdrawn", 1),
        ]
    verified(folder)
    assert lives.places_in_clear(folder) == []


def test_the_wrapped_keys_leave_the_files(folder: Path) -> None:
    wrapped = wrapped_keys(folder, CASE)
    assert wrapped
    files = [*folder.glob("vault.sqlite*")]
    with embedded(folder) as opened:
        assert any(one in path.read_bytes() for one in wrapped for path in files)
        erase(opened)
        assert not any(
            one in path.read_bytes() for one in wrapped for path in folder.rglob("*") if path.is_file()
        )


def test_a_late_record_keeps_its_open_fields_and_nothing_of_the_others(opened: Embedded) -> None:
    erase(opened, CASE)
    late = lives.an_observation(account="plant3d said later")
    first, again = [next(opened.record_many(FILER, [late])) for _ in range(2)]
    assert isinstance(first, Recorded)
    assert again.receipt == first.receipt  # type: ignore[union-attr]  # repeated
    stored = opened.stores["return_operation"].find(uuid_of(late.statement.event_id))
    assert stored is not None
    assert decode(stored.body).event.concern == late.event.concern  # type: ignore[attr-defined]  # an observation
    assert isinstance(opened.vault.open_record(stored.body)["/data/account"], Erased)
    record(opened, lives.a_disclosure())
    assert lives.places_in_clear(opened.folder, ("plant3d said later",)) == []


@pytest.mark.parametrize("step", list(Step))
def test_killed_after_any_step_an_erasure_is_completed_at_the_next_start(folder: Path, step: Step) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.integration.vault.erasing_process", str(folder), step],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    with embedded(folder) as opened, persons(opened):
        assert not any(planted in opened_anywhere_of(opened, CASE) for planted in PLANTED)
        cases = 1 if step is Step.DECIDED else 2
        assert len(events_of(opened, ErasureCarriedOut)) == cases, (
            "what was decided is done, and nothing else"
        )
    with embedded(folder) as opened, persons(opened) as use:
        use.erasing.erase(PERSON, access(), WITHDRAWN)
        assert len(events_of(opened, ErasureCarriedOut)) == 2, "no case is erased twice"
        assert not any(planted in opened_anywhere(opened) for planted in PLANTED)
    verified(folder)


def opened_anywhere_of(opened: Embedded, case: str) -> str:
    bodies = [one.body for store in opened.stores.values() for one in store.read(0, 1000)]
    found = [opened.vault.open_located(one) for one in opened.vault.locate(bodies) if one.subject == case]
    assert found
    return json.dumps([value.value for value in found if isinstance(value, Plain)])


def test_a_restored_vault_ends_the_keys_again_before_anything_is_opened(folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "vault.backup"
    shutil.copy(folder / "vault.sqlite", backup)
    with embedded(folder) as opened:
        assert NAME in opened_anywhere(opened), "the backup holds the keys"
        erase(opened)
    for path in folder.glob("vault.sqlite*"):
        path.unlink()
    shutil.copy(backup, folder / "vault.sqlite")
    with embedded(folder) as opened:
        assert not any(planted in opened_anywhere(opened) for planted in PLANTED)
        assert len(events_of(opened, ErasureCarriedOut)) == 2
    verified(folder)


def test_a_list_of_fences_ends_keys_where_there_is_no_log(folder: Path, tmp_path: Path) -> None:
    with embedded(folder) as opened:
        erase(opened)
    with erasures_at(address(folder, "vault")) as (_, keys):
        lines = list(listed(keys))
    assert not any(name in "".join(lines) for name in PLANTED)
    assert len(lines) == 9, "three sectors of two cases and of the person"
    fresh = tmp_path / "fresh"
    with embedded(fresh) as opened:
        with erasures_at(address(fresh, "vault")) as (_, keys):
            assert replay(lines, keys) == 9
            assert {row.state for row in keys.ended()} == {KeyState.DESTROYED}
        record(opened, lives.an_opening())
        assert NAME not in opened_anywhere(opened)


def test_a_case_under_legal_hold_is_not_erased_until_it_is_released(opened: Embedded) -> None:
    record(opened, lives.a_hold())
    with persons(opened) as use:
        with pytest.raises(LegalHoldError):
            use.erasing.erase(PERSON, access(), WITHDRAWN)
        record(opened, lives.a_hold(action="legal_hold_released", asserted_by_role="authority"))
        with pytest.raises(LegalHoldError):
            use.erasing.erase(CASE, access(), WITHDRAWN)
        assert NAME in opened_anywhere(opened)
        record(opened, lives.a_hold(action="legal_hold_released", asserted_by_role="nhri"))
        use.erasing.erase(CASE, access(), WITHDRAWN)


def test_a_request_is_refused_on_a_stated_ground_or_granted_and_carried_out(opened: Embedded) -> None:
    with persons(opened) as use:
        asked = use.erasing.receive(PERSON, access(), "erasure", "yes", extent=None)
        by_request = Grounds("request_of_person", data_request=asked, reasons="plant3d reasons")
        use.erasing.refuse(PERSON, access(), by_request, "legal_claim_preservation")
        assert NAME in opened_anywhere(opened)
        use.erasing.erase(PERSON, access(), by_request)
        assert NAME not in opened_anywhere(opened)
        with pytest.raises(NoSuchRequestError):
            use.erasing.erase(PERSON, access(), Grounds("request_of_person", data_request=f"Z-{UUID(int=1)}"))
    answers = events_of(opened, DataSubjectRequestAnswered)
    assert [(one.outcome, one.refusal_ground) for one in answers] == [  # type: ignore[attr-defined]  # filtered
        ("refused", "legal_claim_preservation"),
        ("granted", None),
    ]
    assert lives.places_in_clear(opened.folder, ("plant3d reasons",)) == []


def test_what_a_body_says_it_erased_destroys_no_key_here(opened: Embedded) -> None:
    own = lives.a_hold(action="period_set", asserted_by_role="authority", correlation_id=f"EVT-{UUID(int=7)}")
    record(opened, own)
    erase(opened, STRANGER)
    assert NAME in opened_anywhere(opened)


def test_who_looked_is_known_after_the_erasure(opened: Embedded) -> None:
    report(opened)
    erase(opened)
    assert lives.USER in opened_anywhere(opened)


def wrapped_keys(folder: Path, subject: str) -> list[bytes]:
    import sqlite3  # noqa: PLC0415 - for this one look

    connection = sqlite3.connect(folder / "vault.sqlite")
    rows = connection.execute("SELECT wrapped FROM subject_keys WHERE subject = ?", (subject,)).fetchall()
    connection.close()
    return [bytes(row[0]) for row in rows]
