"""Opens the database of a projection: SQLite in a file, or PostgreSQL."""

import sqlite3
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

from foundation.sqlite_files import reading_uri

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one on the same SQLite file."""

CACHE_KIB = 65_536
"""Pages of a SQLite file that a connection keeps; by default it is 2 MiB, and rows are put in many places."""

SQLITE = "sqlite:///"

MODE = "returnwatch_mode"
"""Execution option that says what a connection's transactions are for; without it they only read."""
WRITING = "writing"
"""A commit is on disk."""
BUILDING = "building"
"""A commit reaches the disk with the next one of `WRITING`: enough for rows that nobody uses until then."""


def open_database(url: str, *, reading: bool = False) -> Engine:
    """An engine on `sqlite:///FILE` or `postgresql://…` (psycopg), with durable commits.

    With `reading`, a SQLite file is only read: it is not made, and its folder may be read-only. Raises
    ValueError for any other kind of address.
    """
    address = _address(url)
    if address.get_backend_name() == "postgresql":
        return _postgres(address)
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        return _reading(address) if reading else _sqlite(address)
    raise ValueError("a view's database is named by sqlite:///FILE or postgresql://USER@HOST/NAME")


def _address(url: str) -> URL:
    """The address; in that of a file, every character is the file's."""
    if url.startswith(SQLITE):
        return URL.create("sqlite", database=url.removeprefix(SQLITE))
    return make_url(url)


def _postgres(address: URL) -> Engine:
    engine = create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(MODE) == BUILDING:
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine


def _reading(address: URL) -> Engine:
    uri = reading_uri(Path(address.database or ""))

    def connect() -> SqliteConnection:
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return connection

    return create_engine(address, creator=connect)


def _sqlite(address: URL) -> Engine:
    engine = create_engine(address)

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _: object) -> None:
        # The driver would begin transactions late and leave DDL outside; SQLAlchemy begins them below.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get(MODE)
        connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if mode == BUILDING else 'FULL'}")
        # A deferred transaction that turns into a writer cannot wait for the writer before it.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode else "BEGIN")

    return engine
