"""Every event as its examples tell it: sent to a service, found on topics, its secrets in no file."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import httpx
from kafka import KafkaConsumer, TopicPartition

from deploy.databases import EVENTS as DATABASES
from events.base import SERVICES, Service, kebab
from events.catalogue import EVENTS
from events.kafka_binding import from_message, topic
from events.submission import Submission
from foundation.clock import uuid7
from foundation.event_store.opening import open_store
from foundation.recording.forms import read_own
from foundation.vault.drafts import Draft
from tests.integration.http.every_event import examples
from tests.system.harness import Installation

TELLING = 12
"""Characters from which a text that is not open can be told from any other."""


def submissions_to(service: Service) -> Iterator[tuple[dict[str, Any], Submission]]:
    """Every example that a service accepts, with its kind, and what the service makes of it."""
    for event in EVENTS:
        if service in event.about.accepted_by:
            for record in examples(event):
                kind = kebab(event.__name__)
                yield record | {"kind": kind}, read_own(dict(record), event, uuid7)


def record_each(url: str, token: str, records: list[dict[str, Any]]) -> None:
    """Hand in records one by one; every one has to be taken."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
        for record in records:
            kind = record.pop("kind")
            answer = client.post(f"/v1/records/{kind}", json=record)
            assert answer.status_code == 201, f"{kind}: {answer.text}"


def on_topics(bootstrap: str) -> dict[str, set[str]]:
    """Ids of the events on the topic of each service."""
    return {service: set(_ids(bootstrap, service)) for service in SERVICES}


def _ids(bootstrap: str, service: Service) -> Iterator[str]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        places = [TopicPartition(topic(service), n) for n in consumer.partitions_for_topic(topic(service))]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        ends = consumer.end_offsets(places)
        while any(consumer.position(place) < ends[place] for place in places):
            for messages in consumer.poll(timeout_ms=500).values():
                for message in messages:
                    recorded_at, _, body = from_message(tuple(message.headers), message.value)
                    assert recorded_at == service
                    yield _id_of(body)
    finally:
        consumer.close()


def _id_of(body: bytes) -> str:
    return body.split(b'"id":"', 1)[1].split(b'"', 1)[0].decode()


def on_record(installation: Installation) -> dict[str, set[str]]:
    """Ids of the events that each service holds."""
    return {service: set(_stored(installation.postgres.dsn(DATABASES[service]))) for service in SERVICES}


def _stored(address: str) -> Iterator[str]:
    store = open_store(address)
    try:
        yield from (f"EVT-{record.event_id}" for record in store.read(0, store.head()))
    finally:
        store.close()


def secrets_of(submissions: list[Submission]) -> set[bytes]:
    """Texts that are not open anywhere, long enough to be looked for."""
    closed: set[str] = set()
    opened: list[str] = []
    for submission in submissions:
        draft = Draft(submission)
        closed |= {text for one in draft.closed for text in _texts(one.spot.value)}
        draft.replace(lambda _: "sealed")
        opened += [*_texts(draft.statement), *_texts(draft.event)]
    everything_open = "\n".join(opened)
    return {
        text.encode()
        for text in closed
        if len(text) >= TELLING and " " in text and text not in everything_open
    }


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(inner)


def files_with(secrets: set[bytes], installation: Installation) -> Iterator[str]:
    """Files at rest, the write-ahead log and Kafka's segments among them, in which a secret stands."""
    own = (path for path in installation.folder.rglob("*") if path.is_file())
    seen: set[bytes] = set()
    for path in (*installation.postgres.files(), *installation.kafka.files(), *own):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # servers end files of their own at any moment
        # Every new database and every empty index begins as the same bytes.
        digest = sha256(content).digest()
        if digest in seen:
            continue
        seen.add(digest)
        if any(secret in content for secret in secrets):
            yield path.name
