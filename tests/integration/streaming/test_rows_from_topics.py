"""Records that a relay carried to the topics give the rows of a plain computation over all of them."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine

from events.base import SERVICES
from events.cloudevents import encode
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, ProposedEvent
from foundation.relay.positions import open_positions
from foundation.relay.relay import Relay
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.rebuild import rebuild
from projections.streaming.replay import topics_as_pages
from projections.viewing.keeping_time import settle_due
from projections.viewing.opened import record_of
from tests.naive_rows import AFTERWARDS, computed, kept, some_of_each
from tests.sample_records import sample_records
from tests.servers import KafkaServer, PostgresServer

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize(
    ("cases", "of_each"),
    [
        pytest.param(20, 1, id="20 cases"),
        pytest.param(10_000, 1, id="10000 cases", marks=[pytest.mark.long, pytest.mark.timeout(7200)]),
    ],
)
def test_rows_from_the_topics_are_those_made_from_all_records(
    kafka_server: KafkaServer, postgres_server: PostgresServer, cases: int, of_each: int
) -> None:
    bodies = [encode(record.envelope, record.data) for record in sample_records(cases, seed=5)]
    records = [record_of(body) for body in bodies]
    topics = {kafka_server.fresh_topic(f"rows-{each}", partitions=6): each for each in SERVICES}
    for topic, service in topics.items():
        own = [
            body for body, record in zip(bodies, records, strict=True) if record.envelope.service == service
        ]
        carry(own, postgres_server.fresh_database(service), kafka_server.bootstrap, topic)

    with views(postgres_server) as engine:
        rebuilt = rebuild(engine, monitoring_views(), topics_as_pages(kafka_server.bootstrap, topics))
        settle_due(engine, monitoring_views(), lambda: AFTERWARDS)

        assert (rebuilt.records, rebuilt.dead) == (len(records), 0)
        for subject in some_of_each(records, of_each):
            assert kept(engine, subject) == computed(subject, records), subject


@contextmanager
def views(postgres: PostgresServer) -> Iterator[Engine]:
    """An empty database of views."""
    engine = open_database(postgres.fresh_database("views"))
    try:
        yield engine
    finally:
        engine.dispose()


def carry(bodies: Sequence[bytes], database: str, bootstrap: str, topic: str) -> None:
    """Store records as their service does, and have a relay carry them to a topic."""
    store, positions, stop = open_store(database), open_positions(database), threading.Event()
    positions.provide()
    store.append_many([stored(body) for body in bodies])
    relay = threading.Thread(target=Relay(store, positions, bootstrap, topic).run, args=(stop,))
    relay.start()
    try:
        while positions.get(topic) < len(bodies):
            time.sleep(0.05)
    finally:
        stop.set()
        relay.join()
        positions.close()
        store.close()


def stored(body: bytes) -> Command:
    """What a service stores, where nothing in a record is sealed."""
    record = record_of(body)
    proposed = ProposedEvent(
        event_id=UUID(record.id.removeprefix("EVT-")),
        stream=record.envelope.subject_ids[0],
        topic=type(record.data).wire_type(),
        body=body,
        fingerprint=b"\0" * 32,
    )
    return Command((proposed,))
