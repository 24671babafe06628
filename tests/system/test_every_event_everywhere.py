"""Every event, from each service that accepts it to its topic, and nothing private on the way."""

from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest
from kafka import KafkaConsumer, TopicPartition

from events.base import SERVICES, Service, kebab
from events.catalogue import EVENTS
from events.codes.common import ActorRole
from events.kafka_binding import from_message, topic
from events.submission import Submission
from foundation.clock import uuid7
from foundation.recording.forms import read_own
from foundation.vault.drafts import Draft
from tests.integration.http.every_event import examples
from tests.system.harness import Installation
from tests.system.reading import Reader

pytestmark = [
    pytest.mark.kafka,
    pytest.mark.postgres,
    # kafka-python leaves the sockets of broken connections to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TELLING = 12
"""Characters from which a text that is not open can be told from any other."""


def test_every_event_reaches_the_topic_of_each_service_that_accepts_it_and_no_secret_is_in_any_file(
    installation: Installation,
) -> None:
    installation.start_all()
    voices = [part for role in get_args(ActorRole) for part in ("--may-assert", role)]
    voices += ["--transcribes", "any", "--keys", str(installation.keys)]
    token = installation.command("token", "--role", "nhri", *voices).strip()

    sent = {service: list(_submissions(service)) for service in SERVICES}
    for service, submissions in sent.items():
        _record(installation.url_of(service), token, [record for record, _ in submissions])

    wanted = {service: {record["event_id"] for record, _ in told} for service, told in sent.items()}
    installation.wait_for(lambda: _on_topics(installation.kafka.bootstrap) == wanted)
    assert sum(map(len, wanted.values())) >= sum(len(event.about.accepted_by) for event in EVENTS)

    secrets = _secrets([submission for told in sent.values() for _, submission in told])
    assert len(secrets) > 50
    assert sorted(_found(installation, secrets)) == []
    reader = Reader(installation, token)
    assert reader.checkpoint()
    reader.close()


def _submissions(service: Service) -> Iterator[tuple[dict[str, Any], Submission]]:
    for event in EVENTS:
        if service in event.about.accepted_by:
            for record in examples(event):
                kind = kebab(event.__name__)
                yield record | {"kind": kind}, read_own(dict(record), event, uuid7)


def _record(url: str, token: str, records: list[dict[str, Any]]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
        for record in records:
            kind = record.pop("kind")
            answer = client.post(f"/v1/records/{kind}", json=record)
            assert answer.status_code == 201, f"{kind}: {answer.text}"


def _on_topics(bootstrap: str) -> dict[str, set[str]]:
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


def _secrets(submissions: list[Submission]) -> set[bytes]:
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


def _found(installation: Installation, secrets: set[bytes]) -> Iterator[str]:
    """Files at rest, the write-ahead log and Kafka's segments among them, in which a secret stands."""
    own = (path for path in installation.folder.rglob("*") if path.is_file())
    for path in (*installation.postgres.files(), *installation.kafka.files(), *own):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue  # servers end files of their own at any moment
        if any(secret in content for secret in secrets):
            yield path.name
