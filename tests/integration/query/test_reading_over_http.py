"""Who may read views and log over HTTP, and what they are told otherwise."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from foundation.clock import system_clock
from foundation.identity.caller import Scope
from foundation.identity.tokens import Grant, issue, load_token_key
from projections.query.views import VIEWS
from projections.safeguards.judging.rule import RULES_VERSION
from returnwatch.commands.importing import OPERATOR
from returnwatch.embedded import Embedded, embedded
from returnwatch.sample.case import sample_case
from returnwatch.serving import query_app

OPERATION = "O-0199a000-0000-7000-8000-000000000001"
USER = "USR-018f6a2c-0000-7000-8000-000000000001"
VIEW = "/v1/views/operation-coverage"
CHANGES = "/v1/findings/changes"
MONITORING = [f"/v1/views/{view.name}" for view in VIEWS]
CONTRACT = [
    VIEW,
    *MONITORING,
    CHANGES,
    "/log/checkpoint",
    "/log/tile/{path}",
    "/log/proof/{event_id}",
    "/health",
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ADDRESSES = [VIEW, *MONITORING, "/log/checkpoint", "/log/tile/0/000.p/1", "/log/proof/EVT-nothing"]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """A data directory with one case in view and log."""
    with embedded(tmp_path_factory.mktemp("data")) as directory:
        voices = frozenset(one.statement.asserted_by_role for one in sample_case())
        caller = type(OPERATOR)(
            USER, "independent_monitor", None, voices, OPERATOR.scopes, "test", frozenset({"any"})
        )
        list(directory.record_many(caller, sample_case()))
        directory.catch_up()
        yield directory


@pytest.fixture(scope="module")
def address(opened: Embedded) -> Iterator[str]:
    """The reading application on loopback."""
    logs = opened.trail, opened.verifier(), system_clock, opened.changes.log
    app = query_app(opened.views, *logs, opened.means())
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False) as asking:
        yield asking


def token(folder: Path, *scopes: Scope, lifetime: timedelta = timedelta(hours=1)) -> dict[str, str]:
    key = load_token_key(folder / "keys", may_create=True)
    grant = Grant(USER, "nhri", lifetime, scopes=frozenset(scopes))
    return {"Authorization": f"Bearer {issue(key, grant, datetime.now(UTC) - timedelta(minutes=5))}"}


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_is_read_without_a_token(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_token_for_recording_alone_does_not_read(client: httpx.Client, opened: Embedded, path: str) -> None:
    assert client.get(path, headers=token(opened.folder, "record")).status_code == 403


def test_an_expired_token_does_not_read(client: httpx.Client, opened: Embedded) -> None:
    expired = token(opened.folder, "read", lifetime=timedelta(minutes=1))
    assert client.get(VIEW, headers=expired).status_code == 401


def test_a_reader_gets_rows_with_the_position_they_rest_on(client: httpx.Client, opened: Embedded) -> None:
    answer = client.get(VIEW, params={"by": "type"}, headers=token(opened.folder, "read"))
    assert answer.json()["rows"] == [
        {
            "type": "JRO",
            "operations": 1,
            "returnees": 0,
            "monitored_forced_return": 1,
            "monitored_any": 1,
            "escorts": 0,
        }
    ]
    reached = {position["service"]: position["sequence"] for position in answer.json()["positions"]}
    assert reached == {"pre_return": 1, "return_operation": 6}


def test_rows_of_a_view_are_opened_with_its_seal_and_one_subject_is_judged(
    client: httpx.Client, opened: Embedded
) -> None:
    headers = token(opened.folder, "read")
    address = "/v1/views/safeguard-findings"
    rows = client.get(address, headers=headers, params={"subject": OPERATION}).json()["rows"]
    about = client.get(address, headers=headers, params={"about": OPERATION}).json()["rows"]

    assert rows != []
    assert {row["rule"]: row["outcome"] for row in about} == {row["rule"]: row["outcome"] for row in rows}


def test_an_answer_says_by_which_numbers_its_rows_were_made(client: httpx.Client, opened: Embedded) -> None:
    headers = token(opened.folder, "read")
    for address in ("/v1/views/safeguard-findings", "/v1/views/statistics?format=csv"):
        told = client.get(address, headers=headers).headers["Returnwatch-Made-By"]
        assert told == f"numbers platform-1, rules {RULES_VERSION}"


def test_a_register_answers_by_rows_and_with_a_dimension_by_totals(
    client: httpx.Client, opened: Embedded
) -> None:
    headers, address = token(opened.folder, "read"), "/v1/views/force-register"

    rows = client.get(address, headers=headers, params={"limit": "1"}).json()["rows"]
    [totals] = client.get(address, headers=headers, params={"by": "year"}).json()["rows"]
    both = client.get(address, headers=headers, params={"by": "year", "about": OPERATION})

    assert all("accounts" in row for row in rows)
    assert totals["persons"] == "<5"
    assert (both.status_code, "leave one out" in both.json()["detail"]) == (400, True)


def test_a_process_that_opens_nothing_does_not_judge_one_subject(opened: Embedded) -> None:
    app = query_app(opened.views, opened.trail, opened.verifier(), system_clock, opened.changes.log)
    headers = token(opened.folder, "read")

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://reading") as asking:
            return await asking.get(f"/v1/views/safeguard-findings?about={OPERATION}", headers=headers)

    answer = asyncio.run(asked())

    assert answer.status_code == 400
    assert "opens no sealed value" in answer.json()["detail"]


def test_the_log_is_read_in_its_standard_form(client: httpx.Client, opened: Embedded) -> None:
    headers = token(opened.folder, "read")
    assert client.get("/log/checkpoint", headers=headers).text == opened.trail.checkpoint()
    tile = client.get("/log/tile/0/000.p/7", headers=headers)
    assert len(tile.content) == 7 * 32


@pytest.mark.parametrize(
    "parameters",
    [
        {"by": "colour"},
        {"colour": "red"},
        {"limit": "0"},
        {"limit": "x"},
        {"after": "O-x"},
        {"state": "\x00"},
    ],
)
def test_an_unknown_question_is_answered_with_what_can_be_asked(
    client: httpx.Client, opened: Embedded, parameters: dict[str, str]
) -> None:
    answer = client.get(VIEW, params=parameters, headers=token(opened.folder, "read"))
    assert answer.status_code == 400
    assert json.loads(answer.content)["title"]


def test_every_address_answers_as_its_contract_says(address: str, opened: Embedded) -> None:
    headers = token(opened.folder, "read")
    tried = {operation.label: try_out(operation, headers) for operation in _operations(address)}
    assert tried.keys() == {f"GET {path}" for path in CONTRACT}
    assert all(tried.values())


def _operations(address: str) -> list[Any]:
    contract = schemathesis.openapi.from_url(f"{address}/openapi.json")
    return [found.ok() for found in contract.get_all_operations()]


def try_out(operation: Any, headers: dict[str, str]) -> int:
    """Ask generated questions and check every answer; how many were asked."""
    asked = 0

    @settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers_as_documented(case: schemathesis.Case) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    answers_as_documented()
    return asked
