"""The FastStream application of one projection."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import reduce
from operator import or_
from typing import Annotated, Any

from aiokafka import (  # type: ignore[import-untyped]  # the package ships no types
    AIOKafkaConsumer,
    ConsumerRebalanceListener,
    ConsumerRecord,
    TopicPartition,
)
from aiokafka.errors import IllegalStateError, KafkaError  # type: ignore[import-untyped]  # the same
from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import KafkaAckableMessage
from faststream.security import BaseSecurity, SASLPlaintext, SASLScram256, SASLScram512
from faststream.specification import AsyncAPI
from pydantic import SkipValidation
from sqlalchemy.exc import SQLAlchemyError

from events.base import SERVICES
from events.catalogue import accepted_at
from events.envelope import CATALOGUE_VERSION
from foundation.broker_login import BrokerLogin, broker_login
from projections.streaming.dead_letters import DeadLetters
from projections.streaming.feeding import Feed, Feeder, start_of

log = logging.getLogger(__name__)

BATCH = 1_000
BATCH_TIMEOUT_MS = 20
SESSION_MS, HEARTBEAT_MS = 6_000, 1_500
"""After so long the partitions of a killed projector go to another; the least that brokers allow."""
PATIENCE = 10.0
"""Seconds that a new assignment waits for the committed offset."""


def create_app(
    name: str,
    services: Mapping[str, str],
    bootstrap: str,
    open_feed: Callable[[], Feed],
    **consumer: Any,
) -> FastStream:
    """The application that feeds projection `name` from topics, each with the service whose log it carries.

    `open_feed` is called, and called again until it succeeds, when the application starts; so the document of
    the interface can be written without any server. `consumer` holds further settings of the consumer.
    """
    broker = KafkaBroker(
        bootstrap,
        consumer_only=True,
        allow_auto_create_topics=False,
        metadata_max_age_ms=10_000,
        logger=log,
        log_level=logging.DEBUG,
        security=_security(broker_login()),
    )
    dead = DeadLetters(bootstrap)
    feeder = Feeder(services, dead, open_feed)
    _subscribe(broker, name, services, feeder, consumer)

    @asynccontextmanager
    async def closing() -> AsyncIterator[None]:
        try:
            yield
        finally:
            await dead.close()

    specification = AsyncAPI(
        title=f"Returnwatch: {name}",
        version=CATALOGUE_VERSION,
        description=f"What the projection {name} reads.",
    )
    return FastStream(
        broker,
        logger=log,
        lifespan=closing,
        on_startup=[feeder.ready],
        specification=specification,
    )


def _security(login: BrokerLogin | None) -> BaseSecurity | None:
    if login is None:
        return None
    kinds = {"PLAIN": SASLPlaintext, "SCRAM-SHA-256": SASLScram256, "SCRAM-SHA-512": SASLScram512}
    encryption = login.encryption
    return kinds[login.mechanism](
        login.user, login.password, ssl_context=encryption, use_ssl=encryption is not None
    )


def _subscribe(
    broker: KafkaBroker,
    name: str,
    services: Mapping[str, str],
    feeder: Feeder,
    consumer: Mapping[str, Any],
) -> None:
    payload = _payload(services.values())
    start = _StartWhereApplied(feeder)

    async def parse(records: tuple[ConsumerRecord, ...]) -> KafkaAckableMessage:
        # FastStream's own way decodes every header and value, and loses the batch with the first bad one.
        return KafkaAckableMessage(raw_message=records, body=b"", consumer=start.consumer)

    async def decode(_: KafkaMessage) -> list[Any]:
        return []

    subscriber = broker.subscriber(
        *services,
        batch=True,
        max_records=BATCH,
        batch_timeout_ms=BATCH_TIMEOUT_MS,
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="earliest",
        listener=start,
        parser=parse,
        decoder=decode,
        title=name,
        description="Events in the binary binding of CloudEvents: attributes in headers, data in the value.",
        **(_group(name) | dict(consumer)),
    )

    @subscriber  # type: ignore[untyped-decorator]  # FastStream wraps handlers of any kind
    async def receive(
        event: Annotated[payload, SkipValidation],  # type: ignore[valid-type]  # made from the catalogue
        message: KafkaMessage,
    ) -> None:
        """The declared type is for the interface's document; what is applied are the bytes as they came."""
        del event
        if await feeder.feed(message.raw_message, start.seek):
            await _acknowledge(message)

    start.find = lambda: subscriber.consumer


def _group(name: str) -> dict[str, Any]:
    return {"group_id": name, "session_timeout_ms": SESSION_MS, "heartbeat_interval_ms": HEARTBEAT_MS}


def _payload(services: Iterable[str]) -> Any:
    known = set(services)
    events = dict.fromkeys(
        event for service in SERVICES if service in known for event in accepted_at(service)
    )
    return reduce(or_, events)


async def _acknowledge(message: KafkaMessage) -> None:
    try:
        await message.ack()
    except KafkaError as fault:
        # The partitions went to another consumer, or the broker is down: the database knows the position.
        log.info("a batch was applied but not acknowledged: %s", type(fault).__name__)


class _StartWhereApplied(ConsumerRebalanceListener):  # type: ignore[misc]  # the package ships no types
    """Moves every assigned partition to the position in the projection's database."""

    def __init__(self, feeder: Feeder) -> None:
        self._feeder = feeder
        self.find: Callable[[], AIOKafkaConsumer | None] = lambda: None

    @property
    def consumer(self) -> AIOKafkaConsumer:
        """The consumer while it runs."""
        found = self.find()
        if found is None:
            raise IllegalStateError("the consumer is stopped")
        return found

    def seek(self, topic: str, partition: int, offset: int) -> None:
        """Read on from an offset; nothing happens when the partition has gone to another consumer."""
        try:
            self.consumer.seek(TopicPartition(topic, partition), offset)
        except IllegalStateError:
            log.info("%s/%d has gone to another consumer", topic, partition)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Nothing is held that would have to be given back."""

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Seek; a database that does not answer leaves the offsets that were committed, which is as safe."""
        try:
            places = await self._feeder.last_places()
            for partition in assigned:
                async with asyncio.timeout(PATIENCE):
                    committed = await self.consumer.committed(partition)
                offset = start_of(partition.topic, partition.partition, places, committed)
                if offset is not None:
                    self.seek(partition.topic, partition.partition, offset)
        except (SQLAlchemyError, KafkaError, TimeoutError) as fault:
            log.warning("reading on from what was acknowledged: %s", type(fault).__name__)
