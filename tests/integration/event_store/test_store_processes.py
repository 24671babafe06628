"""Several processes write into one log, some of them die, and nobody loses or misses anything."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count

import psycopg
import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.port import Appended, EventStore, StoredRecord
from tests.servers import PostgresServer

from .load import acknowledged, numbered, start_writer

Writer = subprocess.Popen[str]
Start = Callable[[str, int, int], Writer]

WRITERS, COMMANDS = 3, 120
ENDLESS = 1_000_000
KILLS = 4


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts writer processes and sees to their end."""
    with ExitStack() as started:

        def start_one(url: str, writer: int, commands: int) -> Writer:
            process = started.enter_context(start_writer(url, writer, commands))
            started.callback(process.kill)
            return process

        yield start_one


class Tail(threading.Thread):
    """A reader with a store of its own, who goes on from the last sequence it saw."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.seen: list[StoredRecord] = []
        self._store = open_store(url)
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._ended.is_set() or self._store.head() > self._last():
            if self._store.wait(self._last(), timeout=0.2):
                self.seen += self._store.read(self._last(), 50)
        self._store.close()

    def finish(self) -> list[StoredRecord]:
        """Read to the end of the log, then stop."""
        self._ended.set()
        self.join()
        return self.seen

    def _last(self) -> int:
        return self.seen[-1].sequence if self.seen else 0


def whole_log(store: EventStore) -> list[StoredRecord]:
    return store.read(0, store.head() + 1000)


def assert_orderly(log: list[StoredRecord]) -> None:
    """Sequences and versions without holes, every event once."""
    assert [record.sequence for record in log] == list(range(1, len(log) + 1))
    assert len({record.event_id for record in log}) == len(log)
    versions = {stream: count(1) for stream in {record.stream for record in log}}
    assert [record.version for record in log] == [next(versions[record.stream]) for record in log]


def assert_whole(log: list[StoredRecord], writer: int, numbers: range) -> None:
    """Every command is there with all its events, or not at all."""
    stored = {record.event_id for record in log}
    for number in numbers:
        present = [event.event_id in stored for event in numbered(writer, number).events]
        assert all(present) or not any(present), f"command {number} of writer {writer} is half stored"


def assert_acknowledged(log: list[StoredRecord], writer: int, acks: dict[int, int]) -> None:
    """What was acknowledged is at the place that was named."""
    for number, sequence in acks.items():
        assert log[sequence - 1].event_id == numbered(writer, number).events[0].event_id


def until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.01)


@pytest.mark.timeout(120)
def test_writers_in_several_processes_make_one_log_that_tailing_readers_see_whole(
    store: EventStore, store_url: str, start: Start
) -> None:
    tails = [Tail(store_url), Tail(store_url)]
    writers = [start(store_url, writer, COMMANDS) for writer in range(WRITERS)]
    outputs = [writer.communicate()[0].splitlines(keepends=True) for writer in writers]
    seen = [tail.finish() for tail in tails]

    log = whole_log(store)
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    expected = {
        event.event_id
        for writer in range(WRITERS)
        for number in range(COMMANDS)
        for event in numbered(writer, number).events
    }
    assert {record.event_id for record in log} == expected
    assert_orderly(log)
    for writer, output in enumerate(outputs):
        acks = acknowledged(output)
        assert sorted(acks) == list(range(COMMANDS))
        assert_acknowledged(log, writer, acks)
    assert seen == [log, log]


@pytest.mark.timeout(120)
def test_a_killed_writer_leaves_what_it_acknowledged_and_nothing_half(
    store: EventStore, store_url: str, start: Start
) -> None:
    tail = Tail(store_url)
    steady = start(store_url, 0, ENDLESS)
    outputs = {}
    for victim_number in range(1, KILLS + 1):
        victim = start(store_url, victim_number, ENDLESS)
        assert victim.stdout is not None
        first_lines = [victim.stdout.readline() for _ in range(10 * victim_number)]
        victim.kill()
        outputs[victim_number] = first_lines + victim.communicate()[0].splitlines(keepends=True)
        assert victim.returncode == -signal.SIGKILL
    outputs[0] = _stop(steady)
    seen = tail.finish()

    log = whole_log(store)
    assert_orderly(log)
    assert seen == log
    for writer, output in outputs.items():
        acks = acknowledged(output)
        assert len(acks) >= 10 * writer
        assert_acknowledged(log, writer, acks)
        assert_whole(log, writer, range(max(acks, default=0) + 10))


@pytest.mark.postgres
def test_a_writer_frozen_in_the_midst_of_a_transaction_gives_way_to_the_others(
    postgres_server: PostgresServer, start: Start
) -> None:
    url = postgres_server.fresh_database("event_store")
    store = open_store(url)
    frozen = start(url, 1, ENDLESS)
    until(lambda: store.head() > 0)
    until(lambda: _is_frozen_with_the_lock(frozen, url))

    assert isinstance(store.append(numbered(0, 1)), Appended)

    _stop(frozen)
    assert_orderly(whole_log(store))
    store.close()


def _is_frozen_with_the_lock(writer: Writer, url: str) -> bool:
    """Freeze the writer; let it go on when it was caught without the lock."""
    writer.send_signal(signal.SIGSTOP)
    with psycopg.connect(url) as connection:
        held = connection.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE locktype = 'advisory' AND granted AND wait_event = 'ClientRead'"
        ).fetchone()
    if held == (1,):
        return True
    writer.send_signal(signal.SIGCONT)
    return False


def _stop(writer: Writer) -> list[str]:
    writer.kill()
    return writer.communicate()[0].splitlines(keepends=True)
