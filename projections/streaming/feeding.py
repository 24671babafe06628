"""Applies batches, lays bad messages aside, and says from where to read on.

The position in the projection's database is the authority. What was committed to Kafka says how far dead
letters were laid aside as well: it moves after both, so what lies between the two is read again after a
death, found to be repeated, and only its dead letters are sent once more. The last message is always read
again: it shows whether the topic is still the one that was read.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from aiokafka.errors import KafkaError  # type: ignore[import-untyped]  # the package ships no types
from sqlalchemy import Engine, Select, select
from sqlalchemy.exc import SQLAlchemyError

from projections.runner.answers import Gap
from projections.runner.errors import HaltedError
from projections.runner.page import Page
from projections.runner.runner import Runner
from projections.runner.table import DEAD_LETTER
from projections.streaming.dead_letters import DeadLetters
from projections.streaming.shares import Record, Refused, Share, shares, source

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
"""Seconds between tries, doubled from the one to the other."""

Seek = Callable[[str, int, int], None]
"""Reads a partition of a topic on from an offset."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A runner and the database in which it keeps its dead letters."""

    runner: Runner
    engine: Engine


class Feeder:
    """Brings batches to one runner. It never raises: what cannot be done now is read again."""

    def __init__(self, services: Mapping[str, str], dead: DeadLetters, open_feed: Callable[[], Feed]) -> None:
        self._services, self._dead, self._open = services, dead, open_feed
        self._feed: Feed | None = None
        self._pause = FIRST_PAUSE

    async def ready(self) -> None:
        """Return when the database and the broker answer."""
        while True:
            try:
                self._feed = self._feed or await asyncio.to_thread(self._open)
                await self._dead.start()
            except (SQLAlchemyError, KafkaError, OSError) as fault:
                await self._wait(fault)
            else:
                self._pause = FIRST_PAUSE
                return

    async def last_places(self) -> dict[str, int]:
        """The offset of the last message that was read from every known partition, by source."""
        positions = await asyncio.to_thread(self._opened.runner.positions)
        return {position.source: position.place for position in positions}

    async def feed(self, records: Iterable[Record], seek: Seek) -> bool:
        """Bring one batch; says whether all of it is applied and every dead letter laid aside."""
        left = shares(records, self._services)
        complete = True
        while left:
            share = left[0]
            try:
                expected = await self._bring(share)
            except Exception as fault:  # noqa: BLE001 - bad records were isolated, so it is the surroundings
                for waiting in left:
                    seek(waiting.topic, waiting.partition, waiting.page.first)
                if isinstance(fault, HaltedError):
                    log.critical("%s", fault)  # again and again, until somebody has seen to it
                await self._wait(fault)
                return False
            if expected is not None:
                # Said again and again, it means that messages were deleted which the view never saw.
                log.warning("%s is read again from %d, not %d", share.page.source, expected, share.page.first)
                seek(share.topic, share.partition, expected)
                complete = False
            left.pop(0)
        if complete:
            self._pause = FIRST_PAUSE
        else:
            await self._rest()
        return complete

    @property
    def _opened(self) -> Feed:
        if self._feed is None:
            raise RuntimeError("the feeder is used before it is ready")
        return self._feed

    async def _bring(self, share: Share) -> int | None:
        """None when the share is done with, else the place from which to read it again."""
        await self._dead.lay_aside(share.refused)
        answer = await asyncio.to_thread(self._opened.runner.apply, share.page)
        if isinstance(answer, Gap):
            return answer.expected
        await self._dead.lay_aside(await asyncio.to_thread(self._unprojected, share))
        return None

    def _unprojected(self, share: Share) -> list[Refused]:
        """The messages of a share that the runner went on without, now or before."""
        with self._opened.engine.connect() as connection:
            rows = connection.execute(_dead_letters(self._opened.runner.name, share.page)).all()
        return [Refused(share.records[place], error) for place, error in rows if place in share.records]

    async def _wait(self, fault: Exception) -> None:
        # The text of the fault may hold values of a row.
        log.warning("%s: trying again in %.1f s", type(fault).__name__, self._pause)
        await self._rest()

    async def _rest(self) -> None:
        await asyncio.sleep(self._pause)
        self._pause = min(2 * self._pause, LONGEST_PAUSE)


def start_of(topic: str, partition: int, places: Mapping[str, int], committed: int | None) -> int | None:
    """Where to begin a partition: with the last message applied, or earlier where less is acknowledged."""
    known = [offset for offset in (places.get(source(topic, partition)), committed) if offset is not None]
    return min(known) if source(topic, partition) in places else None


def _dead_letters(projection: str, page: Page) -> Select[int, str]:
    return (
        select(DEAD_LETTER.c.place, DEAD_LETTER.c.error)
        .where(DEAD_LETTER.c.projection == projection, DEAD_LETTER.c.source == page.source)
        .where(DEAD_LETTER.c.place.between(page.first, page.last))
        .distinct()
        .order_by(DEAD_LETTER.c.place)
    )
