"""Builds a projection anew beside the rows that serve, and switches when it has caught up.

Killed at any moment it leaves the old rows serving; the next rebuild removes what it left behind.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from projections.runner.answers import Applied, Gap
from projections.runner.generations import begin, drop_retired, lock_own, prepare, switch
from projections.runner.opening import BUILDING, MODE
from projections.runner.poll import Pages, next_places
from projections.runner.progress import UNHEARD, Progress
from projections.runner.projection import Projection, PutsOff
from projections.runner.runner import Runner

PATIENCE = 100
"""Times in a row that an exhausted source is asked for more before a rebuild is given up."""
PAUSE = 0.05

Finish = Callable[[Connection, int, Progress], int]
"""Is given a new generation when every record was read, before its rows serve, and again when records came
meanwhile. In a transaction it makes some of the rows that were put off, and tells of how many subjects; it
is called until that is 0, and may then look at them."""


class SourceLagsError(Exception):
    """The source of a rebuild does not hold everything that the rows in use were made from."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The generation that serves now, and what it was made from."""

    generation: int
    records: int
    dead: int


def rebuild(
    engine: Engine,
    projection: Projection,
    pages: Pages,
    progress: Progress = UNHEARD,
    finish: Finish | None = None,
) -> Rebuilt:
    """Build, catch up, switch, drop the old. `progress` hears how far that has come.

    Raises OvertakenError when another rebuild of the projection begins, SourceLagsError when the pages never
    reach what the old rows rest on. In both cases the old rows go on serving.
    """
    prepare(engine, projection)
    number = begin(engine, projection)
    runner = Runner(
        engine,
        projection.building() if isinstance(projection, PutsOff) else projection,
        lock_generation=lambda connection: lock_own(connection, projection.name, number),
        mode=BUILDING,  # the switch puts everything on disk before anybody uses it
    )
    records = dead = 0
    idle = 0
    while idle < PATIENCE:
        before = records
        for page in pages(next_places(runner.positions())):
            answer = runner.apply(page)
            if isinstance(answer, Gap):
                break
            records += len(page.records)
            dead += len(answer.dead) if isinstance(answer, Applied) else 0
            progress.read(records)
        _finish(engine, projection, number, progress, finish or _settling(projection))
        if switch(engine, projection, number):
            drop_retired(engine, projection)
            return Rebuilt(number, records, dead)
        idle = idle + 1 if records == before else 0
        time.sleep(PAUSE if idle else 0)
    raise SourceLagsError(
        f"{projection.name} was not rebuilt: the rows in use rest on records that this source does not hold"
    )


def _settling(projection: Projection) -> Finish | None:
    """What makes the rows that a projection put off, if it does."""
    if not isinstance(projection, PutsOff):
        return None

    return lambda connection, number, progress: projection.settle(connection, number, progress=progress)


def _finish(
    engine: Engine, projection: Projection, number: int, progress: Progress, finish: Finish | None
) -> None:
    made = 0

    def told(subjects: int, of: int) -> None:
        progress.made(made + subjects, made + of)

    while finish is not None:
        with engine.execution_options(**{MODE: BUILDING}).begin() as connection:
            lock_own(connection, projection.name, number)
            some = finish(connection, number, Progress(progress.read, told))
        if not some:
            return
        made += some
