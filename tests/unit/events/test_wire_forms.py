"""Stored bytes, Kafka messages and events lead into one another without loss."""

import json
from pathlib import Path
from typing import Any

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat

from events.catalogue import BY_KEBAB
from events.cloudevents import decode, encode, partition_key, sealed_names
from events.data_classes import Sealed
from events.envelope import Envelope
from events.kafka_binding import dead_letters, from_message, to_message, topic

EXAMPLES = sorted((Path(__file__).parents[3] / "contracts" / "examples").rglob("*.json"))
PLATFORM: dict[str, Any] = {
    "service": "return_operation",
    "schema_version": "1.1.0",
    "recorded_at": "2025-03-04T10:00:00.000001Z",
    "recorded_by": {"sealed": "v1.locator.secret"},
    "fingerprint": "ab" * 32,
}


def stored(path: Path) -> bytes:
    example = json.loads(path.read_text())
    event = BY_KEBAB[path.name.split(".")[0]]
    data = event.model_validate_json(json.dumps(example.pop("data")))
    envelope = Envelope.model_validate_json(json.dumps(example | PLATFORM))
    closed = {"asserted_by_person": envelope.asserted_by_person, "attachments": envelope.attachments}
    envelope = envelope.model_copy(
        update={name: Sealed(sealed="v1.a.b") for name, value in closed.items() if value is not None}
    )
    return encode(envelope, data)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_event_read_back_is_written_in_the_same_bytes(path: Path) -> None:
    body = stored(path)
    recorded = decode(body)
    assert encode(recorded.envelope, recorded.event) == body


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_stored_bytes_can_be_put_together_from_the_kafka_message(path: Path) -> None:
    body = stored(path)
    message = to_message(body, 17)
    assert from_message(message.headers, message.value) == ("return_operation", 17, body)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_cloudevents_library_reads_our_kafka_messages(path: Path) -> None:
    message = to_message(stored(path), 17)
    event = from_binary(KafkaMessage(dict(message.headers), message.key, message.value), JSONFormat())
    raw = json.loads(stored(path))
    assert event.get_id() == raw["id"]
    assert event.get_type() == raw["type"]
    assert event.get_extension("sequence") == "17"
    assert event.get_data() == raw["data"]


def test_sealed_values_are_named_where_they_stand() -> None:
    data = {"account": {"sealed": "t"}, "answers": [{"item": "a"}, {"item": "b", "note": {"sealed": "t"}}]}
    assert sealed_names(data) == ["account", "answers.1.note"]


def test_the_case_keeps_the_order_before_the_operation_and_the_leading_subject() -> None:
    observation, operation, case = (f"{kind}-018f6a2c-0000-7000-8000-000000000001" for kind in "BOC")
    assert partition_key((observation, operation, case)) == case
    assert partition_key((observation, operation)) == operation
    assert partition_key((observation,)) == observation


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("type", "org.returnwatch.return-operation.unheard-of.v1"),
        ("type", "OperationPlanned"),
        ("type", "org.returnwatch.return-operation.operation-planned.v9"),
        ("source", "/services/elsewhere"),
        ("recordedtime", "yesterday"),
        ("data", {"operation": "O-1"}),
    ],
)
def test_bytes_that_are_no_event_are_refused(attribute: str, value: Any) -> None:
    raw = json.loads(stored(next(path for path in EXAMPLES if path.name.startswith("operation-planned"))))
    with pytest.raises(ValueError, match=r"."):
        decode(json.dumps(raw | {attribute: value}).encode())


@pytest.mark.parametrize("missing", ["ce_sequence", "ce_source", "content-type"])
def test_a_message_without_a_needed_header_is_refused(missing: str) -> None:
    message = to_message(stored(EXAMPLES[0]), 17)
    headers = tuple((name, value) for name, value in message.headers if name != missing)
    with pytest.raises(ValueError, match=r"header|service"):
        from_message(headers, message.value)


def test_topics_use_no_underscore() -> None:
    assert topic("return_operation") == "returnwatch.return-operation"
    assert dead_letters(topic("return_operation")) == "returnwatch.return-operation.dead"
