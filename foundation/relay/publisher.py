"""Puts messages on one topic, so that no message stands before one that was to come earlier.

Readers take a sequence that is not above the last one seen in a partition for a repeat. So a later message
must never reach a partition while an earlier one of the same partition has failed. A producer that has
several batches under way for one partition does not give that: after an error it may go on with the batches
behind the failed one. Here a part of a page is small enough to be one batch in each partition, is sent by
`flush` and not before, and is confirmed message by message before the next part is handed over.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer  # type: ignore[import-untyped]  # the package ships no types
from kafka.errors import KafkaError, KafkaTimeoutError  # type: ignore[import-untyped]  # the same

from events.kafka_binding import Message

log = logging.getLogger(__name__)

BATCH_BYTES = 1_000_000
"""A broker takes batches of 1,048,588 bytes unless it is told otherwise."""
PART_BYTES = 900_000
OVERHEAD = 64
"""More than a record adds to the bytes of its key, headers and value."""
HEADER_OVERHEAD = 8
PATIENCE = 60.0
"""Seconds after which messages without an answer are given up and the position is read again."""


class NotPublishedError(Exception):
    """Some of the messages may be missing on the topic; those that are there are there in order."""


def parts(messages: Iterable[tuple[int, Message]]) -> Iterator[list[tuple[int, Message]]]:
    """Consecutive numbered messages in groups that fit into one batch; a larger message stands alone."""
    part: list[tuple[int, Message]] = []
    filled = 0
    for numbered in messages:
        size = size_of(numbered[1])
        if part and filled + size > PART_BYTES:
            yield part
            part, filled = [], 0
        part.append(numbered)
        filled += size
    if part:
        yield part


def size_of(message: Message) -> int:
    """At least as many bytes as the record takes in a batch."""
    headers = sum(len(name) + len(value) + HEADER_OVERHEAD for name, value in message.headers)
    return len(message.key) + len(message.value) + headers + OVERHEAD


class Publisher:
    """An idempotent producer for one topic, replaced by a new one after every failure."""

    def __init__(self, bootstrap: str, topic: str, **settings: Any) -> None:
        self._topic = topic
        self._settings = SETTINGS | settings | {"bootstrap_servers": bootstrap}
        self._producer: Any = None

    def publish(self, messages: Iterable[Message], stopped: Callable[[], bool]) -> None:
        """Return when every message of one part is on the topic; raises NotPublishedError otherwise."""
        try:
            if self._producer is None:
                self._producer = KafkaProducer(**self._settings)
            producer, topic = self._producer, self._topic
            answers = [
                producer.send(topic, message.value, message.key, list(message.headers))
                for message in messages
            ]
            self._flush(stopped)
            for answer in answers:
                answer.get(timeout=0)
        except (KafkaError, OSError) as fault:
            self.close()
            raise NotPublishedError(f"{type(fault).__name__} on topic {self._topic}") from fault

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
