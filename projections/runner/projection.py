"""What the runner asks of a projection."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sqlalchemy import Connection

from projections.runner.errors import HaltedError, LostRaceError
from projections.runner.page import Delivered
from projections.runner.progress import UNHEARD, Progress


class Projection(Protocol):
    """Rows made from records, in tables of their own for every generation.

    Records may come in any order, and an event more than once at different places; the rows are the same, so
    they are keyed by the id of the event. An error is taken for the fault
    of a record, which the runner finds and leaves out, unless the database failed or it is one of `errors`.
    """

    @property
    def name(self) -> str:
        """Permanent: positions are kept under it."""

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation."""

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Bring the rows up to date with some records."""

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""


@runtime_checkable
class PutsOff(Protocol):
    """A projection that may keep records first and make its rows when all have been read."""

    def building(self) -> Projection:
        """The same projection, whose rows are made when `settle` is called."""

    def settle(self, connection: Connection, generation: int, *, progress: Progress = UNHEARD) -> int:
        """Make some of the rows that were put off; of how many subjects, 0 when none is left."""


class NotRebuildableError(Exception):
    """The rows of this projection are final: signed or handed out."""


@dataclass(frozen=True, slots=True)
class OneGeneration:
    """Lets the runner feed something that is never rebuilt and keeps its own tables, such as a signed log."""

    name: str
    add: Callable[[Connection, Sequence[Delivered]], None]
    """Writes some records within the runner's transaction."""
    moved: tuple[type[Exception], ...] = ()
    """Errors after which the same records are applied again in a new transaction."""
    halting: tuple[type[Exception], ...] = ()
    """Errors after which nothing more may be applied."""

    def create(self, connection: Connection, generation: int) -> None:
        """Nothing: the tables were made before the runner."""
        del connection
        if generation != 1:
            raise NotRebuildableError(f"{self.name} is never rebuilt: its rows have been given to others")

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Add some records. Raises LostRaceError or HaltedError in place of the errors named for them."""
        del generation
        try:
            self.add(connection, records)
        except self.moved as error:
            raise LostRaceError from error
        except self.halting as error:
            raise HaltedError(f"{self.name} has stopped: {error}") from error

    def drop(self, connection: Connection, generation: int) -> None:
        """Refuse."""
        del connection, generation
        raise NotRebuildableError(f"{self.name} is never rebuilt: its rows have been given to others")
