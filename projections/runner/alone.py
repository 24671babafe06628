"""Lets one process at a time build a projection anew without being told to."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, func, select

KEY = "returnwatch.rebuilding"
"""Name of the advisory lock in PostgreSQL."""


@contextmanager
def alone(engine: Engine) -> Iterator[bool]:
    """Whether nobody else is in such a block on the same database. The end of a process ends its block."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            lock = func.hashtext(KEY)
            mine = bool(connection.execute(select(func.pg_try_advisory_lock(lock))).scalar_one())
            try:
                yield mine
            finally:
                if mine:
                    connection.execute(select(func.pg_advisory_unlock(lock)))
        return
    with open(f"{engine.url.database}-rebuilding", "a", encoding="ascii") as file:  # noqa: PTH123 - a name, no path
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
