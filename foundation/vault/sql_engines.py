"""Engines for the databases of the vault: SQLite files that keep nothing overwritten, and PostgreSQL."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from foundation.vault.errors import VaultUnavailableError

LOCK_WAIT = 10
"""Seconds that a writer waits for writers of other processes (SQLite), or for a connection (PostgreSQL)."""
SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")


def engine_of(url: str) -> sa.Engine:
    """The engine of `sqlite:///path` or `postgresql://…`. Raises ValueError for another kind of address."""
    if url.startswith(POSTGRES):
        return postgres_engine(url.replace("postgres://", "postgresql://", 1))
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        return sqlite_engine(Path(url.removeprefix(SQLITE)))
    raise ValueError("the vault's address starts with sqlite:/// and a path, or with postgresql://")


def sqlite_engine(path: Path) -> sa.Engine:
    """An engine on a private file, made in an existing folder when missing."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise VaultUnavailableError(f"{path}: cannot be opened ({type(error).__name__})") from None
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"timeout": LOCK_WAIT},
        hide_parameters=True,
        pool_size=8,
    )
    sa.event.listen(engine, "connect", _settle_sqlite)
    return engine


def postgres_engine(url: str) -> sa.Engine:
    """An engine on a PostgreSQL database, given as `postgresql://…`."""
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
    except sa.exc.ArgumentError:
        raise ValueError("the vault's address is not a PostgreSQL URL") from None
    return sa.create_engine(
        address,
        connect_args={"connect_timeout": 5, "application_name": "vault"},
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=LOCK_WAIT,
    )


def insert_of(engine: sa.Engine) -> Callable[..., Any]:
    """The INSERT of this database, which knows ON CONFLICT."""
    return postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert


def _settle_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Commits are on disk when they return; a key that is overwritten leaves nothing in free pages."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def answering() -> Iterator[None]:
    """Turn what a driver raises into one error that repeats no value."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise VaultUnavailableError(f"the key store does not answer ({kind}); try again") from None
