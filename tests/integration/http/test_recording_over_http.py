"""What callers of the interface can rely on, tried against the running service."""

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from events.base import kebab
from events.catalogue import BY_KEBAB, accepted_at
from events.cloudevents import ATTRIBUTES, LISTS
from foundation.clock import uuid7
from tests.integration.http.serving import BODY, EXAMPLES, OTHER_BODY, USER, Service, an_observation

PROBLEM = "application/problem+json"
BATCH = "application/cloudevents-batch+json"
OBSERVATIONS = "/v1/records/observation-filed"


def as_cloud_event(record: dict[str, Any], kind: str = "observation-filed") -> dict[str, Any]:
    attributes = {
        ATTRIBUTES[name]: " ".join(value) if name in LISTS else value
        for name, value in record.items()
        if name != "data"
    }
    fixed = {"specversion": "1.0", "source": "/device/7", "type": BY_KEBAB[kind].wire_type()}
    return attributes | fixed | {"data": record["data"]}


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    members: dict[str, Any] = answer.json()
    assert members["status"] == status
    return members


def pointers(answer: httpx.Response, status: int = 422) -> set[str]:
    return {error["pointer"] for error in problem(answer, status)["errors"]}


@pytest.mark.parametrize("name", ["observation-filed.v1.no-answers-yet", "restraint-applied.v1.only"])
def test_a_published_example_is_recorded(service: Service, name: str) -> None:
    path = next(EXAMPLES.rglob(f"{name}*.json"))
    record = json.loads(path.read_text()) | {"event_id": f"EVT-{uuid7()}"}
    caller = service.client(record["asserted_by_role"], body=record.get("asserted_by_body"))
    answer = caller.post(f"/v1/records/{path.name.split('.')[0]}", json=record)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["event_id"] == record["event_id"]
    assert answer.headers["location"] == f"/v1/records/{record['event_id']}"
    stored = service.client("nhri").get(answer.headers["location"])
    assert stored.headers["content-type"] == "application/cloudevents+json"
    assert stored.json()["sequence"] == receipt["sequence"]
    assert stored.json()["recordedtime"] == receipt["recorded_at"]


def test_a_repeat_gets_the_first_receipt_and_other_content_is_refused(service: Service) -> None:
    record, caller = an_observation(), service.client()
    first = caller.post(OBSERVATIONS, json=record)
    again = service.client().post(OBSERVATIONS, json=dict(reversed(record.items())))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    problem(caller.post(OBSERVATIONS, json=record | {"country": "DE"}), 409)
    account = record["data"] | {"account": "another account"}
    problem(caller.post(OBSERVATIONS, json=record | {"data": account}), 409)
    assert caller.post(OBSERVATIONS, json=record).json() == first.json()


def test_an_account_without_a_body_is_that_of_the_body_in_the_token(service: Service) -> None:
    record, caller = an_observation(asserted_by_body=None), service.client()
    first = caller.post(OBSERVATIONS, json=record)
    assert first.status_code == 201
    assert caller.get(first.headers["location"]).json()["assertedbybody"] == BODY
    again = caller.post(OBSERVATIONS, json=record | {"asserted_by_body": BODY})
    assert (again.status_code, again.json()) == (200, first.json())
    problem(service.client(body=OTHER_BODY).post(OBSERVATIONS, json=record), 409)


def test_the_same_record_sent_many_times_at_once_is_recorded_once(service: Service) -> None:
    record, caller = an_observation(), service.client()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: caller.post(OBSERVATIONS, json=record), range(24)))
    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len({answer.text for answer in answers}) == 1


def test_a_record_without_an_id_is_given_one(service: Service) -> None:
    record = an_observation()
    del record["event_id"]
    answer = service.client().post(OBSERVATIONS, json=record)
    assert answer.status_code == 201
    assert answer.json()["event_id"].startswith("EVT-")


def test_a_cloud_event_is_the_same_record(service: Service) -> None:
    record, caller = an_observation(), service.client()
    first = caller.post(OBSERVATIONS, json=record)
    headers = {"content-type": "application/cloudevents+json; charset=UTF-8"}
    again = caller.post(OBSERVATIONS, content=json.dumps(as_cloud_event(record)), headers=headers)
    assert (again.status_code, again.json()) == (200, first.json())


def test_every_item_of_a_batch_has_its_own_result(service: Service) -> None:
    known, new, broken = an_observation(), an_observation(), an_observation(country="??", phase="later")
    caller = service.client()
    first = caller.post(OBSERVATIONS, json=known)
    foreign = an_observation(asserted_by_role="nhri")
    items = [
        *(as_cloud_event(item) for item in (known, new, broken, foreign)),
        *("nothing", {"type": "elsewhere"}, as_cloud_event(new), as_cloud_event(known | {"country": "DE"})),
    ]
    answer = caller.post("/v1/records", content=json.dumps(items), headers={"content-type": BATCH})
    assert answer.status_code == 207
    results = answer.json()
    assert [result["status"] for result in results] == [200, 201, 422, 403, 422, 422, 200, 409]
    assert results[0]["receipt"] == first.json()
    assert results[1]["receipt"] == results[6]["receipt"]
    assert {error["pointer"] for error in results[2]["problem"]["errors"]} == {"/country", "/phase"}
    assert {error["pointer"] for error in results[3]["problem"]["errors"]} == {"/assertedbyrole"}


def test_an_empty_batch_has_no_results(service: Service) -> None:
    answer = service.client().post("/v1/records", content="[]", headers={"content-type": BATCH})
    assert (answer.status_code, answer.json()) == (207, [])


@pytest.mark.parametrize("content", ["{}", "[" + "1," * 1000 + "1]", "", "[1"])
def test_what_is_not_a_batch_is_refused_as_a_whole(service: Service, content: str) -> None:
    problem(service.client().post("/v1/records", content=content, headers={"content-type": BATCH}), 422)


def test_what_is_stored_can_be_read_back(service: Service) -> None:
    caller = service.client()
    assert pointers(caller.post(OBSERVATIONS, json=an_observation(standard_refs=[]))) == {"/standard_refs"}
    assert pointers(caller.post(OBSERVATIONS, json=an_observation(occurred_at="2024"))) == {"/occurred_at"}
    answer = caller.post(OBSERVATIONS, json=an_observation(standard_refs=["UNNM.11", "é😀"]))
    shown = caller.get(answer.headers["location"])
    assert shown.status_code == 200
    assert shown.json()["standardrefs"] == "UNNM.11 é😀"


def test_every_fault_is_named_at_once(service: Service) -> None:
    record = an_observation(country="??", phase=None, colour="red")
    record["data"] |= {"urgent": "yes", "account": {"sealed": "v1.a.b"}}
    expected = {"/country", "/phase", "/colour", "/data/urgent", "/data/account"}
    assert pointers(service.client().post(OBSERVATIONS, json=record)) == expected


def test_what_does_not_fit_together_is_named_at_once(service: Service) -> None:
    record = an_observation(subject_ids=[OTHER_BODY], lawful_basis=None, purpose=None)
    answer = service.client().post(OBSERVATIONS, json=record)
    assert pointers(answer) == {"/subject_ids/0", "/subject_ids", "/lawful_basis", "/purpose"}


def test_a_role_not_granted_is_not_spoken_for(service: Service) -> None:
    answer = service.client().post(OBSERVATIONS, json=an_observation(asserted_by_role="nhri"))
    assert pointers(answer, 403) == {"/asserted_by_role"}


def test_without_a_valid_token_nothing_is_done(service: Service) -> None:
    expired = service.token(lifetime=timedelta(seconds=-1))
    for header in ({}, {"Authorization": "Basic eA=="}, {"Authorization": "Bearer x.y.z"}):
        answer = httpx.post(f"{service.url}{OBSERVATIONS}", json=an_observation(), headers=header)
        assert answer.headers["www-authenticate"].startswith("Bearer")
        problem(answer, 401)
    header = {"Authorization": f"Bearer {expired}"}
    members = problem(httpx.get(f"{service.url}/v1/records/EVT-{uuid7()}", headers=header), 401)
    assert expired not in json.dumps(members)


def test_a_token_gives_only_the_scopes_it_names(service: Service) -> None:
    reader, writer = (service.client(scopes=frozenset({scope})) for scope in ("read", "record"))
    answer = writer.post(OBSERVATIONS, json=an_observation())
    assert answer.status_code == 201
    problem(writer.get(answer.headers["location"]), 403)
    problem(reader.post(OBSERVATIONS, json=an_observation()), 403)
    assert reader.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize("role", ["authority", "escort", "carrier", "receiving_authority"])
def test_those_who_carry_out_returns_see_only_what_their_own_body_asserted(
    service: Service, role: Any
) -> None:
    place = service.client().post(OBSERVATIONS, json=an_observation()).headers["location"]
    problem(service.client(role, body=OTHER_BODY).get(place), 404)
    problem(service.client(role, body=None).get(place), 404)
    assert service.client(role).get(place).status_code == 200
    assert service.client("nhri", body=OTHER_BODY).get(place).status_code == 200


@pytest.mark.parametrize(
    "event_id", ["nothing", "EVT-", "EVT-018f6a2c-0000-7000-8000-00000000dead", "%00", "EVT-%F0"]
)
def test_a_record_that_is_not_there_is_not_found(service: Service, event_id: str) -> None:
    problem(service.client().get(f"/v1/records/{event_id}"), 404)


def test_addresses_and_methods_that_are_not_there_are_problems_too(service: Service) -> None:
    caller = service.client()
    problem(caller.get("/elsewhere"), 404)
    answer = caller.delete(OBSERVATIONS)
    problem(answer, 405)
    assert answer.headers["allow"] == "GET, POST"
    assert caller.post("/v1/records/no-such-event", json={}).status_code == 405
    for page in ("/docs", "/redoc"):
        problem(caller.get(page), 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": ""},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
        {"content-type": BATCH},
    ],
)
def test_content_in_another_form_is_not_read(service: Service, headers: dict[str, str]) -> None:
    answer = service.client().post(OBSERVATIONS, content=b"{}", headers=headers)
    problem(answer, 415)


def test_content_that_is_too_large_is_not_read_to_its_end(service: Service) -> None:
    caller = service.client()
    headers = {"content-type": "application/json"}
    problem(caller.post(OBSERVATIONS, content=b" " * (1024 * 1024 + 1), headers=headers), 413)
    chunks = (b" " * 65536 for _ in range(20))
    problem(caller.post(OBSERVATIONS, content=chunks, headers=headers), 413)
    large = b" " * (8 * 1024 * 1024 + 1)
    problem(caller.post("/v1/records", content=large, headers={"content-type": BATCH}), 413)
    assert caller.post(OBSERVATIONS, json=an_observation()).status_code == 201


def test_broken_requests_leave_the_service_standing(service: Service) -> None:
    body = json.dumps(an_observation()).encode()
    head = f"POST {OBSERVATIONS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.token()}\r\n"
    json_head = head + "Content-Type: application/json\r\n"
    broken = [
        b"\x00\xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        f"{json_head}Content-Length: {len(body) + 500}\r\n\r\n".encode() + body,
        f"{json_head}Content-Length: -5\r\n\r\n".encode() + body,
        f"{json_head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n".encode() + body,
        f"{json_head}Content-Length: {10**30}\r\n\r\n".encode() + body,
    ]
    for request in broken:
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(65536)
            assert not answer.startswith(b"HTTP/1.1 5")
            assert not answer.startswith(b"HTTP/1.1 2")
    assert httpx.get(f"{service.url}/health/live").status_code == 200


def test_health_says_whether_the_store_answers(service: Service) -> None:
    for name in ("live", "ready"):
        assert httpx.get(f"{service.url}/health/{name}").json() == {"status": "ok"}


def test_the_contract_offers_no_sealed_value_and_names_every_event(service: Service) -> None:
    document = httpx.get(f"{service.url}/openapi.json").json()
    assert '"sealed"' not in json.dumps(document)
    assert "Sealed" not in document["components"]["schemas"]
    offered = {f"/v1/records/{kebab(kind.__name__)}" for kind in accepted_at("return_operation")}
    posted = {path for path, operations in document["paths"].items() if "post" in operations}
    assert posted == offered | {"/v1/records", "/v1/attachments"}


def test_a_service_that_cannot_start_says_why(service: Service) -> None:
    silent = {name: value for name, value in service.environment().items() if "RETURNWATCH" not in name}
    command = [sys.executable, "-m", "services.return_operation.main"]
    done = subprocess.run(command, env=silent, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "RETURNWATCH_EVENTS",
        "RETURNWATCH_VAULT",
        "RETURNWATCH_EVENTS_DATA_PROTECTION",
        "RETURNWATCH_KEYS",
    ]


def test_who_entered_a_record_is_not_to_be_seen(service: Service) -> None:
    caller = service.client()
    place = caller.post(OBSERVATIONS, json=an_observation()).headers["location"]
    assert USER not in caller.get(place).text
