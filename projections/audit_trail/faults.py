"""What a verification finds."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from foundation.event_store.port import StoreUnavailableError

DAMAGE = (
    SQLAlchemyError,
    sqlite3.Error,
    StoreUnavailableError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
)
"""What reading a damaged database can raise: besides its own errors, values of the wrong type or length."""

Progress = Callable[[int, int], None]
"""Told how many records were checked, of how many."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was logged."""

    place: str
    """Where, for example `leaf 17` or `return_operation sequence 5`."""
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a verification. Sound when there are no faults."""

    size: int
    """Leaves under the newest checkpoint that is validly signed."""
    events: int
    """Stored events that were compared."""
    pending: int
    """Stored events that are not in the log yet."""
    checkpoints: int
    """Checkpoints whose signature and root were compared."""
    faults: tuple[Fault, ...]
    complete: bool
    """False when so many faults were found that the search was given up."""

    @property
    def sound(self) -> bool:
        """Whether everything is as it was logged."""
        return not self.faults


def guarded(place: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """The faults, and one more when the place cannot be read at all."""
    try:
        yield from faults
    except DAMAGE as error:
        yield unreadable(place, error)


def unreadable(place: str, error: BaseException) -> Fault:
    """A fault in the database's own words, without the statement and its values."""
    words = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    first_line = str(words).strip().partition("\n")[0]
    return Fault(place, f"cannot be read ({type(words).__name__}: {first_line})")
