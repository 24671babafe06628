"""Topics and databases are made once and left alone afterwards."""

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from deploy.provision import ProvisionError, provision, provision_databases, provision_topics
from deploy.topics import Topic, topics_of
from tests.installations import remove_installation
from tests.servers import KafkaServer, PostgresServer

pytestmark = pytest.mark.filterwarnings(
    # kafka-python's admin client closes its connections from the caller's thread. One that its own thread is
    # opening at that moment is left to the garbage collector.
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def name() -> str:
    return f"p{secrets.token_hex(6)}"


@pytest.mark.kafka
def test_a_topic_is_as_declared_and_a_second_run_changes_nothing(
    kafka_server: KafkaServer, name: str
) -> None:
    events, dead = topics_of(name, partitions=3)

    first = provision_topics(kafka_server.bootstrap, (events, dead))
    second = provision_topics(kafka_server.bootstrap, (events, dead))

    assert first.made == (f"topic {name}", f"topic {name}.dead")
    assert second.made == second.differing == ()
    assert second.kept == first.made
    assert _partitions(kafka_server, events.name) == 3
    assert _setting(kafka_server, events.name, "retention.ms") == "-1"


@pytest.mark.kafka
@pytest.mark.parametrize("declared", [1, 5])
def test_partitions_of_a_topic_never_change(kafka_server: KafkaServer, name: str, declared: int) -> None:
    provision_topics(kafka_server.bootstrap, (Topic(name, "any", 3),))

    again = provision_topics(kafka_server.bootstrap, (Topic(name, "any", declared),))

    assert again.differing == (f"topic {name} has 3 partitions, declared {declared}",)
    assert _partitions(kafka_server, name) == 3


@pytest.mark.kafka
def test_a_shortened_retention_is_set_right(kafka_server: KafkaServer, name: str) -> None:
    provision_topics(kafka_server.bootstrap, (Topic(name, "any", 1, {"retention.ms": "1000000"}),))

    provision_topics(kafka_server.bootstrap, (Topic(name, "any", 1),))

    assert _setting(kafka_server, name, "retention.ms") == "-1"


@pytest.mark.postgres
def test_databases_are_made_once_also_by_runs_at_the_same_time(
    postgres_server: PostgresServer, name: str
) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: provision_databases(postgres_server.url, (name,)), range(4)))

    assert sum(len(run.made) for run in runs) == 1
    with psycopg.connect(postgres_server.dsn(name), autocommit=True) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


@pytest.mark.kafka
@pytest.mark.postgres
def test_everything_the_processes_expect_is_there(
    kafka_server: KafkaServer, postgres_server: PostgresServer
) -> None:
    try:
        provision(kafka_server.bootstrap, postgres_server.url)
        again = provision(kafka_server.bootstrap, postgres_server.url)
    finally:
        remove_installation(postgres_server, kafka_server)

    assert again.made == again.differing == ()
    for service in ("pre_return", "return_operation", "post_return", "data_protection"):
        assert f"topic returnwatch.{service.replace('_', '-')}" in again.kept
        assert f"database returnwatch_{service}" in again.kept


@pytest.mark.postgres
def test_a_wrong_password_is_an_error_that_does_not_repeat_it(postgres_server: PostgresServer) -> None:
    server = f"host=127.0.0.1 port={psycopg.conninfo.conninfo_to_dict(postgres_server.url)['port']}"

    with pytest.raises(ProvisionError, match="PostgreSQL") as caught:
        provision_databases(f"{server} user=nobody password=hidden-word", ("never",))

    assert "hidden-word" not in str(caught.value)


def test_no_broker_is_an_error_that_names_the_address() -> None:
    with pytest.raises(ProvisionError, match=r"Kafka at 127\.0\.0\.1:9"):
        provision_topics("127.0.0.1:9", topics_of("nowhere"))


@contextmanager
def _admin(server: KafkaServer) -> Iterator[KafkaAdminClient]:
    admin = KafkaAdminClient(bootstrap_servers=server.bootstrap)
    try:
        yield admin
    finally:
        admin.close()


def _partitions(server: KafkaServer, topic: str) -> int:
    with _admin(server) as admin:
        return len(admin.describe_topics([topic])[0]["partitions"])


def _setting(server: KafkaServer, topic: str, name: str) -> str:
    with _admin(server) as admin:
        found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all")
    return str(found["topic"][topic][name]["value"])
