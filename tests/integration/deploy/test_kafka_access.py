"""On a broker that denies by default each process can do its work on the topics, and nothing else."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ACL, ACLOperation, ACLPermissionType, ResourcePattern, ResourceType
from kafka.errors import GroupAuthorizationFailedError, KafkaError, TopicAuthorizationFailedError

from deploy.kafka_access import FOLLOWS, LOGGED, PRINCIPALS, access
from deploy.local.kafka import LocalKafka
from deploy.local.processes import wait_until
from deploy.provision import provision_topics
from deploy.provision_access import provision_access
from deploy.topics import TOPICS, Topic
from events.base import SERVICES, kebab
from events.kafka_binding import Message, dead_letters, topic
from foundation.broker_login import MECHANISM, PASSWORD, USER
from foundation.relay.publisher import NotPublishedError, Numbered, Publisher
from projections.runner.opening import open_database
from projections.runner.runner import Runner
from projections.streaming.dead_letters import DeadLetters
from projections.streaming.ends import Ends
from tests import servers
from tests.integration.streaming.tally import Tally

pytestmark = [
    pytest.mark.kafka,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SERVICE_PRINCIPALS = tuple(map(kebab, SERVICES))
USERS = dict.fromkeys(("admin", *PRINCIPALS, *SERVICE_PRINCIPALS, "query"), "for-tests-only")
ELSEWHERE = "somebody-else"


@pytest.fixture(scope="module")
def guarded() -> Iterator[LocalKafka]:
    """A broker of its own with an authorizer; topics and rights were provisioned twice by its super user."""
    with servers.guarded_kafka(USERS) as broker, pytest.MonkeyPatch.context() as to:
        log_in(to, "admin")
        provision_topics(broker.guarded_address, [Topic(one.name, one.key, 1) for one in TOPICS])
        first = provision_access(broker.guarded_address)
        again = provision_access(broker.guarded_address)
        assert len(first.made) == len(access())
        assert (again.made, again.differing) == ((), ())
        assert all(writes(broker, "admin", one.name) for one in TOPICS)
        yield broker


@pytest.fixture
def as_user(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda name: log_in(monkeypatch, name)


def log_in(to: pytest.MonkeyPatch, name: str) -> None:
    for variable, value in {USER: name, PASSWORD: USERS[name], MECHANISM: "PLAIN"}.items():
        to.setenv(variable, value)


def settings(broker: LocalKafka, name: str) -> dict[str, Any]:
    return {
        "bootstrap_servers": broker.guarded_address,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "PLAIN",
        "sasl_plain_username": name,
        "sasl_plain_password": USERS[name],
    }


def writes(broker: LocalKafka, name: str, to: str) -> bool:
    producer = KafkaProducer(**settings(broker, name), max_block_ms=5_000, acks="all")
    try:
        producer.send(to, b"{}", key=b"C-1").get(timeout=10)
    except TopicAuthorizationFailedError:
        return False
    finally:
        producer.close(timeout=1)
    return True


def reads(broker: LocalKafka, name: str, of: str, seconds: int = 1) -> bool:
    """Whether somebody is given a message of a topic, each of which holds one."""
    consumer = KafkaConsumer(
        **settings(broker, name), group_id=None, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    try:
        consumer.assign([TopicPartition(of, 0)])
        return bool(consumer.poll(timeout_ms=seconds * 1000))
    except TopicAuthorizationFailedError:
        return False
    finally:
        consumer.close()


def commits(broker: LocalKafka, name: str, group: str) -> bool:
    consumer = KafkaConsumer(**settings(broker, name), group_id=group, enable_auto_commit=False)
    try:
        place = TopicPartition(topic("pre_return"), 0)
        consumer.assign([place])
        consumer.committed(place)
    except GroupAuthorizationFailedError:
        return False
    finally:
        consumer.close()
    return True


def publish(broker: LocalKafka, to: str) -> None:
    publisher = Publisher(broker.guarded_address, to)
    try:
        publisher.connect()
        publisher.publish([Numbered(1, 0, Message(b"C-1", (), b"{}"), 100)], lambda: False)
    finally:
        publisher.close()


def test_a_relay_fills_its_topic_and_no_other_and_reads_none(
    guarded: LocalKafka, as_user: Callable[[str], None]
) -> None:
    for log in (*SERVICES, "findings"):
        name = f"relay-{kebab(log)}"
        as_user(name)
        publish(guarded, topic(log))
        with pytest.raises(NotPublishedError):
            publish(guarded, topic("post_return" if log != "post_return" else "findings"))
    assert not reads(guarded, "relay-pre-return", topic("pre_return"))
    assert not writes(guarded, "relay-pre-return", dead_letters(topic("pre_return")))
    assert not commits(guarded, "relay-pre-return", "audit-trail")


@pytest.mark.parametrize("projection", FOLLOWS)
def test_a_projection_reads_what_it_follows_in_its_own_group_and_lays_aside(
    guarded: LocalKafka, as_user: Callable[[str], None], projection: str
) -> None:
    name = f"project-{projection}"
    as_user(name)
    ends = Ends(guarded.guarded_address, FOLLOWS[projection])
    assert isinstance(ends._ends(), dict)
    ends.close()
    dead = DeadLetters(guarded.guarded_address)
    asyncio.run(_connected(dead))

    assert commits(guarded, name, projection)
    assert not commits(guarded, name, next(one for one in FOLLOWS if one != projection))
    for one in LOGGED:
        follows = one in FOLLOWS[projection]
        assert reads(guarded, name, one, seconds=20 if follows else 1) == follows
    assert writes(guarded, name, dead_letters(LOGGED[0]))
    assert not writes(guarded, name, LOGGED[0])
    assert not reads(guarded, name, dead_letters(LOGGED[0]))


async def _connected(dead: DeadLetters) -> None:
    await dead.start()
    await dead.close()


@pytest.mark.parametrize("name", [*SERVICE_PRINCIPALS, "query"])
def test_who_has_nothing_to_do_with_the_broker_reaches_no_topic(guarded: LocalKafka, name: str) -> None:
    assert not writes(guarded, name, topic("pre_return"))
    assert not reads(guarded, name, topic("pre_return"))
    assert not commits(guarded, name, "audit-trail")


def test_nobody_reaches_anything_without_the_right_password(guarded: LocalKafka) -> None:
    wrong = settings(guarded, "admin") | {"sasl_plain_password": "another", "bootstrap_timeout_ms": 1_500}
    with pytest.raises(KafkaError):
        KafkaAdminClient(**wrong)


def test_what_was_given_by_hand_is_taken_back_from_ours_and_told_of_others(
    guarded: LocalKafka, as_user: Callable[[str], None]
) -> None:
    as_user("admin")
    admin = KafkaAdminClient(**settings(guarded, "admin"))
    ours, other = by_hand("project-audit-trail"), by_hand(ELSEWHERE)
    admin.create_acls([ours, other])
    assert writes(guarded, "project-audit-trail", topic("pre_return"))

    done = provision_access(guarded.guarded_address)

    assert done.made == (
        f"order: taken back the right of project-audit-trail: write topic {topic('pre_return')}",
    )
    assert done.differing == (f"right on the broker of {ELSEWHERE}: write topic {topic('pre_return')}",)
    assert wait_until(lambda: not writes(guarded, "project-audit-trail", topic("pre_return")), 10)
    admin.delete_acls([other])
    admin.close()


def by_hand(name: str) -> ACL:
    what = ResourcePattern(ResourceType.TOPIC, topic("pre_return"))
    return ACL(f"User:{name}", "*", ACLOperation.WRITE, ACLPermissionType.ALLOW, what)


def test_a_process_logs_in_as_the_environment_says(
    guarded: LocalKafka, as_user: Callable[[str], None], tmp_path: Path
) -> None:
    assert writes(guarded, "relay-return-operation", topic("return_operation"))
    as_user("project-operation-coverage")
    engine = open_database(f"sqlite:///{tmp_path}/views.sqlite")
    runner = Runner(engine, Tally())
    words = [guarded.guarded_address, topic("return_operation"), "operation-coverage"]
    command = [sys.executable, "-m", "tests.integration.streaming.projector_process"]
    with (tmp_path / "projector.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"sqlite:///{tmp_path}/views.sqlite", *words], cwd=servers.ROOT, stderr=log
        )
    ends = Ends(guarded.guarded_address, [topic("return_operation")])
    try:
        said = (tmp_path / "projector.log").read_text
        assert wait_until(lambda: ends.reached(runner.positions()), 30), said()
    finally:
        ends.close()
        process.terminate()
        process.wait(30)
        engine.dispose()
