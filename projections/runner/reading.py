"""Reads a view: every answer from one moment, with the position it rests on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from projections.runner.table import GENERATION

T = TypeVar("T")
ATTEMPTS = 5


class NotBuiltError(Exception):
    """Nobody has begun to build this view yet."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment of the whole database and writes nothing."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def ask(engine: Engine, question: Callable[[Connection], T]) -> T:
    """Put a question to a view, and again when its tables were exchanged in the middle of it.

    Raises NotBuiltError when the database holds no view yet.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            with reading(engine) as connection:
                return question(connection)
        except (ProgrammingError, OperationalError):
            if not inspect(engine).has_table(GENERATION.name):
                raise NotBuiltError(
                    "the views are not built yet; start the projections and ask again"
                ) from None
    with reading(engine) as connection:
        return question(connection)
