"""Records that a relay carried to the topics give the rows of a plain computation over all of them."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from uuid import UUID

import pytest
from kafka.errors import KafkaTimeoutError  # type: ignore[import-untyped]  # the package ships no types
from sqlalchemy import Engine, select

from events.base import SERVICES, Service
from events.cloudevents import encode
from events.data_classes import Sealed
from events.data_protection.rights import ErasureCarriedOut
from events.pre_return.case import ReturnCaseOpened
from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, ProposedEvent
from foundation.relay.positions import open_positions
from foundation.relay.relay import Relay
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from projections.safeguard_findings.view import VIEW as FINDINGS
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.streaming.replay import FAILING, topics_as_pages
from projections.viewing.keeping_time import settle_due
from projections.viewing.opened import record_of
from projections.viewing.renewing import Making, Renewed, is_outdated, make_first, renewing, wait_for_first
from projections.viewing.table import NAME, tables
from tests.integration.projections.renewing_process import RECORDS, hour, rows_in_use
from tests.integration.projections.renewing_process import views as by_numbers
from tests.naive_rows import AFTERWARDS, computed, kept, some_of_each
from tests.sample_records import sample_records
from tests.servers import KafkaServer, PostgresServer
from tests.view_records import records_of

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


def test_a_database_begun_after_an_erasure_has_no_finding_made_from_what_was_left(
    kafka_server: KafkaServer, postgres_server: PostgresServer
) -> None:
    told = records_of("family/unity-in-return")
    erasure = next(one for one in told if isinstance(one.data, ErasureCarriedOut))
    erased = erasure.subjects("case")[0]
    gone = {"eighteenth_birthday_month": Sealed(sealed="v1.gone")}
    left = [one.filled(gone if one.kind is ReturnCaseOpened and erased in one.about else {}) for one in told]
    pages = topics_as_pages(kafka_server.bootstrap, carried(left, kafka_server, postgres_server))

    with views(postgres_server) as one_by_one:
        runner = Runner(one_by_one, monitoring_views())
        for page in sorted(pages({}), key=lambda each: erasure.id.encode() in b"".join(bodies_of(each))):
            runner.apply(page)
        assert cases_judged(one_by_one) >= {erased}, "read record by record there is one"

    with views(postgres_server) as at_once:
        making = Making(at_once, monitoring_views(), lambda: pages, lambda: AFTERWARDS)
        wait_for_first(making)
        judged = cases_judged(at_once)
        assert len(judged) > 5, "those of other cases"
        assert erased not in judged
        assert make_first(making) is Renewed.STANDS


def test_rows_are_made_anew_from_the_topics_as_soon_as_the_broker_answers(
    kafka_server: KafkaServer,
    postgres_server: PostgresServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("projections.viewing.renewing.PAUSE", 0.1)
    pages = topics_as_pages(kafka_server.bootstrap, carried(RECORDS, kafka_server, postgres_server))
    sources = chain([unanswered], repeat(pages))

    with views(postgres_server) as from_the_start, views(postgres_server) as engine:
        rebuild(from_the_start, by_numbers(), pages)
        rebuild(engine, by_numbers(Parameters()), pages)
        before = rows_in_use(engine)
        making = Making(engine, by_numbers(), partial(next, sources), hour, FAILING)
        with renewing(making):
            while is_outdated(making):
                time.sleep(0.05)

        assert rows_in_use(engine) == rows_in_use(from_the_start) != before
    assert "making rows anew waits: KafkaTimeoutError" in caplog.messages


def unanswered(_places: Mapping[str, int]) -> Iterator[Page]:
    """What the client raises after half a minute without a broker."""
    raise KafkaTimeoutError


def bodies_of(page: Page) -> list[bytes]:
    """The stored bytes of its records."""
    return [record.body for record in page.records]


def cases_judged(engine: Engine) -> set[str]:
    """The cases about which there are findings."""
    with reading(engine) as connection:
        row = tables(serving(connection, NAME)).row
        found = select(row.c.subject).where(row.c.view == FINDINGS.name, row.c.subject.startswith("C-"))
        return set(connection.execute(found).scalars())


@contextmanager
def views(postgres: PostgresServer) -> Iterator[Engine]:
    """An empty database of views."""
    engine = open_database(postgres.fresh_database("views"))
    try:
        yield engine
    finally:
        engine.dispose()


def carried(records: Sequence[AnyRecord], kafka: KafkaServer, postgres: PostgresServer) -> dict[str, Service]:
    """Topics to which the relay of each service has carried its records."""
    topics = {kafka.fresh_topic(f"rows-{each}", partitions=6): each for each in SERVICES}
    for topic, service in topics.items():
        own = [encode(one.envelope, one.data) for one in records if one.envelope.service == service]
        carry(own, postgres.fresh_database(service), kafka.bootstrap, topic)
    return topics


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
