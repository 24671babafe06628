"""The embedded way: a view follows an event store in the same process."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from foundation.event_store.opening import open_store
from foundation.event_store.port import (
    Command,
    EventStore,
    Outcome,
    ProposedEvent,
    StoredRecord,
    StoreUnavailableError,
)
from projections.operation_coverage.projection import OperationCoverage
from projections.runner.errors import HaltedError
from projections.runner.poll import catch_up, follow, stores_as_pages
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from tests.integration.projections.views import rows
from tests.unit.coverage.said import figures, operation


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    opened = open_store(f"sqlite:///{tmp_path}/return_operation.sqlite")
    yield opened
    opened.close()


def record(store: EventStore, first: int, last: int) -> None:
    store.append_many(
        [
            Command(
                (
                    ProposedEvent(
                        UUID(int=number),
                        operation(number % 5),
                        "org.returnwatch.return-operation.operation-figures-reported.v1",
                        figures(number, number % 5, row=str(number), returnees=1),
                        bytes(32),
                    ),
                )
            )
            for number in range(first, last + 1)
        ]
    )


def returnees(engine: Engine) -> int:
    return sum(row["returnees"] for row in rows(engine, "type"))


def test_a_view_catches_up_with_a_store(engine: Engine, store: EventStore) -> None:
    record(store, 1, 25)
    runner = Runner(engine, OperationCoverage())
    stores = {"return_operation": store}
    assert catch_up(stores, runner, size=10) == 25
    assert catch_up(stores, runner, size=10) == 0
    assert returnees(engine) == 25


def test_a_view_is_rebuilt_from_a_store(engine: Engine, store: EventStore) -> None:
    record(store, 1, 25)
    stores = {"return_operation": store}
    catch_up(stores, Runner(engine, OperationCoverage()))
    record(store, 26, 30)
    assert rebuild(engine, OperationCoverage(), stores_as_pages(stores, 10)).records == 30
    assert returnees(engine) == 30


def test_a_follower_keeps_up_through_outages_and_rebuilds(engine: Engine, store: EventStore) -> None:
    shaky = Shaky(store)
    stop = threading.Event()
    runner = Runner(engine, OperationCoverage())
    follower = threading.Thread(target=follow, args=("return_operation", shaky, runner, stop))
    follower.start()
    try:
        record(store, 1, 10)
        wait_for(engine, 10)
        shaky.is_down = True
        record(store, 11, 20)
        time.sleep(0.2)
        shaky.is_down = False
        wait_for(engine, 20)
        rebuild(engine, OperationCoverage(), stores_as_pages({"return_operation": store}))
        record(store, 21, 30)
        wait_for(engine, 30)
    finally:
        stop.set()
        follower.join()


@pytest.mark.parametrize(
    "again", [range(0), range(90, 91), range(90, 93)], ids=["shorter", "as long", "longer"]
)
def test_a_store_restored_from_an_older_backup_is_refused(
    engine: Engine, store: EventStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, again: range
) -> None:
    record(store, 1, 10)
    catch_up({"return_operation": store}, Runner(engine, OperationCoverage()))
    restored = open_store(f"sqlite:///{tmp_path}/restored.sqlite")
    try:
        record(restored, 1, 9)
        for number in again:
            record(restored, number, number)
        runner = Runner(engine, OperationCoverage())
        with pytest.raises(HaltedError, match="return_operation does not hold at sequence 10"):
            catch_up({"return_operation": restored}, runner)
        follow("return_operation", restored, runner, threading.Event())  # ends by itself
        assert "older backup" in caplog.text
        assert returnees(engine) == 10
    finally:
        restored.close()


def wait_for(engine: Engine, expected: int) -> None:
    deadline = time.monotonic() + 30
    while returnees(engine) != expected:
        assert time.monotonic() < deadline
        time.sleep(0.01)


class Shaky:
    """A store whose database can be away."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self.is_down = False

    def submit(self, command: Command) -> Future[Outcome]:
        return self._store.submit(command)

    def append(self, command: Command) -> Outcome:
        return self._store.append(command)

    def append_many(self, commands: list[Command]) -> list[Outcome]:
        return self._store.append_many(commands)

    def read(self, after: int, limit: int) -> list[StoredRecord]:
        self._fail_when_down()
        return self._store.read(after, limit)

    def find(self, event_id: UUID) -> StoredRecord | None:
        return self._store.find(event_id)

    def head(self) -> int:
        return self._store.head()

    def wait(self, after: int, timeout: float) -> bool:
        self._fail_when_down()
        return self._store.wait(after, min(timeout, 0.1))

    def close(self) -> None:
        self._store.close()

    def _fail_when_down(self) -> None:
        if self.is_down:
            raise StoreUnavailableError("away")
