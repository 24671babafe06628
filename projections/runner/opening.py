"""Opens the database of a projection: SQLite in a file, or PostgreSQL."""

from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event, make_url

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one on the same SQLite file."""

WRITING = "returnwatch_writing"
"""Execution option of a connection whose transaction will write."""


def open_database(url: str) -> Engine:
    """An engine on `sqlite:///FILE` or `postgresql://…` (psycopg), with durable commits.

    Raises ValueError for any other kind of address.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        return _sqlite(address.render_as_string())
    raise ValueError("a view's database is named by sqlite:///FILE or postgresql://USER@HOST/NAME")


def _sqlite(url: str) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def prepare(connection: SqliteConnection, _: object) -> None:
        # The driver would begin transactions late and leave DDL outside; SQLAlchemy begins them below.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns into a writer cannot wait for the writer before it.
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
