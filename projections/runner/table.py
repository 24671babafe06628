"""The runner's own tables: generations, positions, and records that could not be projected."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    inspect,
)
from sqlalchemy.dialects import postgresql, sqlite

METADATA = MetaData()

SERVING, BUILDING, RETIRED = ROLES = ("serving", "building", "retired")

GENERATION = Table(
    "generation",
    METADATA,
    Column("projection", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("number", Integer, nullable=False),
)
"""One row for each role, which is also its lock: whoever applies to a generation or exchanges it holds it.

`serving` answers questions; `building` is in use while above `serving`; `retired` waits to be dropped, 0 when
there is none. A number is never given again.
"""

POSITION = Table(
    "position",
    METADATA,
    Column("projection", String, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("source", String, primary_key=True),
    Column("service", String, nullable=False),
    Column("place", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
)

LAST_RECORD = Table(
    "last_record",
    METADATA,
    Column("projection", String, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("source", String, primary_key=True),
    Column("place", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""SHA-256 of what lay at each position, by which a source is known again."""

DEAD_LETTER = Table(
    "dead_letter",
    METADATA,
    Column("projection", String, primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("source", String, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    Column("service", String, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("event_id", String),
    Column("error", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


def create_missing(connection: Connection) -> None:
    """Make the runner's own tables, however many processes do so at the same time."""
    if connection.dialect.name == "postgresql":
        # CREATE TABLE IF NOT EXISTS alone fails when two sessions create the same name together.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('returnwatch.runner'))")
    if not inspect(connection).has_table(LAST_RECORD.name):
        METADATA.create_all(connection)


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves rows alone whose key is already there."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
