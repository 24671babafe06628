"""The relay against a real broker: everything, in order, whatever dies."""

import gc
import logging
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.provision import provision_topics
from deploy.topics import TOPICS
from foundation.event_store.opening import open_store
from foundation.event_store.store import CheckedEventStore
from foundation.relay.positions import Positions, open_positions
from foundation.relay.relay import AheadOfPositionError, Relay
from tests.integration.relay.logs import assert_carried, fill, messages
from tests.servers import ROOT, KafkaServer, PostgresServer

pytestmark = [
    pytest.mark.kafka,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LARGEST_SEALED = 1_400_000
"""Bytes of a record of 1 MiB after its texts were sealed."""


class Log:
    """A log with its positions and its topic."""

    def __init__(self, url: str, kafka: KafkaServer) -> None:
        self.url, self.bootstrap = url, kafka.bootstrap
        self.topic = kafka.fresh_topic("relay", partitions=3)
        self.store: CheckedEventStore = open_store(url)
        self.positions: Positions = open_positions(url)
        self.positions.provide()

    def relay(self) -> Relay:
        return Relay(self.store, self.positions, self.bootstrap, self.topic)

    def process(self) -> subprocess.Popen[bytes]:
        module = [sys.executable, "-m", "tests.integration.relay.relay_process"]
        return subprocess.Popen(
            [*module, self.url, self.bootstrap, self.topic], cwd=ROOT, stderr=subprocess.DEVNULL
        )

    def carried(self) -> bool:
        return self.positions.get(self.topic) == self.store.head()

    def close(self) -> None:
        self.positions.close()
        self.store.close()


@pytest.fixture
def log(tmp_path: Path, kafka_server: KafkaServer) -> Iterator[Log]:
    made = Log(f"sqlite:///{tmp_path / 'return_operation.sqlite'}", kafka_server)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _sockets_are_collected_here() -> Iterator[None]:
    yield
    gc.collect()


def seeded() -> random.Random:
    """A source of chance whose seed stands in the report of a failed test."""
    seed = random.SystemRandom().randrange(10**6)
    logging.getLogger(__name__).warning("seed %d", seed)
    return random.Random(seed)  # noqa: S311 - chance in a test, no secret


@contextmanager
def running(relay: Relay) -> Iterator[threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=relay.run, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def test_every_event_of_the_log_is_on_the_topic_once_and_in_order_per_key(log: Log) -> None:
    fill(log.store, 0, 1200)
    with running(log.relay()):
        wait_for(log.carried)
        fill(log.store, 1200, 5)
        wait_for(log.carried)
    assert assert_carried(log.bootstrap, log.topic, log.store) == 0
    assert {seen.partition for seen in messages(log.bootstrap, log.topic)} == {0, 1, 2}


def test_a_page_larger_than_a_batch_goes_in_several_and_a_large_event_alone(log: Log) -> None:
    fill(log.store, 0, 120, padding=20_000)
    fill(log.store, 120, 3, padding=950_000)
    with running(log.relay()):
        wait_for(log.carried)
    assert assert_carried(log.bootstrap, log.topic, log.store) == 0


def test_a_relay_that_is_killed_again_and_again_leaves_no_gap(log: Log) -> None:
    chance = seeded()
    fill(log.store, 0, 3000, padding=500)
    for kill in range(5):
        process = log.process()
        begun = log.positions.get(log.topic)
        wait_for(lambda begun=begun: log.positions.get(log.topic) > begun or log.carried())
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        process.wait()
        fill(log.store, 3000 + 1000 * kill, 1000, padding=500)
    process = log.process()
    wait_for(log.carried)
    process.terminate()
    assert process.wait(20) == 0
    assert_carried(log.bootstrap, log.topic, log.store)


def test_two_relays_for_one_topic_only_repeat(log: Log) -> None:
    other = open_positions(log.url)
    fill(log.store, 0, 2000)
    with running(log.relay()), running(Relay(log.store, other, log.bootstrap, log.topic)):
        wait_for(log.carried)
        fill(log.store, 2000, 500)
        wait_for(log.carried)
    other.close()
    assert_carried(log.bootstrap, log.topic, log.store)


def test_a_broker_that_is_killed_and_restarted_loses_nothing(log: Log, kafka_server: KafkaServer) -> None:
    fill(log.store, 0, 2000, padding=500)
    with running(log.relay()):
        wait_for(lambda: log.positions.get(log.topic) > 0)
        kafka_server.kill()
        fill(log.store, 2000, 1000, padding=500)
        kafka_server.restart()
        wait_for(log.carried)
    assert_carried(log.bootstrap, log.topic, log.store)


@pytest.mark.postgres
def test_a_database_that_is_killed_and_restarted_loses_nothing(
    kafka_server: KafkaServer, postgres_server: PostgresServer
) -> None:
    log = Log(postgres_server.fresh_database("relay"), kafka_server)
    fill(log.store, 0, 3000, padding=500)
    with running(log.relay()):
        wait_for(lambda: log.positions.get(log.topic) > 0)
        postgres_server.kill()
        time.sleep(0.5)
        postgres_server.restart()
        wait_for(log.carried)
    assert_carried(log.bootstrap, log.topic, log.store)
    log.close()


def test_a_relay_can_begin_again_but_never_ahead_of_its_position(log: Log) -> None:
    fill(log.store, 0, 30)
    with running(log.relay()):
        wait_for(log.carried)
    with pytest.raises(AheadOfPositionError, match="1 to 31"):
        log.relay().rewind(32)
    relay = log.relay()
    relay.rewind(21)
    with running(relay):
        wait_for(log.carried)
    assert assert_carried(log.bootstrap, log.topic, log.store) == 10


def test_it_stops_at_once_while_no_broker_answers(log: Log) -> None:
    fill(log.store, 0, 10)
    relay = Relay(log.store, log.positions, "127.0.0.1:1", log.topic)
    with running(relay) as thread:
        time.sleep(0.5)
        assert thread.is_alive()
    assert log.positions.get(log.topic) == 0


def test_only_the_expected_position_is_moved(log: Log) -> None:
    assert log.positions.move(log.topic, 0, 5)
    assert not log.positions.move(log.topic, 0, 7)
    assert not log.positions.move(log.topic, 4, 7)
    assert log.positions.get(log.topic) == 5


def test_the_largest_record_that_is_taken_over_http_reaches_its_topic(log: Log) -> None:
    declared = replace(TOPICS[0], name=f"{log.topic}-large", partitions=1)
    provision_topics(log.bootstrap, [declared])
    log.topic = declared.name
    fill(log.store, 1, 2, padding=LARGEST_SEALED)
    with running(log.relay()):
        wait_for(log.carried)
    assert assert_carried(log.bootstrap, log.topic, log.store) == 0
