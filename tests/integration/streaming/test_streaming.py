"""Projectors against a real broker and a real database: every event once, whatever dies or comes twice."""

import gc
import logging
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from sqlalchemy import inspect

from events.kafka_binding import dead_letters, to_message
from projections.runner.opening import open_database
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from projections.streaming.replay import topics_as_pages
from tests.integration.relay.logs import body, stream
from tests.integration.streaming.tally import Tally, table, tallied
from tests.servers import ROOT, KafkaServer, PostgresServer

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Stage:
    """A topic, a database, and the projectors between them."""

    def __init__(self, kafka: KafkaServer, postgres: PostgresServer, folder: Path) -> None:
        self.bootstrap, self.folder = kafka.bootstrap, folder
        self.kafka = kafka
        self.topic = kafka.fresh_topic("streaming", partitions=3)
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        admin.create_topics([NewTopic(dead_letters(self.topic), 1, 1)])
        admin.close()
        self.url = postgres.fresh_database("streaming")
        self.engine = open_database(self.url)
        self.group = f"tally-{secrets.token_hex(4)}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def projector(self, group: str | None = None) -> subprocess.Popen[bytes]:
        module = [sys.executable, "-m", "tests.integration.streaming.projector_process"]
        with (self.folder / f"projector-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [*module, self.url, self.bootstrap, self.topic, group or self.group], cwd=ROOT, stderr=log
            )
        self.processes.append(process)
        return process

    def publish(self, numbers: Iterable[int], padding: int = 0) -> None:
        producer = KafkaProducer(bootstrap_servers=self.bootstrap)
        for number in numbers:
            message = to_message(body(number, stream(number), padding), number)
            producer.send(self.topic, message.value, message.key, list(message.headers))
        producer.flush()
        producer.close()

    def tally(self) -> dict[int, int]:
        return tallied(self.engine) if inspect(self.engine).has_table(table(1).name) else {}

    def dead(self) -> list[object]:
        consumer = KafkaConsumer(bootstrap_servers=self.bootstrap, auto_offset_reset="earliest")
        place = TopicPartition(dead_letters(self.topic), 0)
        consumer.assign([place])
        end = consumer.end_offsets([place])[place]
        found: list[object] = []
        while consumer.position(place) < end:
            found += [record for records in consumer.poll(200).values() for record in records]
        consumer.close()
        return found

    def wait_for(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.report()
            time.sleep(0.1)

    def report(self) -> str:
        logs = sorted(self.folder.glob("projector-*.log"))
        return f"{len(self.tally())} counted\n" + "\n".join(log.read_text()[-2000:] for log in logs)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        self.engine.dispose()


@pytest.fixture
def stage(kafka_server: KafkaServer, postgres_server: PostgresServer, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(kafka_server, postgres_server, tmp_path)
    yield made
    made.close()
    gc.collect()


def once(numbers: Iterable[int]) -> dict[int, int]:
    return dict.fromkeys(numbers, 1)


def test_every_message_is_applied_once_whatever_it_repeats(stage: Stage) -> None:
    stage.publish(range(1, 301))
    stage.publish(range(100, 301))
    projector = stage.projector()
    stage.wait_for(lambda: len(stage.tally()) == 300)
    stage.publish([*range(250, 301), *range(301, 351)])
    stage.wait_for(lambda: len(stage.tally()) == 350)
    assert stage.tally() == once(range(1, 351))
    projector.terminate()
    assert projector.wait(20) == 0


def test_a_bad_message_is_laid_aside_whole_and_its_neighbours_are_applied(stage: Stage) -> None:
    good = to_message(body(1, stream(1)), 1)
    poison = to_message(body(2, stream(1)).replace(b'"note":""', b'"note":"poison"'), 2)
    last = to_message(body(3, stream(1)), 3)
    headers = list(last.headers)
    bad = [
        (poison.value, list(poison.headers)),
        (b"no json", headers),
        (last.value, [pair for pair in headers if pair[0] != "ce_sequence"]),
        (last.value, [*headers, ("ce_sequence", b"many")]),
        (last.value, [*headers, ("x-strange", b"\xff\xfe")]),
        (None, headers),
        (last.value, [*headers, ("ce_source", b"/services/pre-return")]),
        (last.value, []),
    ]
    producer = KafkaProducer(bootstrap_servers=stage.bootstrap)
    producer.send(stage.topic, good.value, good.key, list(good.headers), partition=0)
    for value, kept in bad:
        producer.send(stage.topic, value, b"the key", kept, partition=0)
    producer.send(stage.topic, last.value, last.key, headers, partition=0)
    producer.close()

    stage.projector()
    stage.wait_for(lambda: stage.tally() == once([1, 3]) and len(stage.dead()) >= len(bad))

    added = {"x-error", "x-topic", "x-partition", "x-offset"}
    letters = {dict(letter.headers)["x-offset"]: letter for letter in stage.dead()}
    assert set(letters) == {str(offset).encode() for offset in range(1, len(bad) + 1)}
    for offset, (value, kept) in enumerate(bad, 1):
        letter = letters[str(offset).encode()]
        assert (letter.key, letter.value) == (b"the key", value)
        assert [pair for pair in letter.headers if pair[0] not in added] == kept
        assert dict(letter.headers)["x-topic"] == stage.topic.encode()
        assert dict(letter.headers)["x-partition"] == b"0"
    assert dict(letters[b"1"].headers)["x-error"] == b"ValueError"
    assert dict(letters[b"2"].headers)["x-error"] == b"UnreadableMessage"
    assert dict(letters[b"7"].headers)["x-error"] == b"MessageOfAnotherService"


def test_a_projector_that_is_killed_again_and_again_counts_everything_once(stage: Stage) -> None:
    seed = random.SystemRandom().randrange(10**6)
    logging.getLogger(__name__).warning("seed %d", seed)
    chance = random.Random(seed)  # noqa: S311 - chance in a test, no secret
    total = 0
    for _ in range(4):
        stage.publish(range(total + 1, total + 2001))
        total += 2000
        before = len(stage.tally())
        projector = stage.projector()
        stage.wait_for(lambda before=before: len(stage.tally()) > before)
        time.sleep(chance.uniform(0, 0.5))
        projector.kill()
    stage.projector()
    stage.wait_for(lambda: len(stage.tally()) == total)
    assert stage.tally() == once(range(1, total + 1))


def test_two_projectors_of_one_group_share_the_topic_and_take_over_from_each_other(stage: Stage) -> None:
    first = stage.projector()
    stage.publish(range(1, 2001))
    stage.wait_for(lambda: len(stage.tally()) > 0)
    stage.projector()
    stage.publish(range(2001, 4001))
    stage.wait_for(lambda: len(stage.tally()) > 2000)
    first.kill()
    stage.publish(range(4001, 4501))
    stage.wait_for(lambda: len(stage.tally()) == 4500)
    assert stage.tally() == once(range(1, 4501))


def test_two_projectors_of_different_groups_on_one_database_count_once(stage: Stage) -> None:
    stage.publish(range(1, 1001))
    stage.projector("one")
    stage.projector("other")
    stage.wait_for(lambda: len(stage.tally()) == 1000)
    stage.publish(range(1001, 2001))
    stage.wait_for(lambda: len(stage.tally()) == 2000)
    assert stage.tally() == once(range(1, 2001))


def test_a_database_that_is_down_costs_nothing_but_time(
    stage: Stage, postgres_server: PostgresServer
) -> None:
    stage.publish(range(1, 1001))
    stage.projector()
    stage.wait_for(lambda: len(stage.tally()) > 0)
    postgres_server.kill()
    stage.publish(range(1001, 2001))
    time.sleep(1)
    postgres_server.restart()
    stage.engine.dispose()
    stage.wait_for(lambda: len(stage.tally()) == 2000)
    assert stage.tally() == once(range(1, 2001))
    assert stage.dead() == []


def test_a_broker_that_is_down_costs_nothing_but_time(stage: Stage, kafka_server: KafkaServer) -> None:
    stage.publish(range(1, 1001))
    stage.projector()
    stage.wait_for(lambda: len(stage.tally()) > 0)
    kafka_server.kill()
    late = stage.projector("late")
    time.sleep(1)
    kafka_server.restart()
    stage.publish(range(1001, 2001))
    stage.wait_for(lambda: len(stage.tally()) == 2000, 90)
    assert stage.tally() == once(range(1, 2001))
    assert late.poll() is None


def test_a_view_is_built_anew_from_the_topic(stage: Stage) -> None:
    stage.publish(range(1, 5001))
    pages = topics_as_pages(stage.bootstrap, {stage.topic: "return_operation"})
    runner = Runner(stage.engine, Tally())
    for page in pages({}):
        runner.apply(page)
    assert stage.tally() == once(range(1, 5001))
    stage.publish(range(5001, 5101))
    rebuilt = rebuild(stage.engine, Tally(), pages)
    assert tallied(stage.engine, rebuilt.generation) == once(range(1, 5101))
    places = {position.source: position.place + 1 for position in runner.positions()}
    assert list(pages(places)) == []
