"""Pages straight from the topics, for building a projection anew."""

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from kafka import KafkaConsumer, TopicPartition  # type: ignore[import-untyped]  # the package ships no types
from kafka.errors import KafkaError, KafkaTimeoutError  # type: ignore[import-untyped]  # the same

from foundation.broker_login import login_settings
from projections.runner.page import Page
from projections.runner.poll import Pages
from projections.streaming.shares import shares, source

PAGE = 2_000
PATIENCE = 60.0
"""Seconds without any message after which a topic that should hold more is given up."""

FAILING: tuple[type[Exception], ...] = (KafkaError,)
"""What is raised while the broker does not answer."""


def topics_as_pages(bootstrap: str, services: Mapping[str, str]) -> Pages:
    """The topics as a source of pages, each topic with the service whose log it carries."""
    return partial(kafka_pages, bootstrap, services)


def kafka_pages(bootstrap: str, services: Mapping[str, str], places: Mapping[str, int]) -> Iterator[Page]:
    """Every partition from its given place, or from its beginning, up to the end it has now."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=PAGE,
        metrics_enabled=False,
        **login_settings(),
    )
    try:
        partitions = [
            TopicPartition(topic, number)
            for topic in services
            for number in sorted(consumer.partitions_for_topic(topic) or ())
        ]
        ends = consumer.end_offsets(partitions)
        consumer.assign(partitions)
        for partition in partitions:
            consumer.seek(partition, places.get(source(*partition), 0))
        yield from _up_to(consumer, ends, services)
    finally:
        consumer.close()


def _up_to(consumer: Any, ends: Mapping[Any, int], services: Mapping[str, str]) -> Iterator[Page]:
    deadline = time.monotonic() + PATIENCE
    while any(consumer.position(partition) < end for partition, end in ends.items()):
        batch = consumer.poll(timeout_ms=500)
        if batch:
            deadline = time.monotonic() + PATIENCE
        elif time.monotonic() > deadline:
            raise KafkaTimeoutError("the topics hold more than the broker hands out")
        for share in shares((record for records in batch.values() for record in records), services):
            yield share.page
