"""Erasures over service processes on PostgreSQL: killed after any step, restored, and never half done."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from events.base import SERVICES
from events.base import Service as Name
from events.catalogue import EVENTS
from foundation.clock import system_clock
from foundation.erasure.port import Step
from foundation.event_store.opening import open_store
from foundation.recording.recorder import Recorder
from foundation.vault.opened import Erased, Plain
from foundation.vault.opening import open_vault
from tests.integration.http.serving import Service
from tests.integration.vault import lives
from tests.integration.vault.lives import CASE, FILER, PERSON, PLANTED, SECOND, STRANGERS_NAME
from tests.servers import PostgresServer

pytestmark = pytest.mark.postgres
WHY = {"subject": PERSON, "purpose": "complaint_handling", "ground": "public_task"}


class Installation:
    """Databases of four services and one vault, with a person's life in them."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.folder = folder
        self.logs: dict[Name, str] = {name: server.fresh_database(name) for name in SERVICES}
        self.vault = server.fresh_database("vault")
        self.started: list[Service] = []
        vault = open_vault(self.vault, folder, may_create_keys=True)
        stores = {name: open_store(self.logs[name]) for name in SERVICES}
        home = {event: event.about.service for event in EVENTS}
        for submission in lives.life():
            name = home[type(submission.event)]
            list(Recorder(name, stores[name], vault, system_clock).record_many(FILER, [submission]))
        for store in stores.values():
            store.close()
        vault.close()

    def start(self, name: Name = "data_protection", module: str = "") -> Service:
        service = Service(self.logs[name], self.vault, self.folder, name, dict(self.logs), module)
        service.start()
        self.started.append(service)
        return service

    def values(self) -> list[Any]:
        """What becomes of every sealed value, whoever asks."""
        vault = open_vault(self.vault, self.folder)
        found: list[Any] = []
        for address in self.logs.values():
            store = open_store(address)
            for one in store.read(0, 1000):
                found += vault.open_record(one.body).values()
            store.close()
        vault.close()
        return found

    def opened(self) -> str:
        return json.dumps([one.value for one in self.values() if isinstance(one, Plain)])

    def carried_out(self) -> int:
        store = open_store(self.logs["data_protection"])
        topics = [one.topic for one in store.read(0, 1000)]
        store.close()
        return sum(topic.endswith("erasure-carried-out.v1") for topic in topics)

    def rows(self, statement: str) -> list[Any]:
        with psycopg.connect(self.vault) as connection:
            return connection.execute(statement).fetchall()


@pytest.fixture
def installation(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Installation]:
    made = Installation(postgres_server, tmp_path)
    yield made
    for service in made.started:
        service.close()


def erase(service: Service) -> httpx.Response:
    client = service.client("nhri", body=lives.BODY)
    return client.post("/v1/persons/erase", json=WHY | {"cause": "consent_withdrawn"})


@pytest.mark.parametrize("step", list(Step))
def test_killed_after_any_step_an_erasure_is_completed_before_anything_is_served(
    installation: Installation, step: Step
) -> None:
    dying = installation.start(module=f"tests.integration.http.dying_service {step}")
    with pytest.raises(httpx.TransportError):
        erase(dying)
    assert dying.process is not None
    assert dying.process.wait(60) == -signal.SIGKILL
    again = installation.start()
    done = installation.carried_out()
    assert done == (1 if step is Step.DECIDED else done) >= 1
    assert erase(again).status_code == 200
    assert installation.carried_out() == 2, "no case is erased twice"
    assert not any(planted in installation.opened() for planted in PLANTED)
    assert STRANGERS_NAME in installation.opened()
    assert installation.rows("SELECT 1 FROM subject_keys WHERE state = 'fenced'") == []


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "data_protection"])
def test_a_service_fences_what_a_restored_vault_forgot_before_it_serves(
    installation: Installation, name: Name
) -> None:
    tables = ("subject_keys", "sector_versions")
    backup = {table: installation.rows(f"SELECT * FROM {table}") for table in tables}
    assert erase(installation.start()).status_code == 200
    installation.started[-1].stop()
    with psycopg.connect(installation.vault) as connection:
        connection.execute("DELETE FROM erasures")
        connection.execute("DELETE FROM erasure_position")
        for table, rows in backup.items():
            connection.execute(f"DELETE FROM {table}")
            for row in rows:
                places = ", ".join(["%s"] * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({places})", row)
    assert any(planted in installation.opened() for planted in PLANTED), "the backup opens them"
    installation.start(name)
    assert not any(planted in installation.opened() for planted in PLANTED)
    assert any(isinstance(one, Erased) for one in installation.values())


def test_a_report_reads_the_logs_of_all_services(installation: Installation) -> None:
    service = installation.start()
    told = service.client("nhri", body=lives.BODY).post("/v1/persons/report", json=WHY)
    assert told.status_code == 200, told.text
    assert told.json()["cases"] == [CASE, SECOND]
    assert {one["service"] for one in told.json()["records"]} == {"pre_return", "return_operation"}
    assert lives.NAME in told.text
