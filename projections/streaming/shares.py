"""Turns the messages of a batch into pages, one share for each partition.

A message that cannot be read keeps its place in the page, as a record with sequence 0 and no body: the
runner moves over the place and does nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from events.kafka_binding import from_message
from projections.runner.page import Delivered, Page

UNREADABLE = "UnreadableMessage"
OTHER_SERVICE = "MessageOfAnotherService"
LARGEST = 2**63 - 1


class Record(Protocol):
    """A message as both Kafka clients give it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that is no event of the topic's service."""

    record: Record
    error: str
    """What is wrong with it, without its content."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one partition has in a batch."""

    topic: str
    partition: int
    page: Page
    refused: tuple[Refused, ...]
    records: Mapping[int, Record]
    """Every message by its offset."""


def source(topic: str, partition: int) -> str:
    """The name under which the runner keeps the position of a partition."""
    return f"{topic}/{partition}"


def shares(records: Iterable[Record], services: Mapping[str, str]) -> list[Share]:
    """The shares of a batch; `services` names the service of each topic."""
    grouped: dict[tuple[str, int], list[Record]] = {}
    for record in records:
        grouped.setdefault((record.topic, record.partition), []).append(record)
    return [_share(place, group, services[place[0]]) for place, group in grouped.items()]


def _share(place: tuple[str, int], records: list[Record], service: str) -> Share:
    delivered: list[Delivered] = []
    refused: list[Refused] = []
    for record in records:
        try:
            delivered.append(_delivered(record, service))
        except ValueError as fault:
            refused.append(Refused(record, str(fault)))
            delivered.append(Delivered(service, 0, b"", record.offset))
    page = Page(source(*place), tuple(delivered))
    return Share(*place, page, tuple(refused), {record.offset: record for record in records})


def _delivered(record: Record, service: str) -> Delivered:
    """Raises ValueError, whose text is one of the two names above."""
    try:
        found, sequence, body = from_message(tuple(record.headers), record.value or b"")
    except (ValueError, TypeError, AttributeError):
        # The fault's own text may repeat what was sent.
        raise ValueError(UNREADABLE) from None
    if not 0 < sequence <= LARGEST:
        raise ValueError(UNREADABLE)
    if found != service:
        raise ValueError(OTHER_SERVICE)
    return Delivered(service, sequence, body, record.offset)
