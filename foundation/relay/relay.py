"""Reads a log page by page and publishes it; moves the position when a page is known to be on the topic."""

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from events.kafka_binding import to_message
from foundation.event_store.port import EventStore, StoredRecord, StoreUnavailableError
from foundation.relay.positions import Positions, PositionUnavailableError
from foundation.relay.publisher import OVERHEAD, NotPublishedError, Numbered, Publisher, parts

log = logging.getLogger(__name__)

PAGE_RECORDS = 1_000
"""Records read at a time."""
IDLE = 1.0
"""Seconds after which an idle relay looks whether it shall stop."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between tries, doubled from the one to the other."""
REPORT = 10.0
"""Seconds between two lines on progress."""

Part = list[Numbered]
Page = list[Part]

Unavailable = (StoreUnavailableError, PositionUnavailableError, NotPublishedError)


class AheadOfPositionError(ValueError):
    """A start after the stored position would leave events out."""


class Relay:
    """One log to one topic. A second relay for the same pair only repeats what the first one sent."""

    def __init__(
        self, store: EventStore, positions: Positions, bootstrap: str, topic: str, **producer: Any
    ) -> None:
        self._store, self._positions, self._topic = store, positions, topic
        self._publisher = Publisher(bootstrap, topic, **producer)
        self._progress = _Progress(topic)
        self._position: int | None = None
        self._reader = ThreadPoolExecutor(1, "relay-reader")
        self._ahead: Future[Page] | None = None

    def rewind(self, sequence: int) -> None:
        """Begin again with `sequence`, for a topic that lost its messages.

        Raises AheadOfPositionError when events before it are not known to be on the topic.
        """
        position = self._positions.get(self._topic)
        if not 1 <= sequence <= position + 1:
            raise AheadOfPositionError(
                f"the relay can begin with sequence 1 to {position + 1}; a later start would leave events out"
            )
        if not self._positions.move(self._topic, position, sequence - 1):
            raise AheadOfPositionError("another relay is moving the position: stop it first")

    def run(self, stop: threading.Event) -> None:
        """Carry records until told to stop. Servers that do not answer are tried again for ever."""
        pause = FIRST_PAUSE
        try:
            while not stop.is_set():
                try:
                    self._once(stop)
                except Unavailable as fault:
                    self._forget()
                    if not stop.is_set():
                        log.warning("relay to %s waits %.1f s: %s", self._topic, pause, fault)
                    stop.wait(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                else:
                    pause = FIRST_PAUSE
        finally:
            self._reader.shutdown()
            self._publisher.close()
            self._progress.report()

    def _once(self, stop: threading.Event) -> None:
        if self._position is None:
            self._position = self._positions.get(self._topic)
        self._publisher.connect()
        ahead, self._ahead = self._ahead, None
        page = ahead.result() if ahead else self._read(self._position)
        if not page:
            self._store.wait(self._position, IDLE)
            return
        # The next page is read and encoded while the broker answers for this one.
        self._ahead = self._reader.submit(self._read, page[-1][-1].sequence)
        for part in page:
            if stop.is_set() or not self._carried(part, stop):
                return

    def _read(self, after: int) -> Page:
        return list(parts(map(self._numbered, self._store.read(after, PAGE_RECORDS))))

    def _numbered(self, record: StoredRecord) -> Numbered:
        message = to_message(record.body, record.sequence)
        partition = self._publisher.partition(message.key)
        return Numbered(record.sequence, partition, message, len(record.body) + OVERHEAD)

    def _forget(self) -> None:
        """Begin again with the stored position."""
        self._position, self._ahead = None, None

    def _carried(self, part: Part, stop: threading.Event) -> bool:
        """Whether the part was published and the position moved behind it."""
        self._publisher.publish(part, stop.is_set)
        last = part[-1].sequence
        if not self._positions.move(self._topic, self._position or 0, last):
            log.warning("another relay to %s moves the position: only one is needed", self._topic)
            self._forget()
            stop.wait(IDLE)
            return False
        self._position = last
        self._progress.add(len(part), last)
        return True


class _Progress:
    """Says now and then how far the relay has come."""

    def __init__(self, topic: str) -> None:
        self._topic = topic
        self._sent, self._position = 0, 0
        self._since = time.monotonic()

    def add(self, count: int, position: int) -> None:
        self._sent += count
        self._position = position
        if time.monotonic() - self._since > REPORT:
            self.report()

    def report(self) -> None:
        if self._sent:
            seconds = time.monotonic() - self._since
            log.info(
                "relay to %s: %d events in %.1f s, position %d",
                self._topic,
                self._sent,
                seconds,
                self._position,
            )
        self._sent, self._since = 0, time.monotonic()
