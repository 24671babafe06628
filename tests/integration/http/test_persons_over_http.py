"""What persons may ask about their data, over HTTP at one address, as their advocates would."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from deploy.local.ports import free_port
from events.codes.common import ActorRole
from events.data_protection import PersonalDataAccessed
from foundation.clock import system_clock
from foundation.identity.caller import SCOPES, Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from returnwatch.embedded import embedded
from returnwatch.persons import persons
from returnwatch.together import one_address
from tests.integration.vault import lives
from tests.integration.vault.lives import BODY, CASE, NAME, PERSON, PLANTED, SECOND, STRANGER, USER

WHY = {"purpose": "complaint_handling", "ground": "public_task"}
COURT = "ORG-018f6a2c-0000-7000-8000-0000000000cc"


class Near:
    """Speaks to an application within this process."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def request(self, method: str, path: str, **what: Any) -> httpx.Response:
        return asyncio.run(self._request(method, path, what))

    async def _request(self, method: str, path: str, what: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://persons") as client:
            return await client.request(method, path, **what)


class Caller:
    """Somebody with a token, at an installation."""

    def __init__(self, client: httpx.Client | Near, keys: Path) -> None:
        self.client, self._keys = client, keys

    def ask(
        self,
        what: str,
        role: ActorRole = "independent_monitor",
        body: str = BODY,
        scopes: frozenset[Scope] = SCOPES,
        below: str = "",
        **members: Any,
    ) -> httpx.Response:
        grant = Grant(USER, role, timedelta(hours=1), body=body, scopes=scopes)
        token = issue(load_token_key(self._keys), grant, system_clock())
        return self.client.request(
            "POST",
            f"{below}/v1/persons/{what}",
            json={"subject": PERSON, **WHY, **members},
            headers={"Authorization": f"Bearer {token}"},
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    with embedded(data) as opened:
        lives.record_life(opened)
        opened.verifier()
    return data


@pytest.fixture
def caller(folder: Path) -> Iterator[Caller]:
    """Asks within this process."""
    with embedded(folder) as opened, persons(opened) as asked:
        yield Caller(Near(one_address(opened, opened.verifier(), asked)), folder / "keys")


@pytest.fixture
def far_caller(folder: Path) -> Iterator[Caller]:
    """Asks the very command that users start."""
    port = free_port()
    command = ["-m", "returnwatch.main", "up", "--listen", f"127.0.0.1:{port}", "--data-dir", str(folder)]
    with (folder.parent / "up.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *command], stderr=log)
    deadline = time.monotonic() + 200
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            while not _is_ready(client):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield Caller(client, folder / "keys")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").is_success
    except httpx.TransportError:
        return False


def accesses(folder: Path) -> list[PersonalDataAccessed]:
    with embedded(folder) as opened:
        found = lives.events_in(opened, "data_protection")
    return [one for one in found if isinstance(one, PersonalDataAccessed)]


def test_a_person_is_reported_put_right_held_and_erased(far_caller: Caller, folder: Path) -> None:
    caller = far_caller
    told = caller.ask("report")
    assert told.status_code == 200, told.text
    assert told.headers["cache-control"] == "no-store"
    assert all(planted in told.text for planted in PLANTED)
    assert lives.STRANGERS_NAME not in told.text
    wrong = next(one["event_id"] for one in told.json()["records"] if one["name"] == "return-case-opened")
    right = caller.ask("rectify", event_id=wrong, fields={"name": "Ada Right"})
    assert right.status_code == 201, right.text
    assert "Ada Right" in caller.ask("report", below="/services/data-protection").text

    asked = caller.ask("request", kind="erasure", identity_checked="yes").json()["data_request"]
    hold = caller.ask("hold", until="2199-12-31").json()["hold_event"]
    held = caller.ask("erase", data_request=asked)
    assert (held.status_code, held.json()["type"].rpartition("/")[2]) == (409, "legal-hold")
    assert hold in held.text
    assert "legal_claim_preservation" in held.json()["detail"]
    refused = caller.ask("refuse", data_request=asked, refusal_ground="legal_claim_preservation")
    assert refused.json()["refusal_ground"] == "legal_claim_preservation"
    assert caller.ask("release", "nhri").json()["type"].endswith("no-hold"), "who did not place it"
    assert caller.ask("release").json()["holds_in_force"] == []

    erased = caller.ask("erase", data_request=asked)
    assert erased.status_code == 200, erased.text
    assert [one["case"] for one in erased.json()["erased"]] == [CASE, SECOND]
    after = caller.ask("report").text
    assert not any(planted in after for planted in (*PLANTED, "Ada Right"))
    log = (folder.parent / "up.log").read_text()
    assert "/v1/persons/release 201" in log
    assert not any(secret in log for secret in (*PLANTED, CASE, PERSON, asked))


def test_a_court_frees_what_somebody_else_held(caller: Caller) -> None:
    caller.ask("hold", "nhri", classes=["special"])
    assert caller.ask("erase", cause="consent_withdrawn").status_code == 409
    assert caller.ask("release", "court", COURT).json()["holds_in_force"] == []
    assert caller.ask("erase", cause="consent_withdrawn", subject=CASE).status_code == 200


def test_who_may_not_gets_the_same_answer_whether_anything_is_held(caller: Caller, folder: Path) -> None:
    nobody = PERSON.replace("aa", "ff")
    there, not_there = (caller.ask("report", "escort", subject=one) for one in (PERSON, nobody))
    assert (there.status_code, not_there.status_code) == (403, 403)
    assert there.json() == not_there.json()
    assert caller.ask("report", subject=nobody).status_code == 404
    denied = accesses(folder)
    assert {(one.action, one.events_read) for one in denied} == {("denied", 0)}


@pytest.mark.parametrize(
    ("what", "members", "status", "told"),
    [
        ("report", {"purpose": None}, 422, "/purpose"),
        ("report", {"subject": NAME}, 422, "/subject"),
        ("report", {"purpose": "return_enforcement"}, 403, "return_enforcement"),
        ("report", {"scopes": frozenset()}, 403, "the scope read"),
        ("erase", {"scopes": frozenset({"read", "record"})}, 403, "the scope admin"),
        ("erase", {}, 409, "no request for erasure of this id"),
        ("erase", {"scope": "attachment"}, 422, "/scope"),
        ("refuse", {"refusal_ground": "because"}, 422, "/refusal_ground"),
        ("rectify", {"event_id": f"EVT-{STRANGER[2:]}", "fields": {"name": "x"}}, 404, "is held"),
        ("hold", {"classes": ["open"]}, 422, "/classes/0"),
    ],
)
def test_what_is_wrong_is_told_without_repeating_it(
    caller: Caller, what: str, members: dict[str, Any], status: int, told: str
) -> None:
    answer = caller.ask(what, **members)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text
    assert NAME not in answer.text


def test_no_address_has_a_place_for_an_id(caller: Caller) -> None:
    document = json.loads(caller.client.request("GET", "/openapi.json").text)
    found = {path: one for path, one in document["paths"].items() if path.startswith("/v1/persons")}
    assert len(found) == 7
    assert not any("{" in path or "parameters" in one["post"] for path, one in found.items())
