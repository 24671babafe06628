"""PostgreSQL goes down and comes back under the store."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest

from foundation.event_store.admission import Known
from foundation.event_store.port import AlreadyStored, Appended, StoredRecord, StoreUnavailableError
from foundation.event_store.postgres import PostgresEventStore
from foundation.event_store.store import Commit, RecordLog
from tests.servers import PostgresServer

from .load import command, event_id

pytestmark = pytest.mark.postgres


@pytest.fixture
def url(postgres_server: PostgresServer) -> str:
    return postgres_server.fresh_database("event_store")


@pytest.fixture
def patient(url: str) -> Iterator[PostgresEventStore]:
    store = PostgresEventStore(url, patience=60.0)
    yield store
    store.close()


@pytest.fixture
def impatient(url: str) -> Iterator[PostgresEventStore]:
    store = PostgresEventStore(url, patience=0.0)
    yield store
    store.close()


def test_an_append_during_a_restart_is_stored_once_it_is_over(
    patient: PostgresEventStore, postgres_server: PostgresServer
) -> None:
    patient.append(command("before"))
    postgres_server.kill()
    waiting = patient.submit(command("during"))
    postgres_server.restart()

    assert isinstance(waiting.result(), Appended)
    assert isinstance(patient.append(command("after")), Appended)
    assert [record.event_id for record in patient.read(0, 10)] == [
        event_id("before"),
        event_id("during"),
        event_id("after"),
    ]


def test_callers_get_an_error_while_the_server_is_down_and_are_served_again_after(
    impatient: PostgresEventStore, postgres_server: PostgresServer
) -> None:
    impatient.append(command("a"))
    postgres_server.kill()

    with pytest.raises(StoreUnavailableError, match="does not answer"):
        impatient.append(command("b"))
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        impatient.append_many([command("b")])
    with pytest.raises(StoreUnavailableError, match="does not answer"):
        impatient.read(0, 1)

    postgres_server.restart()
    assert isinstance(impatient.append(command("b")), Appended)
    assert len(impatient.read(0, 10)) == 2
    assert impatient.wait(1, timeout=1.0)


def test_kills_under_load_lose_no_acknowledged_event_and_tell_first_from_repeated(
    patient: PostgresEventStore, postgres_server: PostgresServer
) -> None:
    done = threading.Event()
    outcomes: dict[str, object] = {}

    def load(caller: int) -> None:
        number = 0
        while not done.is_set():
            name = f"{caller}/{number}"
            outcomes[name] = patient.append(command(name, f"{name}+", stream=f"C-{number % 3}"))
            number += 1

    with ThreadPoolExecutor(8) as callers:
        loads = [callers.submit(load, caller) for caller in range(8)]
        for _ in range(3):
            head = patient.head()
            assert patient.wait(head + 50, timeout=60.0)
            postgres_server.kill()
            postgres_server.restart()
        head = patient.head()
        assert patient.wait(head + 50, timeout=60.0)
        done.set()
        for finished in loads:
            finished.result()

    log = patient.read(0, patient.head() + 1)
    assert [record.sequence for record in log] == list(range(1, len(log) + 1))
    assert {record.event_id for record in log} == {
        event_id(part) for name in outcomes for part in (name, f"{name}+")
    }
    assert len(log) == 2 * len(outcomes)
    assert all(isinstance(outcome, Appended) for outcome in outcomes.values())
    assert list(patient.check()) == []


class LosesOneAnswer:
    """A log whose connection is lost once between a commit and its answer."""

    def __init__(self, log: RecordLog) -> None:
        self.lost: list[list[StoredRecord]] = []
        self._writing = log.writing

    @contextmanager
    def writing(self, ids: Sequence[UUID], streams: Sequence[str]) -> Iterator[tuple[Known, Commit]]:
        with self._writing(ids, streams) as (known, commit):

            def commit_unheard(added: list[StoredRecord]) -> None:
                commit(added)
                if not self.lost:
                    self.lost.append(added)
                    raise StoreUnavailableError("the answer was lost")

            yield known, commit_unheard


def test_a_commit_whose_answer_was_lost_is_found_and_keeps_its_outcome(
    patient: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing = LosesOneAnswer(patient._log)
    monkeypatch.setattr(patient._log, "writing", losing.writing)

    outcome = patient.append(command("a", "b", expecting=0))

    assert len(losing.lost) == 1
    assert isinstance(outcome, Appended)
    assert patient.read(0, 10) == list(outcome.records)
    assert patient.append(command("a", "b", expecting=0)) == AlreadyStored(outcome.records)


def test_a_caller_that_repeats_after_a_lost_answer_gets_the_first_result(
    impatient: PostgresEventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing = LosesOneAnswer(impatient._log)
    monkeypatch.setattr(impatient._log, "writing", losing.writing)

    with pytest.raises(StoreUnavailableError, match="lost"):
        impatient.append(command("a", expecting=0))

    repeated = impatient.append(command("a", expecting=0))
    assert repeated == AlreadyStored(tuple(impatient.read(0, 10)))


def test_a_connection_ended_by_the_server_costs_nobody_an_error(
    patient: PostgresEventStore, url: str
) -> None:
    patient.append(command("a"))
    patient.head()
    with psycopg.connect(url) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert patient.head() == 1
    assert isinstance(patient.append(command("b")), Appended)
