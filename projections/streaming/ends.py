"""Whether everything that topics hold has been applied."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer, TopicPartition  # type: ignore[import-untyped]  # the package ships no types
from kafka.errors import KafkaError  # type: ignore[import-untyped]  # the same

from foundation.broker_login import login_settings
from projections.runner.answers import Position
from projections.streaming.shares import source


class Ends:
    """Asks the broker for the ends of some topics, over one connection that is made anew after a failure."""

    def __init__(self, bootstrap: str, topics: Iterable[str]) -> None:
        self._bootstrap, self._topics = bootstrap, tuple(topics)
        self._consumer: Any = None

    def reached(self, positions: Iterable[Position]) -> bool:
        """Whether the positions are at the ends of all partitions; also False while no broker answers."""
        places = {position.source: position.place + 1 for position in positions}
        try:
            ends = self._ends()
        except (KafkaError, OSError):
            self.close()
            return False
        return all(places.get(name, 0) >= end for name, end in ends.items())

    def close(self) -> None:
        """Release the connection."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            with suppress(KafkaError, OSError):
                consumer.close()

    def _ends(self) -> dict[str, int]:
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                bootstrap_servers=self._bootstrap, group_id=None, metrics_enabled=False, **login_settings()
            )
        partitions = [
            TopicPartition(topic, number)
            for topic in self._topics
            for number in self._consumer.partitions_for_topic(topic) or ()
        ]
        ends = self._consumer.end_offsets(partitions)
        return {source(*partition): end for partition, end in ends.items()}
