"""The Kafka topics, as declared data.

One topic per service carries its events, keyed by the partition key so that one subject stays in order, and
kept for ever so that every view can be built again. Its `.dead` topic keeps messages that could not be
projected, with their key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from events.base import SERVICES
from events.kafka_binding import DERIVED, dead_letters, topic

KEPT_FOR_EVER: Mapping[str, str] = {
    "cleanup.policy": "delete",
    "retention.ms": "-1",
    "retention.bytes": "-1",
    # A record of 1 MiB, the most that is taken over HTTP, grows by a third when its texts are sealed.
    "max.message.bytes": "4194304",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it has to be."""

    name: str
    key: str
    """What the message key holds, for the reader of this page."""
    partitions: int
    """How many consumers of one group can share the topic. Chosen once: another number moves subjects."""
    settings: Mapping[str, str] = field(default_factory=lambda: KEPT_FOR_EVER)


def topics_of(name: str, partitions: int = 6) -> tuple[Topic, Topic]:
    """The topic of a service and its dead letters."""
    key = "partitionkey: the case, else the operation, else the leading subject"
    return Topic(name, key, partitions), Topic(dead_letters(name), "as received", 1)


TOPICS: tuple[Topic, ...] = tuple(
    made for log in (*SERVICES, *DERIVED.values()) for made in topics_of(topic(log))
)
