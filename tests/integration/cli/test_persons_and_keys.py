"""What is held on a person, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from returnwatch.embedded import embedded
from tests.integration.vault.lives import BODY, CASE, NAME, PERSON, PLANTED, SECOND, record_life

WHO = ("--role", "nhri", "--body", BODY, "--purpose", "complaint_handling", "--ground", "public_task")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with embedded(folder) as opened:
        record_life(opened)
    return folder


def test_report_rectify_and_erase_a_person(data: Path, run: Any, tmp_path: Path) -> None:
    here = ("--data-dir", data)
    told = run("person", "report", PERSON, *WHO, *here)
    assert told.status == 0, told.err
    assert all(planted in told.out for planted in PLANTED)
    held = json.loads(run("person", "report", CASE, "--json", *WHO, *here).out)
    wrong = next(one["event_id"] for one in held["records"] if one["name"] == "return-case-opened")

    right = tmp_path / "right.json"
    right.write_text('{"name": "Ada Right"}')
    assert run("person", "rectify", CASE, wrong, right, *WHO, *here).status == 2, "not an event of an nhri"
    mine = ("--role", "independent_monitor", *WHO[2:])
    rectified = run("person", "rectify", CASE, wrong, right, *mine, *here)
    assert rectified.status == 0, rectified.err
    assert "Ada Right" in run("person", "report", PERSON, *WHO, *here).out

    asked = run("person", "request", PERSON, "erasure", "--identity-checked", "yes", *mine, *here).out.strip()
    refused = ("--request", asked, "--refuse", "legal_obligation")
    assert "refuses" in run("person", "erase", PERSON, *refused, *mine, *here).out
    hold = run("person", "hold", PERSON, "--until", "2199-12-31", *mine, *here).out.strip()
    held = run("person", "erase", PERSON, "--request", asked, "--yes", *mine, *here)
    assert held.status == 2
    assert f"a legal hold is in force ({hold})" in held.err
    assert "in force: none" in run("person", "release", PERSON, *mine, *here).out
    erased = run("person", "erase", PERSON, "--request", asked, "--yes", *mine, *here)
    assert erased.status == 0, erased.err
    assert erased.out.count(" erased") == 2
    assert [f"{case}: destroyed" in erased.err for case in (CASE, SECOND)] == [True, True]
    after = run("person", "report", PERSON, *WHO, *here).out
    assert not any(planted in after for planted in (*PLANTED, "Ada Right"))
    assert "[erased: erased" in after

    assert run("audit", "checkpoint", *here).status == 0
    assert run("audit", "verify", *here).status == 0


def test_rotate_the_key_of_a_sector_and_carry_fences(data: Path, run: Any, tmp_path: Path) -> None:
    here = ("--data-dir", data)
    assert "version 2 in use" in run("keys", "rotate", "identity", *here).out
    assert NAME in run("person", "report", PERSON, *WHO, *here).out
    run("person", "erase", CASE, "--cause", "consent_withdrawn", "--yes", *WHO, *here)
    fences = tmp_path / "fences.jsonl"
    fences.write_text(run("keys", "fences", *here).out)
    assert len(fences.read_text().splitlines()) == 3
    assert run("keys", "replay-fences", fences, *here).out == "3 keys ended\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("person", "report", "C-1", *WHO), "SUBJECT: write P- or C-"),
        (("person", "report", CASE, *WHO[:2], "--body", "x", *WHO[4:]), "--body: write ORG-"),
        (
            ("person", "report", CASE, *WHO[:4], "--purpose", "x", "--ground", "consent"),
            "--purpose: write one of",
        ),
        (("person", "report", CASE, "--role", "escort", *WHO[2:]), "no policy lets the role escort open"),
        (
            ("person", "erase", CASE, "--scope", "attachment", "--yes", *WHO),
            "--scope: keys are kept for a case",
        ),
        (("person", "erase", CASE, "--yes", *WHO), "no request for erasure of this id"),
        (("person", "release", CASE, *WHO), "no hold of this body is in force"),
        (("person", "hold", CASE, "--class", "open", *WHO), "--class: write one of: personal"),
        (("person", "hold", CASE, "--until", "soon", *WHO), "--until: write a date"),
        (("person", "report", CASE.replace("a1", "ff"), *WHO), "no record of a case of this id"),
        (("keys", "rotate", "x"), "SECTOR: write one of"),
        (("keys", "replay-fences", "no-such-file"), "cannot be read"),
    ],
)
def test_bad_input_is_told_in_a_line(data: Path, run: Any, arguments: tuple[str, ...], told: str) -> None:
    ran = run(*arguments, "--data-dir", data)
    assert ran.status == 2
    assert told in ran.err
    assert ran.out == ""
