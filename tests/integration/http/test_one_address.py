"""`returnwatch up`: four services, views and log behind one address."""

import json
import re
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

from deploy.local.ports import free_port
from events.base import SERVICES, kebab
from events.catalogue import BY_NAME, EVENTS
from events.cloudevents import ATTRIBUTES, LISTS
from foundation.clock import system_clock, uuid7
from foundation.identity.caller import SCOPES
from foundation.identity.tokens import Grant, issue, load_token_key
from projections.finding_changes.change import TYPE
from returnwatch.embedded import embedded
from tests.integration.http.every_event import Record, examples
from tests.integration.http.serving import USER

BATCH = "application/cloudevents-batch+json"
FROM_EACH = ("ReturnCaseOpened", "OperationPlanned", "CaseClosed", "ConsentGiven")
"""An event of each service, in the order of the services."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("together") / "data"


@pytest.fixture(scope="module")
def caller(folder: Path) -> Iterator[httpx.Client]:
    """Somebody who speaks for everyone, at a running installation."""
    port = free_port()
    command = ["-m", "returnwatch.main", "up", "--listen", f"127.0.0.1:{port}", "--data-dir", str(folder)]
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
        deadline = time.monotonic() + 200
        while not _is_ready(client):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        everyone = frozenset(role for event in EVENTS for role in event.about.asserted_by)
        grant = Grant(USER, "nhri", timedelta(hours=1), may_assert=everyone, scopes=SCOPES)
        token = issue(load_token_key(folder / "keys"), grant, system_clock())
        client.headers["Authorization"] = f"Bearer {token}"
        yield client
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) in (0, -signal.SIGTERM)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/health/ready").is_success
    except httpx.TransportError:
        return False


def a_record(name: str) -> Record:
    return examples(BY_NAME[name])[0] | {"asserted_by_body": None}


def as_cloud_event(name: str, record: Record) -> dict[str, Any]:
    attributes = {
        ATTRIBUTES[field]: " ".join(value) if field in LISTS else value
        for field, value in record.items()
        if field != "data" and value is not None
    }
    fixed = {"specversion": "1.0", "source": "/device/7", "type": BY_NAME[name].wire_type()}
    return attributes | fixed | {"data": record["data"]}


def batch(caller: httpx.Client, address: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
    answer = caller.post(address, content=json.dumps(items), headers={"content-type": BATCH})
    assert answer.status_code == 207, answer.text
    results: list[dict[str, Any]] = answer.json()
    return results


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_event_goes_to_its_owner_and_is_found_again(caller: httpx.Client, event: Any) -> None:
    record = a_record(event.__name__)
    answer = caller.post(f"/v1/records/{kebab(event.__name__)}", json=record)
    assert answer.status_code == 201, answer.text
    assert answer.json()["service"] == event.about.service
    stored = caller.get(answer.headers["location"]).json()
    assert (stored["id"], stored["source"]) == (
        record["event_id"],
        f"/services/{kebab(event.about.service)}",
    )


def test_a_batch_is_shared_out_among_the_owners(caller: httpx.Client) -> None:
    records = {name: a_record(name) for name in FROM_EACH}
    items = [as_cloud_event(name, record) for name, record in reversed(records.items())]
    results = batch(caller, "/v1/records", *items, {"type": "elsewhere"}, *items)
    assert [result["status"] for result in results] == [201] * 4 + [422] + [200] * 4
    assert [result["receipt"]["service"] for result in results[:4]] == list(reversed(SERVICES))
    assert [result["receipt"]["event_id"] for result in results[:4]] == [item["id"] for item in items]


def test_a_service_can_be_chosen_where_it_accepts_the_event(caller: httpx.Client) -> None:
    record = a_record("ComplaintLodged")
    chosen = "/services/data-protection/v1/records"
    answer = caller.post(f"{chosen}/complaint-lodged", json=record)
    assert (answer.status_code, answer.json()["service"]) == (201, "data_protection")
    assert caller.get(answer.headers["location"]).json()["source"] == "/services/data-protection"
    assert caller.get(f"{chosen}/{record['event_id']}").status_code == 200
    assert caller.get(f"/services/pre-return/v1/records/{record['event_id']}").status_code == 404
    assert caller.post(f"{chosen}/operation-planned", json=a_record("OperationPlanned")).status_code == 405


def test_a_batch_for_a_chosen_service_stays_there(caller: httpx.Client) -> None:
    names = ("ComplaintLodged", "ConsentGiven", "OperationPlanned")
    items = [as_cloud_event(name, a_record(name)) for name in names]
    results = batch(caller, "/services/data-protection/v1/records", *items)
    assert [result["status"] for result in results] == [201, 201, 422]
    assert {result["receipt"]["service"] for result in results[:2]} == {"data_protection"}
    assert results[2]["problem"]["errors"][0]["remedy"] == "send it to: return-operation"


def test_addresses_that_are_not_there_are_problems(caller: httpx.Client) -> None:
    for address in ("/services", "/services/nothing/v1/records", "/services/pre-return", "/v1/nothing"):
        answer = caller.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert caller.get(f"/v1/records/EVT-{uuid7()}").status_code == 404


def test_contracts_name_what_is_taken_in_where(caller: httpx.Client) -> None:
    everything = caller.get("/openapi.json").json()
    assert len([path for path in everything["paths"] if path.startswith("/v1/records/")]) == len(EVENTS) + 1
    one = caller.get("/services/pre-return/openapi.json").json()
    assert [server["url"] for server in one["servers"]] == ["/services/pre-return"]


def test_view_and_log_follow_every_service(caller: httpx.Client, folder: Path) -> None:
    for name in FROM_EACH:
        caller.post(f"/v1/records/{kebab(name)}", json=a_record(name)).raise_for_status()
    with embedded(folder) as opened:
        heads = {name: store.head() for name, store in opened.stores.items()}
        assert all(heads.values())
        deadline = time.monotonic() + 200
        for runner, _ in opened.fed():
            while {one.source: one.sequence for one in runner.positions() if one.source in heads} != heads:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        while not (changes := caller.get("/v1/findings/changes").json()["changes"]):
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert {change["event"]["type"] for change in changes} == {TYPE}
    command = ["-m", "returnwatch.main", "audit", "verify", "--json", "--data-dir", str(folder)]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert report["sound"]
    assert report["size"] >= sum(heads.values())


def test_one_document_describes_all_that_the_address_answers(caller: httpx.Client) -> None:
    document = caller.get("/openapi.json").json()
    assert {"/v1/records", "/v1/views/operation-coverage", "/log/checkpoint", "/health/ready"} <= set(
        document["paths"]
    )
    assert "/health" not in document["paths"]
    schemas = document["components"]["schemas"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= set(schemas)
