"""Killed services, hostile bodies, and names that must never be found anywhere."""

import json
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from foundation.clock import uuid7
from foundation.event_store.opening import open_store
from tests.integration.http.serving import Service, an_observation
from tests.servers import PostgresServer

OBSERVATIONS = "/v1/records/observation-filed"
NAMES = ("Ngozi Plantedname", "Plantedhouse 5", "Plantedfaith", "plantednote", "Planted Monitor")
PAGE = 1000


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def alone(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service of one test's own."""
    if request.param == "sqlite":
        opened = Service(
            f"sqlite:///{tmp_path}/events.sqlite", f"sqlite:///{tmp_path}/vault.sqlite", tmp_path
        )
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        opened = Service(server.fresh_database("events"), server.fresh_database("vault"), tmp_path)
    opened.start()
    yield opened
    opened.close()


def a_case() -> dict[str, Any]:
    """A case with names in every field that is not open."""
    return {
        "event_id": f"EVT-{uuid7()}",
        "subject_ids": [f"C-{uuid7()}"],
        "occurred_at": "2025-03-18T10:42:00+01:00",
        "occurred_precision": "day",
        "phase": "pre_return",
        "country": "AT",
        "asserted_by_role": "independent_monitor",
        "asserted_by_person": "Planted Monitor",
        "source_kinds": ["told_by_returnee"],
        "lawful_basis": "public_task",
        "purpose": "monitoring",
        "data": {
            "return_type": "forced",
            "host_country": "AT",
            "country_of_return": "NG",
            "nationality": ["NG"],
            "sex": "female",
            "age_band": "25_34",
            "child_status": "adult",
            "languages_understood": ["en"],
            "name": "Ngozi Plantedname",
            "contact": "Plantedhouse 5",
            "religion": "Plantedfaith",
        },
    }


def stored_ids(service: Service) -> set[str]:
    store = open_store(service.events)
    found: set[str] = set()
    position = 0
    while page := store.read(position, PAGE):
        found |= {f"EVT-{record.event_id}" for record in page}
        position = page[-1].sequence
    store.close()
    return found


def test_what_was_acknowledged_is_there_after_the_service_was_killed(alone: Service) -> None:
    acknowledged: list[str] = []
    chance = random.Random(7)  # noqa: S311 - the moments of the kills
    for _ in range(5):
        stop = threading.Event()

        def file_records(stop: threading.Event = stop) -> None:
            with alone.client() as caller:
                while not stop.is_set():
                    try:
                        answer = caller.post(OBSERVATIONS, json=an_observation())
                    except httpx.TransportError:
                        return
                    assert answer.status_code == 201, answer.text
                    acknowledged.append(answer.json()["event_id"])

        filing = [threading.Thread(target=file_records) for _ in range(4)]
        for thread in filing:
            thread.start()
        enough = len(acknowledged) + chance.randint(15, 60)
        while len(acknowledged) < enough:
            stop.wait(0.002)
        alone.stop(signal.SIGKILL)
        stop.set()
        for thread in filing:
            thread.join()
        alone.start()
    assert len(acknowledged) > 50
    assert set(acknowledged) <= stored_ids(alone)


def test_a_stopped_service_finishes_what_was_sent(alone: Service) -> None:
    answers: list[int] = []

    def file_records() -> None:
        with alone.client() as caller:
            try:
                while True:
                    answers.append(caller.post(OBSERVATIONS, json=an_observation()).status_code)
            except httpx.ConnectError:
                return  # it does not listen any more
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError):
                return  # it closed an idle connection as the next request began

    filing = [threading.Thread(target=file_records) for _ in range(4)]
    for thread in filing:
        thread.start()
    while len(answers) < 40:
        filing[0].join(0.01)
    assert alone.stop(signal.SIGTERM) in (0, -signal.SIGTERM)
    for thread in filing:
        thread.join()
    assert set(answers) == {201}
    assert len(stored_ids(alone)) == len(answers)


def test_names_are_found_nowhere(alone: Service) -> None:
    caller = alone.client()
    observation = an_observation()
    observation["data"]["account"] = "Ngozi Plantedname said"
    observation["data"]["answers"][0]["note"] = "plantednote"
    for kind, record in (("return-case-opened", a_case()), ("observation-filed", observation)):
        assert caller.post(f"/v1/records/{kind}", json=record).status_code == 201
    refused = a_case()
    refused["data"] |= {"sex": "Ngozi Plantedname", "Ngozi Plantedname": 1}
    answers = [
        caller.post("/v1/records/return-case-opened?who=Plantedhouse%205", json=refused),
        caller.post("/v1/records/Ngozi%20Plantedname", json=refused),
        caller.get("/v1/records/plantednote?name=Ngozi%20Plantedname"),
        caller.post("/v1/records/return-case-opened", content=b'{"plantednote":'),
    ]
    assert [answer.status_code for answer in answers] == [422, 405, 404, 415]
    for answer in answers:
        assert not found_in(answer.content)
    for place, content in kept_by(alone):
        assert not found_in(content), place
    alone.stop()
    for place, content in kept_by(alone):
        assert not found_in(content), place
    assert alone.log.stat().st_size > 0


def found_in(content: bytes) -> list[str]:
    return [name for name in NAMES if name.lower().encode() in content.lower()]


def kept_by(service: Service) -> Iterator[tuple[str, bytes]]:
    """Everything that the service has written: its files, and its tables in PostgreSQL."""
    for path in service.folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()
    for address in (service.events, service.vault):
        if address.startswith("postgresql"):
            with psycopg.connect(address) as connection:
                tables = connection.execute(
                    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                ).fetchall()
                for (table,) in tables:
                    rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                    yield table, b"\n".join(_bytes(value) for row in rows for value in row)


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def hostile_bodies() -> Iterator[bytes]:
    """Records cut off, twisted, nested, repeated and wrongly encoded; the same ones in every run."""
    chance = random.Random(11)  # noqa: S311 - a test chooses its own inputs
    body = json.dumps(an_observation()).encode()
    for _ in range(60):
        yield body[: chance.randrange(len(body))]
    for _ in range(120):
        twisted = bytearray(body)
        for _ in range(chance.randrange(1, 6)):
            twisted[chance.randrange(len(twisted))] = chance.randrange(256)
        yield bytes(twisted)
    yield from (
        json.dumps(an_observation()).encode(encoding) for encoding in ("utf-16", "utf-32", "utf-8-sig")
    )
    yield from (b"[" * size for size in (10, 999, 100_000))
    yield from (b'{"data":' * size for size in (10, 999, 60_000))
    yield from (b"", b"null", b"0", b'""', b"\x00", b"\xff\xfe", b'{"a":1,"a":1}', b'"\\ud800"')
    yield b'{"data": {"answers": [' + b"{}," * 200_000 + b"{}]}}"
    yield json.dumps(an_observation(source_kinds=["seen"] * 50_000)).encode()
    yield json.dumps({f"k{number}": number for number in range(20_000)}).encode()


@pytest.mark.parametrize("media", ["application/json", "application/cloudevents+json"])
def test_no_hostile_body_gets_more_than_a_problem(service: Service, media: str) -> None:
    caller = service.client()
    for body in hostile_bodies():
        answer = caller.post(OBSERVATIONS, content=body, headers={"content-type": media})
        assert answer.status_code in (200, 201, 403, 409, 413, 422), body[:200]
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.content) < 100_000
    batch = {"content-type": "application/cloudevents-batch+json"}
    for body in hostile_bodies():
        answer = caller.post("/v1/records", content=b"[" + body + b"]", headers=batch)
        assert answer.status_code in (207, 413, 422), body[:200]
    assert "unexpected" not in service.log.read_text()


@pytest.mark.postgres
def test_a_lost_database_is_a_problem_that_passes(postgres_server: PostgresServer, tmp_path: Path) -> None:
    alone = Service(
        postgres_server.fresh_database("events"), postgres_server.fresh_database("vault"), tmp_path
    )
    alone.start()
    caller, record = alone.client(), an_observation()
    assert caller.post(OBSERVATIONS, json=record).status_code == 201
    postgres_server.kill()
    answer = caller.post(OBSERVATIONS, json=record)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.headers["content-type"] == "application/problem+json"
    assert caller.get("/health/ready").status_code == 503
    assert caller.get("/health/live").status_code == 200
    postgres_server.restart()
    assert caller.post(OBSERVATIONS, json=record).status_code == 200
    assert caller.post(OBSERVATIONS, json=an_observation()).status_code == 201
    alone.close()
