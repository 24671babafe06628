"""The relay beside what its Kafka client can do at best, and the way of an event to the view.

`python -m bench.relay postgresql://user@host host:port`: the server's user may create databases. Databases
and topics are removed afterwards. Takes about half a minute.
"""

import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import psycopg
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic

from bench import freshness
from bench.rows import Row, table
from deploy.postgres_url import database_url
from deploy.provision import provision_databases
from events.cloudevents import encode
from events.envelope import CATALOGUE_VERSION, Envelope
from events.ids import subject_id
from events.kafka_binding import to_message
from events.return_operation import OperationFiguresReported
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, ProposedEvent
from foundation.relay.positions import open_positions
from foundation.relay.relay import Relay

EVENTS = 20_000
ROUNDS = 2
PARTITIONS = 6
BODY = 1_000
OPERATIONS = 4_000
SPACE = UUID("018f6a2c-0000-7000-8000-00000000bbbb")
STORE, VIEWS = "bench_relay_store", "bench_relay_views"


def run(postgres: str, bootstrap: str) -> list[Row]:
    """Measure the relay and the bare client in turns, then the freshness of the view."""
    ours = bare = 0.0
    with databases(postgres):
        url = database_url(postgres, STORE)
        fill(url, 0, EVENTS)
        for _ in range(ROUNDS):
            with topic(bootstrap, PARTITIONS) as name:
                ours = max(ours, _relayed(url, bootstrap, name))
            with topic(bootstrap, PARTITIONS) as name:
                bare = max(bare, _produced(url, bootstrap, name))
    with databases(postgres), topic(bootstrap, 1) as name:
        places = freshness.Places(
            database_url(postgres, STORE), database_url(postgres, VIEWS), bootstrap, name
        )
        fresh = freshness.measured(places, event)
    return [Row("relay, 1 KB events", ours, bare, "kafka-python alone, the same messages", 0.7), fresh]


def event(number: int) -> Command:
    """A command with one report of figures of about 1 KB as stored."""
    identifier = subject_id("operation", uuid5(SPACE, str(number % OPERATIONS)))
    event_id = uuid5(SPACE, f"event {number}")
    envelope = Envelope(
        event_id=subject_id("event", event_id),
        subject_ids=(identifier,),
        occurred_at=datetime(2024, 6, 1, tzinfo=UTC),
        occurred_precision="day",
        phase="en_route",
        country="DE",
        asserted_by_role="authority",
        source_kinds=("document",),
        service="return_operation",
        schema_version=CATALOGUE_VERSION,
        recorded_at=datetime(2024, 6, 2, tzinfo=UTC),
        recorded_by=subject_id("user", SPACE),
    )
    figures = OperationFiguresReported(
        operation=identifier,
        reference=f"RO-{number % OPERATIONS}",
        departed_on=date(2023, 1, 1) + timedelta(days=number % 700),
        participating_country="DE",
        countries_of_return=("TN",),
        returnees=number % 60,
        source_document="d" * 150,
        source_row=f"sheet!{number}",
    )
    body = encode(envelope, figures)
    kind = OperationFiguresReported.wire_type()
    return Command((ProposedEvent(event_id, identifier, kind, body, b"\0" * 32),))


def fill(url: str, first: int, count: int) -> None:
    """Store some events."""
    store = open_store(url)
    store.append_many([event(number) for number in range(first, first + count)])
    store.close()


@contextmanager
def databases(postgres: str) -> Iterator[None]:
    """Empty databases while the block lasts."""
    with psycopg.connect(database_url(postgres, "postgres"), autocommit=True) as server:
        _drop(server)
        provision_databases(postgres, (STORE, VIEWS))
        try:
            yield
        finally:
            _drop(server)


@contextmanager
def topic(bootstrap: str, partitions: int) -> Iterator[str]:
    """A topic while the block lasts."""
    name = f"bench.{secrets.token_hex(4)}"
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        admin.create_topics([NewTopic(name, partitions, 1)])
        yield name
        admin.delete_topics([name])
    finally:
        admin.close()


def _drop(server: psycopg.Connection) -> None:
    for name in (STORE, VIEWS):
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _relayed(url: str, bootstrap: str, name: str) -> float:
    store, positions, stop = open_store(url), open_positions(url), threading.Event()
    positions.provide()
    relay = threading.Thread(target=Relay(store, positions, bootstrap, name).run, args=(stop,))
    begin = time.perf_counter()
    relay.start()
    try:
        while positions.get(name) < EVENTS:
            time.sleep(0.05)
        return EVENTS / (time.perf_counter() - begin)
    finally:
        stop.set()
        relay.join()
        positions.close()
        store.close()


def _produced(url: str, bootstrap: str, name: str) -> float:
    store = open_store(url)
    messages = [to_message(record.body, record.sequence) for record in store.read(0, EVENTS)]
    store.close()
    assert BODY * 0.8 < sum(len(one.value) for one in messages) / EVENTS + 600 < BODY * 1.5
    begin = time.perf_counter()
    producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=5, batch_size=1 << 20)
    for message in messages:
        producer.send(name, message.value, message.key, list(message.headers))
    producer.flush()
    seconds = time.perf_counter() - begin
    producer.close()
    return EVENTS / seconds


if __name__ == "__main__":
    sys.stdout.write(table(run(*sys.argv[1:])) + "\n")
