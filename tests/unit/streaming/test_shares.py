"""What one batch holds for each partition, and where a partition is begun."""

from dataclasses import dataclass, replace

import pytest

from events.base import Service
from events.canonical import canonical
from events.kafka_binding import to_message
from projections.streaming.feeding import start_of
from projections.streaming.shares import OTHER_SERVICE, UNREADABLE, shares

TOPIC = "returnwatch.return-operation"
SERVICES: dict[str, Service] = {TOPIC: "return_operation"}
BODY = canonical(
    {
        "id": "EVT-018f6a2c-0000-7000-8000-000000000001",
        "source": "/services/return-operation",
        "partitionkey": "O-018f6a2c-0000-7000-8000-000000000002",
        "datacontenttype": "application/json",
        "data": {"number": 1},
    }
)


@dataclass(frozen=True)
class Received:
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def received(offset: int, sequence: int, partition: int = 0) -> Received:
    message = to_message(BODY, sequence)
    return Received(TOPIC, partition, offset, message.key, message.value, message.headers)


def test_every_partition_has_its_own_page_in_the_order_of_offsets() -> None:
    batch = [received(5, 50), received(9, 40, partition=1), received(6, 51)]
    first, second = shares(batch, SERVICES)
    assert [(one.place, one.sequence) for one in first.page.records] == [(5, 50), (6, 51)]
    assert [(one.place, one.sequence) for one in second.page.records] == [(9, 40)]
    assert (first.page.source, second.page.source) == (f"{TOPIC}/0", f"{TOPIC}/1")
    assert {one.body for one in first.page.records} == {BODY}


@pytest.mark.parametrize(
    ("spoilt", "error"),
    [
        ({"value": None}, UNREADABLE),
        ({"value": b"{"}, UNREADABLE),
        ({"headers": ()}, UNREADABLE),
        ({"headers": (*to_message(BODY, 1).headers, ("ce_sequence", b"0"))}, UNREADABLE),
        ({"headers": (*to_message(BODY, 1).headers, ("ce_sequence", b"9" * 30))}, UNREADABLE),
        ({"headers": (*to_message(BODY, 1).headers, ("ce_source", b"/services/pre-return"))}, OTHER_SERVICE),
    ],
)
def test_a_message_that_cannot_be_read_keeps_its_place_and_is_refused(
    spoilt: dict[str, object], error: str
) -> None:
    bad = replace(received(6, 51), **spoilt)  # type: ignore[arg-type]  # one field at a time
    (share,) = shares([received(5, 50), bad, received(7, 52)], SERVICES)
    assert [(one.place, one.sequence) for one in share.page.records] == [(5, 50), (6, 0), (7, 52)]
    assert [(one.record, one.error) for one in share.refused] == [(bad, error)]


@pytest.mark.parametrize(
    ("places", "committed", "start"),
    [
        ({f"{TOPIC}/0": 8}, 5, 5),
        ({f"{TOPIC}/0": 8}, 11, 8),
        ({f"{TOPIC}/0": 8}, None, 8),
        ({f"{TOPIC}/1": 8}, 11, None),
        ({}, None, None),
    ],
)
def test_a_partition_begins_with_the_last_message_applied_or_where_less_is_acknowledged(
    places: dict[str, int], committed: int | None, start: int | None
) -> None:
    assert start_of(TOPIC, 0, places, committed) == start
