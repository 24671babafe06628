"""Whose key seals what, what a token is bound to, and what a fingerprint tells."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from events.catalogue import BY_KEBAB
from events.cloudevents import encode
from events.data_classes import Sealed
from events.envelope import Statement
from events.submission import Submission
from foundation.private_file import read_or_create_private
from foundation.vault.drafts import Draft
from foundation.vault.key_rows import Slot
from foundation.vault.opened import Plain, Unavailable
from foundation.vault.opening import open_vault
from foundation.vault.sectors import Sector, SectorKeysError, load_sector_keys, new_sector_keys
from foundation.vault.tokens import Place
from foundation.vault.vault import Vault

EXAMPLES = Path(__file__).parents[3] / "contracts" / "examples"
NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"
CASE, OTHER_CASE = "C-018f6a2c-0000-7000-8000-000000000002", "C-018f6a2c-0000-7000-8000-00000000ca5e"
OPERATION = "O-018f6a2c-0000-7000-8000-000000000001"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = open_vault(f"sqlite:///{tmp_path}/vault.sqlite", tmp_path / "keys", may_create_keys=True)
    yield opened
    opened.close()


def an_observation(*, data: dict[str, Any] | None = None, **changes: Any) -> Submission:
    path = EXAMPLES / "return_operation" / "observation-filed.v1.with-notes-and-account.json"
    example = json.loads(path.read_text())
    fields = example.pop("data") | (data or {})
    statement = {name: value for name, value in (example | changes).items() if value is not None}
    return Submission(
        Statement.model_validate_json(json.dumps(statement)),
        BY_KEBAB["observation-filed"].model_validate_json(json.dumps(fields)),
    )


def stored(vault: Vault, submission: Submission) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(encode(*vault.seal(submission, "return_operation", NOW, USER)))
    return raw


def slots(submission: Submission) -> set[str]:
    return {slot.subject for slot in Draft(submission).slots(USER)}


def test_an_event_about_one_case_is_sealed_for_that_case(vault: Vault) -> None:
    submission = an_observation(subject_ids=[OPERATION, CASE])
    assert slots(submission) == {CASE, USER}


@pytest.mark.parametrize("cases", [[], [CASE, OTHER_CASE]])
def test_an_event_about_no_or_several_cases_is_sealed_for_its_leading_subject(
    vault: Vault, cases: list[str]
) -> None:
    answers = [{"item": "i", "answer": "no", "note": "x"}]
    submission = an_observation(subject_ids=[OPERATION, *cases], data={"answers": answers})
    assert slots(submission) == {OPERATION, USER}


def test_an_answer_about_one_case_is_sealed_for_that_case(vault: Vault) -> None:
    answers = [{"item": "i", "answer": "no", "note": "x", "cases": [OTHER_CASE]}]
    submission = an_observation(subject_ids=[OPERATION], data={"answers": answers})
    assert slots(submission) == {OPERATION, OTHER_CASE, USER}


@pytest.mark.parametrize(("role", "keys_of_the_event"), [("returnee", 0), ("independent_monitor", 1)])
def test_the_name_of_who_asserts_is_sealed_for_the_case_only_when_it_is_the_returnee(
    vault: Vault, role: str, keys_of_the_event: int
) -> None:
    submission = an_observation(
        subject_ids=[OPERATION, CASE], asserted_by_role=role, asserted_by_person="Monitor Example"
    )
    found = [subject for subject in slots(submission) if subject == submission.statement.event_id]
    assert len(found) == keys_of_the_event


def test_special_values_are_sealed_in_a_sector_of_their_own(vault: Vault) -> None:
    path = EXAMPLES / "pre_return" / "return-case-opened.v1.with-personal-and-special-fields.json"
    example = json.loads(path.read_text())
    event = BY_KEBAB["return-case-opened"].model_validate_json(json.dumps(example.pop("data")))
    submission = Submission(Statement.model_validate_json(json.dumps(example)), event)
    needs = Draft(submission).slots(USER)
    case = example["subject_ids"][0]
    assert {Slot(case, Sector.IDENTITY), Slot(case, Sector.SPECIAL)} <= needs


def test_two_records_of_one_reporter_have_nothing_in_common_to_see(vault: Vault) -> None:
    first, second = (stored(vault, an_observation())["recordedby"].split(".") for _ in range(2))
    assert first[0] == second[0] == "v1"
    assert first[1] != second[1]
    assert [len(part) for part in first] == [len(part) for part in second]


def test_the_length_of_a_token_does_not_tell_short_values_apart(vault: Vault) -> None:
    lengths = {
        len(stored(vault, an_observation(data={"account": account}))["data"]["account"]["sealed"])
        for account in ("", "no", "somebody was not allowed to make a telephone call")
    }
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"event_id": "EVT-018f6a2c-0000-7000-8000-00000000e15e"},
        {"event_type": "org.returnwatch.return-operation.observation-filed.v2"},
        {"pointer": "/data/answers/0/note"},
    ],
)
def test_a_token_moved_elsewhere_does_not_open(vault: Vault, elsewhere: dict[str, str]) -> None:
    raw = stored(vault, an_observation())
    here = {"event_id": raw["id"], "event_type": raw["type"], "pointer": "/data/account"}
    token = raw["data"]["account"]["sealed"]
    assert isinstance(vault.open(token, Place(**here)), Plain)
    assert isinstance(vault.open(token, Place(**here | elsewhere)), Unavailable)


def test_no_changed_token_opens(vault: Vault) -> None:
    raw = stored(vault, an_observation())
    place = Place(raw["id"], raw["type"], "/data/account")
    token = raw["data"]["account"]["sealed"]
    for position in range(0, len(token), 7):
        other = "A" if token[position] != "A" else "B"
        changed = token[:position] + other + token[position + 1 :]
        assert isinstance(vault.open(changed, place), Unavailable), position
    for malformed in ("", "v1", "v1..", "v2" + token[2:], token + "é", "v1.aaaa.aaaa"):
        assert isinstance(vault.open(malformed, place), Unavailable)


def test_a_sealed_value_is_not_sealed_again(vault: Vault) -> None:
    submission = an_observation()
    event = submission.event.model_copy(update={"account": Sealed(sealed="v1.a.b")})
    with pytest.raises(ValueError, match="give the value itself"):
        vault.seal(Submission(submission.statement, event), "return_operation", NOW, USER)


def test_the_fingerprint_is_that_of_the_content_alone(vault: Vault) -> None:
    first, _ = vault.seal(an_observation(), "return_operation", NOW, USER)
    later = NOW.replace(year=2026)
    again, _ = vault.seal(an_observation(), "return_operation", later, USER.replace("beef", "cafe"))
    assert first.fingerprint == again.fingerprint
    assert len(bytes.fromhex(str(first.fingerprint))) == 32


@pytest.mark.parametrize(
    "changes",
    [
        {"country": "DE"},
        {"data": {"account": "another account"}},
        {"data": {"account": None}},
        {"data": {"concern": "another concern"}},
        {"event_id": "EVT-018f6a2c-0000-7000-8000-00000000e15e"},
        {"subject_ids": ["B-018f6a2c-0000-7000-8000-000000000003"]},
    ],
)
def test_other_content_has_another_fingerprint(vault: Vault, changes: dict[str, Any]) -> None:
    first, _ = vault.seal(an_observation(), "return_operation", NOW, USER)
    other, _ = vault.seal(an_observation(**changes), "return_operation", NOW, USER)
    assert first.fingerprint != other.fingerprint


def test_the_fingerprint_cannot_be_guessed_without_the_key(tmp_path: Path) -> None:
    fingerprints = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        vault = open_vault(f"sqlite:///{folder}/vault.sqlite", folder / "keys", may_create_keys=True)
        fingerprints.add(vault.seal(an_observation(), "return_operation", NOW, USER)[0].fingerprint)
        vault.close()
    assert len(fingerprints) == 2


def test_the_key_file_is_private_and_the_same_for_all(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "sectors.json"
    first = read_or_create_private(path, new_sector_keys)
    assert read_or_create_private(path, new_sector_keys) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "mode", "why"),
    [
        (b"{}}", 0o600, "restore them"),
        (b'{"identity": {"current": 1, "keys": {"1": "00"}, "locator": "00"}}', 0o600, "restore them"),
        (b"{}", 0o644, "chmod 600"),
        (None, 0o600, "cannot be read"),
    ],
)
def test_a_key_file_that_cannot_be_used_says_what_to_do(
    tmp_path: Path, content: bytes | None, mode: int, why: str
) -> None:
    path = tmp_path / "sectors.json"
    if content is not None:
        path.write_bytes(content)
        path.chmod(mode)
    with pytest.raises(SectorKeysError, match=why):
        load_sector_keys(path)


def test_keys_are_not_shown_by_what_holds_them(tmp_path: Path) -> None:
    path = tmp_path / "sectors.json"
    secret = json.loads(read_or_create_private(path, new_sector_keys))["identity"]["keys"]["1"]
    assert secret not in repr(load_sector_keys(path))
