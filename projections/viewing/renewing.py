"""Makes every row anew when the rows in use were made by other numbers or rules than those of today.

That goes on beside the rows in use, which answer and are kept up until the switch. Killed at any moment it
leaves them as they are; the next process that begins starts it again.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from foundation.clock import Clock
from foundation.repeating import repeating
from projections.runner.alone import alone
from projections.runner.errors import HaltedError
from projections.runner.generations import OvertakenError, prepare
from projections.runner.poll import Pages
from projections.runner.progress import UNHEARD, Progress
from projections.runner.reading import ask
from projections.runner.rebuild import SourceLagsError, rebuild
from projections.runner.runner import Runner
from projections.viewing import kept_recipe
from projections.viewing.by_recipe import ViewsByRecipe
from projections.viewing.finishing import up_to_the_hour

PAUSE = 5.0
"""Seconds after which it is looked again whether another process has done it, or a server is back."""
EVERY = 100_000
"""Records, or subjects, after which the log tells how far it has come."""

UNCHANGED = "rows go on by what they were made by. Run returnwatch rebuild --all"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Making:
    """What it takes to make every row of the views."""

    engine: Engine
    views: ViewsByRecipe
    pages: Callable[[], Pages]
    """Gives the source of records, at each try anew."""
    clock: Clock
    failing: tuple[type[Exception], ...] = ()
    """What is raised while the source does not answer, and passes."""


class Renewed(Enum):
    """What became of the rows in use."""

    STANDS = "they are of today's recipe"
    DONE = "they were made anew"
    ELSEWHERE = "another process is making them anew"


class _StoppedError(Exception):
    """The process ends."""


def is_outdated(making: Making) -> bool:
    """Whether the rows in use were made by another recipe than that of the views."""
    prepare(making.engine, making.views)
    in_use = ask(making.engine, kept_recipe.in_use)
    return in_use is None or in_use.digest != making.views.recipe.digest


def renew(making: Making, progress: Progress = UNHEARD) -> Renewed:
    """Make the rows anew if they are outdated and nobody else does. `progress` hears how far that has come.

    Raises SourceLagsError when the source holds less than the rows in use were made from.
    """
    if not is_outdated(making):
        return Renewed.STANDS
    with alone(making.engine) as mine:
        if not mine:
            return Renewed.ELSEWHERE
        if not is_outdated(making):
            return Renewed.STANDS
        try:
            _make(making, progress)
        except OvertakenError:
            return Renewed.ELSEWHERE
        return Renewed.DONE


def make_first(making: Making, progress: Progress = UNHEARD) -> Renewed:
    """Read every log before any row is made, where none was read yet.

    Read one after the other they would be rows of a moment that never was: values of an erased person are
    gone from the first log on, and that they were erased stands in the last.
    """
    if Runner(making.engine, making.views).positions():
        return Renewed.STANDS
    with alone(making.engine) as mine:
        if not mine:
            return Renewed.ELSEWHERE
        _make(making, progress)
        return Renewed.DONE


def wait_for_first(making: Making) -> None:
    """Return when there are first rows; tried again after errors of the database or the source."""
    again: tuple[type[Exception], ...] = (DBAPIError, OvertakenError, *making.failing)
    while True:
        try:
            if make_first(making) is not Renewed.ELSEWHERE:
                return
        except again as error:
            logger.warning("the first rows wait: %s", type(error).__name__)
        time.sleep(PAUSE)


@contextmanager
def renewing(making: Making) -> Iterator[None]:
    """Renew in a thread while the block lasts; tried again after errors of the database or the source."""
    with repeating(lambda stop: _attempt(making, stop), "new rows", PAUSE, at_once=True):
        yield


def _make(making: Making, progress: Progress) -> None:
    finish = up_to_the_hour(making.views, making.clock)
    rebuild(making.engine, making.views, making.pages(), progress, finish)


def _attempt(making: Making, stop: threading.Event) -> None:
    """Renew, and be done unless it should be tried again."""
    again: tuple[type[Exception], ...] = (DBAPIError, *making.failing)
    told = _Told(making.views.recipe.told, stop)
    try:
        renewed = renew(making, Progress(told.read, told.made))
    except again as error:
        logger.warning("making rows anew waits: %s", type(error).__name__)
        return
    except _StoppedError:
        pass
    except SourceLagsError as error:
        logger.warning("%s; %s", error, UNCHANGED)
    except HaltedError as error:
        logger.critical("%s. Run returnwatch rebuild --all", error)
    except Exception as fault:  # noqa: BLE001 - told without its text, which could name somebody
        logger.critical("rows could not be made anew (%s); %s", type(fault).__name__, UNCHANGED)
    else:
        if renewed is Renewed.ELSEWHERE:
            return
        if renewed is Renewed.DONE:
            logger.info("every row is made by %s now", making.views.recipe.told)
    stop.set()


class _Told:
    """Writes to the log how far it has come, and stops with the process."""

    def __init__(self, recipe: str, stop: threading.Event) -> None:
        self._recipe, self._stop, self._next, self._next_made = recipe, stop, 0, 0

    def read(self, records: int) -> None:
        """Hear how many records were read. Raises _StoppedError when the process ends."""
        if self._stop.is_set():
            raise _StoppedError
        if not records or records >= self._next:
            logger.info("making every row by %s, beside those in use: %d records", self._recipe, records)
            self._next, self._next_made = records + EVERY, 0

    def made(self, subjects: int, of: int) -> None:
        """Hear of how many subjects the rows were made. Raises _StoppedError when the process ends."""
        if self._stop.is_set():
            raise _StoppedError
        if subjects == of or subjects >= self._next_made:
            logger.info("making every row by %s: those of %d of %d subjects", self._recipe, subjects, of)
            self._next_made = subjects + EVERY
