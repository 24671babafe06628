"""Applies pages to a projection: rows and position in one transaction, whoever else does the same."""

import logging
from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import Connection, Engine

from projections.runner.answers import Answer, Applied, DeadLetter, Gap, Position, Repeated
from projections.runner.continuity import keep_last, refuse_another_log
from projections.runner.errors import LostRaceError
from projections.runner.generations import lock, prepare
from projections.runner.isolating import apply_isolating
from projections.runner.opening import MODE, WRITING
from projections.runner.page import Delivered, Page
from projections.runner.positions import first_place, move, positions_of
from projections.runner.projection import Projection
from projections.runner.table import DEAD_LETTER, SERVING, insert_new

Lock = Callable[[Connection], int]
"""Names the generation to apply to and keeps others from it until the transaction ends."""

ATTEMPTS = 100
"""Races lost in a row after which something else must be wrong."""

logger = logging.getLogger(__name__)


class Runner:
    """Feeds one projection. Any number may run at once, in threads and processes.

    Errors of the database are raised; the page may then be applied again. HaltedError is raised when the
    source is no longer the log that was read.
    """

    def __init__(
        self,
        engine: Engine,
        projection: Projection,
        *,
        lock_generation: Lock | None = None,
        mode: str = WRITING,
    ) -> None:
        prepare(engine, projection)
        self._engine = engine.execution_options(**{MODE: mode})
        self._projection = projection
        self._lock = lock_generation or (lambda connection: lock(connection, projection.name, SERVING))

    @property
    def name(self) -> str:
        """The name of the projection."""
        return self._projection.name

    def apply(self, page: Page) -> Answer:
        """Apply what is new in a page."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self._engine.begin() as connection:
                    answer = self._apply(connection, page)
            except LostRaceError:
                if attempt == ATTEMPTS:
                    raise
            else:
                break
        if isinstance(answer, Applied):
            self._warn(answer.dead)
        return answer

    def positions(self) -> tuple[Position, ...]:
        """How far each source has been read."""
        with self._engine.begin() as connection:
            return positions_of(connection, self.name, self._lock(connection))

    def next_place(self, source: str) -> int:
        """The place of a source from which to read on."""
        found = [position.place + 1 for position in self.positions() if position.source == source]
        return found[0] if found else first_place(source)

    def _apply(self, connection: Connection, page: Page) -> Answer:
        generation = self._lock(connection)
        seen = next(
            (p for p in positions_of(connection, self.name, generation) if p.source == page.source), None
        )
        expected = seen.place + 1 if seen else first_place(page.source)
        if page.first > expected:
            return Gap(expected)
        if seen:
            refuse_another_log(connection, self.name, generation, page, seen)
        fresh = _fresh(page, seen)
        if seen and page.last <= seen.place:
            return Repeated(seen)
        dead = apply_isolating(
            connection,
            page.source,
            fresh,
            lambda records: self._projection.apply(connection, generation, records),
        )
        if dead:
            keys = {"projection": self.name, "generation": generation}
            connection.execute(
                insert_new(connection, DEAD_LETTER), [keys | asdict(letter) for letter in dead]
            )
        to = _after(page, seen, fresh, dead)
        move(connection, self.name, generation, seen, to)
        keep_last(connection, self.name, generation, page)
        return Applied(to, dead) if fresh else Repeated(to)

    def _warn(self, dead: tuple[DeadLetter, ...]) -> None:
        for letter in dead:
            logger.warning(
                "%s goes on without record %d of %s, which could not be projected: %s",
                self.name,
                letter.place,
                letter.source,
                letter.error,
            )


def _fresh(page: Page, seen: Position | None) -> tuple[Delivered, ...]:
    """The records beyond the place. Their sequences decide nothing: in a topic they may be false."""
    place = seen.place if seen else -1
    return tuple(record for record in page.records if record.place > place and record.sequence)


def _after(
    page: Page, seen: Position | None, fresh: tuple[Delivered, ...], dead: tuple[DeadLetter, ...]
) -> Position:
    set_aside = {letter.place for letter in dead}
    applied = [record.sequence for record in fresh if record.place not in set_aside]
    highest = max(applied, default=0)
    return Position(
        page.source, page.records[0].service, page.last, max(highest, seen.sequence if seen else 0)
    )
