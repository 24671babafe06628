"""Puts messages on one topic, so that no message stands before one that was to come earlier.

Readers take a sequence that is not above the last one seen in a partition for a repeat. So a later message
must never reach a partition while an earlier one of the same partition has failed. A producer that has
several batches under way for one partition does not give that: after an error it may go on with the batches
behind the failed one. Here a part of a page is small enough to be one batch in each partition, is sent by
`flush` and not before, and is confirmed message by message before the next part is handed over.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kafka import KafkaProducer  # type: ignore[import-untyped]  # the package ships no types
from kafka.errors import KafkaError, KafkaTimeoutError  # type: ignore[import-untyped]  # the same
from kafka.partitioner.default import murmur2  # type: ignore[import-untyped]  # the same

from events.kafka_binding import Message
from foundation.broker_login import login_settings

BATCH_BYTES = 1_000_000
"""A broker takes batches of 1,048,588 bytes unless it is told otherwise."""
SHARE_BYTES = 900_000
"""What a part may bring to one partition."""
OVERHEAD = 1_024
"""More than a message in a batch has above the stored bytes of its event, which hold all of its headers."""
PATIENCE = 60.0
"""Seconds after which messages without an answer are given up and the position is read again."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A message with its place in the log and the partition to which its key belongs."""

    sequence: int
    partition: int
    message: Message
    size: int
    """At least as many bytes as it takes in a batch."""


class NotPublishedError(Exception):
    """Some of the messages may be missing on the topic; those that are there are there in order."""


def parts(messages: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """Consecutive messages in groups of which every partition's share fits into one batch.

    A message that is larger than a share is the only one of its partition in its part.
    """
    part: list[Numbered] = []
    filled: dict[int, int] = {}
    for numbered in messages:
        share = filled.get(numbered.partition, 0)
        if share and share + numbered.size > SHARE_BYTES:
            yield part
            part, filled, share = [], {}, 0
        part.append(numbered)
        filled[numbered.partition] = share + numbered.size
    if part:
        yield part


class Publisher:
    """An idempotent producer for one topic, replaced by a new one after every failure."""

    def __init__(self, bootstrap: str, topic: str, **settings: Any) -> None:
        self._topic = topic
        self._settings = SETTINGS | login_settings() | settings | {"bootstrap_servers": bootstrap}
        self._producer: Any = None
        self._partitions = 0

    def connect(self) -> None:
        """Have a producer that knows the topic; raises NotPublishedError when there can be none now."""
        if self._producer is not None:
            return
        with self._giving_up():
            self._producer = KafkaProducer(**self._settings)
            self._partitions = len(self._producer.partitions_for(self._topic))

    def partition(self, key: bytes) -> int:
        """Where a key belongs, as every Kafka client sees it by default."""
        return _hash(key) % self._partitions

    def publish(self, part: Sequence[Numbered], stopped: Callable[[], bool]) -> None:
        """Return when every message of one part is on the topic; raises NotPublishedError otherwise."""
        self.connect()
        with self._giving_up():
            send, topic = self._producer.send, self._topic
            answers = [
                send(topic, one.message.value, one.message.key, list(one.message.headers), one.partition)
                for one in part
            ]
            self._flush(stopped)
            for answer in answers:
                if not answer.succeeded():
                    raise answer.exception or KafkaTimeoutError("no answer")

    def close(self) -> None:
        """Give up what is not answered yet."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):
                producer.close(timeout=0)
            with suppress(KafkaError):
                # A first close that ran into its limit has not yet ended the sending thread.
                producer._sender.force_close()  # noqa: SLF001 - close() offers no way that never waits
                producer._closed = True  # noqa: SLF001 - as close() would have done

    @contextmanager
    def _giving_up(self) -> Iterator[None]:
        try:
            yield
        except (KafkaError, OSError) as fault:
            self.close()
            raise NotPublishedError(f"{type(fault).__name__} on topic {self._topic}") from fault

    def _flush(self, stopped: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._producer.flush(timeout=0.5)
            except KafkaTimeoutError:
                if stopped() or time.monotonic() > deadline:
                    raise
            else:
                return


@lru_cache(maxsize=100_000)
def _hash(key: bytes) -> int:
    """The hash of Kafka's default partitioner; it costs as much as the rest of sending, so it is kept."""
    return int(murmur2(key)) & 0x7FFFFFFF


SETTINGS: dict[str, Any] = {
    "enable_idempotence": True,
    "acks": "all",
    "batch_size": BATCH_BYTES,
    # Never send by itself: flush does.
    "linger_ms": 20_000,
    "delivery_timeout_ms": 50_000,
    "request_timeout_ms": 15_000,
    "max_request_size": 16 * 1024 * 1024,
    "max_block_ms": 5_000,
    "bootstrap_timeout_ms": 5_000,
    "reconnect_backoff_max_ms": 1_000,
    "allow_auto_create_topics": False,
    "metrics_enabled": False,
}
