"""Whichever way a person is erased, every changed finding is told before a key ends, and none afterwards."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from foundation.clock import system_clock
from foundation.erasure.port import Step
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, issue, load_token_key
from projections.finding_changes.telling import FindingChanges
from returnwatch.embedded import embedded
from returnwatch.persons import persons
from returnwatch.together import OneAddress, one_address
from tests.change_streams import PAST_ALL_LIMITS
from tests.servers import ROOT

Run = Callable[..., Any]

CASE = "C-0199a000-0000-7000-8000-000000000002"
BODY = "ORG-0199a000-0000-7000-8000-000000000004"
USER = "USR-018f6a2c-0000-7000-8000-00000000beef"
RESTS_ON_A_SEALED_KIND = "due-process.no-removal-while-remedy-pending"
ERASING = ("--role=independent_monitor", f"--body={BODY}", "--purpose=audit", "--ground=legal_obligation")
CAUSE = "unlawful_processing"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A data directory with a case, of which no change has been told."""
    assert run("demo", "--folder", tmp_path / "demo").status == 0
    with embedded(tmp_path / "demo") as opened:
        assert opened.changes.log.head() == 0
    return tmp_path / "demo"


@pytest.fixture
def expected(folder: Path, tmp_path: Path, run: Run) -> dict[str, str]:
    """What is told of the case while nobody was erased: event id to rule and outcome."""
    shutil.copytree(folder, tmp_path / "unerased")
    found = told_in(run, tmp_path / "unerased")
    assert any(one.startswith(RESTS_ON_A_SEALED_KIND) for one in found.values())
    return found


def told_in(run: Run, folder: Path) -> dict[str, str]:
    lines = run("safeguards", "history", CASE, "--data-dir", folder).out.splitlines()
    events = [json.loads(line)["event"] for line in lines]
    return {event["id"]: f"{event['data']['rule']} {event['data']['outcome']}" for event in events}


def erased_by_command(run: Run, folder: Path) -> None:
    done = run("person", "erase", CASE, *ERASING, f"--cause={CAUSE}", "--yes", "--data-dir", folder)
    assert (done.status, done.out.split()[-1]) == (0, "erased"), done.err


def erased_over_http(_run: Run, folder: Path) -> None:
    """Nothing follows the stores meanwhile, so that only the erasure itself can have told anything."""
    with embedded(folder) as opened, persons(opened) as use:
        grant = Grant(USER, "independent_monitor", timedelta(hours=1), body=BODY, scopes=SCOPES)
        token = issue(load_token_key(folder / "keys", may_create=True), grant, system_clock())
        answer = asyncio.run(_posted(one_address(opened, opened.verifier(), use), token))
    assert answer.status_code == 200, answer.text
    assert [one["case"] for one in answer.json()["erased"]] == [CASE]
    assert answer.json()["waiting"] == []


async def _posted(address: OneAddress, token: str) -> httpx.Response:
    transport, headers = httpx.ASGITransport(address), {"Authorization": f"Bearer {token}"}
    asked = {"subject": CASE, "purpose": "audit", "ground": "legal_obligation", "cause": CAUSE}
    async with httpx.AsyncClient(transport=transport, base_url="http://here", headers=headers) as client:
        return await client.post("/v1/persons/erase", json=asked, timeout=60)


def about_others(run: Run, folder: Path) -> set[tuple[str, str, str]]:
    printed = run("view", "safeguard-findings", "--format", "json", "--data-dir", folder).out
    rows = [row for row in json.loads(printed) if row["subject"] != CASE]
    return {(row["rule"], row["subject"], row["outcome"]) for row in rows}


def findings(run: Run, folder: Path) -> list[dict[str, Any]]:
    printed = run("view", "safeguard-findings", "--case", CASE, "--format", "json", "--data-dir", folder).out
    return [row for row in json.loads(printed) if row["subject"] == CASE]


@pytest.mark.parametrize("erase", [erased_by_command, erased_over_http])
def test_both_ways_tell_every_change_before_and_none_after(
    erase: Callable[[Run, Path], None], run: Run, folder: Path, expected: dict[str, str]
) -> None:
    before = {row["rule"]: row["outcome"] for row in findings(run, folder)}

    erase(run, folder)

    told = told_in(run, folder)
    assert told == expected
    with embedded(folder) as opened:
        opened.taken_in(opened.changes.runner())
        opened.changes.tell(PAST_ALL_LIMITS)
    assert told_in(run, folder) == told
    after = findings(run, folder)
    assert {row["rule"]: row["outcome"] for row in after} == before
    assert all(row["frozen"] for row in after)


def test_what_was_frozen_outlives_a_rebuild_here_and_is_history_elsewhere(
    run: Run, folder: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    erased_by_command(run, folder)
    kept = findings(run, folder)

    assert run("rebuild", "--all", "--data-dir", folder).status == 0
    assert findings(run, folder) == kept

    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere, ignore=shutil.ignore_patterns("views.sqlite*"))
    assert run("rebuild", "--all", "--data-dir", elsewhere).status == 0
    assert told_in(run, elsewhere) == expected
    assert about_others(run, elsewhere) == about_others(run, folder) != set()
    assert findings(run, elsewhere) == [], "nothing there knows what was erased, so nothing is made from less"
    assert f"{RESTS_ON_A_SEALED_KIND} breached" in expected.values()


@pytest.mark.parametrize("step", list(Step))
def test_killed_after_any_step_the_same_is_told(
    step: Step, run: Run, folder: Path, expected: dict[str, str]
) -> None:
    command = [sys.executable, "-m", "tests.integration.vault.erasing_process", str(folder), step, CASE]
    died = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr

    assert told_in(run, folder) == expected
    assert all(row["frozen"] for row in findings(run, folder))


def test_a_stream_that_is_at_fault_holds_an_erasure_up_for_a_day_and_no_longer(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_fault(_self: FindingChanges, *_: object) -> int:
        raise OperationalError("telling", None, OSError("no room"))

    telling = FindingChanges.tell
    monkeypatch.setattr(FindingChanges, "tell", at_fault)
    monkeypatch.setattr("services.data_protection.application.erasing.PATIENCE", 0)
    done = run("person", "erase", CASE, *ERASING, f"--cause={CAUSE}", "--yes", "--data-dir", folder)
    assert done.out.rstrip().endswith("decided, findings are to be told first")
    assert "erasure-carried-out" not in _log_of(folder)

    with embedded(folder, lambda: system_clock() + timedelta(hours=25)):
        pass

    assert "erasure-carried-out" in _log_of(folder)
    monkeypatch.setattr(FindingChanges, "tell", telling)
    assert run("safeguards", "history", CASE, "--data-dir", folder).status == 0


def _log_of(folder: Path) -> str:
    with embedded(folder) as opened:
        return " ".join(one.topic for one in opened.stores["data_protection"].read(0, 1000))
