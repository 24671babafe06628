"""The servers that other tests stand on keep what they were given, also when they are killed."""

import psycopg
import pytest
from kafka import KafkaConsumer, KafkaProducer
from sqlalchemy import create_engine, text

from tests.servers import KafkaServer, PostgresServer


@pytest.mark.postgres
def test_a_fresh_database_is_empty_and_durable(postgres_server: PostgresServer) -> None:
    dsn = postgres_server.fresh_database()
    with psycopg.connect(dsn) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        settings = connection.execute(
            "SELECT current_setting('fsync'), current_setting('server_encoding')"
        ).fetchone()
    assert tables == (0,)
    assert settings == ("on", "UTF8")


@pytest.mark.postgres
def test_postgres_keeps_a_commit_through_a_kill_and_returns_at_the_same_address(
    postgres_server: PostgresServer,
) -> None:
    dsn = postgres_server.fresh_database()
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept VALUES (7)")

    postgres_server.kill()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(dsn)
    postgres_server.restart()

    engine = create_engine(dsn.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT number FROM kept")).scalar_one() == 7
    engine.dispose()


@pytest.mark.kafka
def test_kafka_keeps_a_record_through_a_kill_and_returns_at_the_same_address(
    kafka_server: KafkaServer,
) -> None:
    topic = kafka_server.fresh_topic(partitions=2)
    _send(kafka_server, topic, b"before")

    kafka_server.kill()
    kafka_server.restart()
    _send(kafka_server, topic, b"after")

    assert sorted(_read(kafka_server, topic, 2)) == [b"after", b"before"]


@pytest.mark.kafka
def test_kafka_makes_no_topic_that_nobody_declared(kafka_server: KafkaServer) -> None:
    producer = KafkaProducer(bootstrap_servers=kafka_server.bootstrap, max_block_ms=2_000)
    with pytest.raises(Exception, match=r"(?i)topic|metadata|timeout"):
        producer.send("never-declared", b"x").get(timeout=5)
    producer.close()


def _send(server: KafkaServer, topic: str, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=server.bootstrap)
    producer.send(topic, value).get(timeout=30)
    producer.close()


def _read(server: KafkaServer, topic: str, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        topic, bootstrap_servers=server.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=20_000
    )
    values = [record.value for _, record in zip(range(count), consumer, strict=False)]
    consumer.close()
    return values
