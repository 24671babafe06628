"""Lays messages aside on the dead-letter topic, as they came and with a word on what was wrong."""

import logging
from collections.abc import Iterable

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]  # the package ships no types
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]  # the same

from events.kafka_binding import dead_letters
from foundation.broker_login import login_settings
from projections.streaming.shares import Record, Refused

log = logging.getLogger(__name__)


class DeadLetters:
    """A producer for the dead-letter topics."""

    def __init__(self, bootstrap: str) -> None:
        self._bootstrap = bootstrap
        self._producer: AIOKafkaProducer | None = None

    async def start(self) -> None:
        """Connect, unless that is done. Raises KafkaError when no broker answers."""
        if self._producer is not None:
            return
        producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap,
            enable_idempotence=True,
            acks="all",
            max_request_size=16 * 1024 * 1024,
            **login_settings(),
        )
        try:
            await producer.start()
        except BaseException:
            await producer.stop()
            raise
        self._producer = producer

    async def lay_aside(self, letters: Iterable[Refused]) -> None:
        """Return when all are on the dead-letter topics of their topics. Raises KafkaError."""
        for letter in letters:
            record = letter.record
            await self.start()
            assert self._producer is not None  # noqa: S101 - start() provides it
            headers = _headers(record, letter.error)
            topic = dead_letters(record.topic)
            try:
                await self._producer.send_and_wait(topic, record.value, key=record.key, headers=headers)
            except KafkaError:
                await self.close()
                raise
            where = (record.offset, record.topic, record.partition, letter.error)
            log.error("message %d of %s/%d was laid aside: %s", *where)

    async def close(self) -> None:
        """Release the connection."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()


def _headers(record: Record, error: str) -> list[tuple[str, bytes]]:
    added = {
        "x-error": error,
        "x-topic": record.topic,
        "x-partition": str(record.partition),
        "x-offset": str(record.offset),
    }
    return [*record.headers, *((name, text.encode()) for name, text in added.items())]
