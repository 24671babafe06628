"""Logs filled with small events, and what stands on a topic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from kafka import KafkaConsumer, TopicPartition

from events.canonical import canonical
from events.kafka_binding import from_message
from foundation.event_store.port import Command, EventStore, ProposedEvent

SPACE = UUID("8d1f6a52-6f5c-4b7e-9f0c-5a6f0c1f4b1e")


@dataclass(frozen=True, slots=True)
class Seen:
    """One message on a topic."""

    partition: int
    offset: int
    key: bytes
    sequence: int
    body: bytes


def body(number: int, stream: str, padding: int = 0) -> bytes:
    """The stored bytes of one event, `padding` bytes larger than they need to be."""
    return canonical(
        {
            "specversion": "1.0",
            "id": f"EVT-{uuid5(SPACE, str(number))}",
            "type": "org.returnwatch.return-operation.operation-planned.v1",
            "source": "/services/return-operation",
            "subject": stream,
            "subjects": stream,
            "partitionkey": stream,
            "time": "2025-01-01T00:00:00Z",
            "datacontenttype": "application/json",
            "data": {"number": number, "note": "x" * padding},
        }
    )


def stream(number: int, streams: int = 7) -> str:
    """One of a few streams, in turn."""
    return f"O-{uuid5(SPACE, f'stream {number % streams}')}"


def fill(store: EventStore, first: int, count: int, padding: int = 0) -> None:
    """Append events `first` to `first + count - 1`."""
    commands = [
        Command(
            (
                ProposedEvent(
                    event_id=uuid5(SPACE, str(number)),
                    stream=stream(number),
                    topic="org.returnwatch.return-operation.operation-planned.v1",
                    body=body(number, stream(number), padding),
                    fingerprint=b"\0" * 32,
                ),
            )
        )
        for number in range(first, first + count)
    ]
    store.append_many(commands)


def messages(bootstrap: str, topic: str) -> list[Seen]:
    """Everything on the topic, partition by partition."""
    return list(_messages(bootstrap, topic))


def _messages(bootstrap: str, topic: str) -> Iterator[Seen]:
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    try:
        places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
        consumer.assign(places)
        ends = consumer.end_offsets(places)
        while any(consumer.position(place) < ends[place] for place in places):
            for records in consumer.poll(timeout_ms=200).values():
                for record in records:
                    _, sequence, found = from_message(tuple(record.headers), record.value)
                    yield Seen(record.partition, record.offset, record.key, sequence, found)
    finally:
        consumer.close()


def first_appearances(seen: Iterable[Seen]) -> dict[int, list[int]]:
    """Per partition the sequences in the order in which they appear for the first time."""
    order: dict[int, dict[int, None]] = {}
    for message in seen:
        order.setdefault(message.partition, {}).setdefault(message.sequence)
    return {partition: list(sequences) for partition, sequences in order.items()}


def assert_carried(bootstrap: str, topic: str, store: EventStore) -> int:
    """Check that all of the log is on the topic, in order, unchanged; returns the number of repeats."""
    seen = messages(bootstrap, topic)
    stored = {record.sequence: record for record in store.read(0, 1_000_000)}
    assert {message.sequence for message in seen} == set(stored)
    assert all(message.body == stored[message.sequence].body for message in seen)
    assert all(message.key == stored[message.sequence].stream.encode() for message in seen)
    for sequences in first_appearances(seen).values():
        assert sequences == sorted(sequences)
    return len(seen) - len(stored)
