"""What the change stream keeps beside the events that it has told: records by subject, and how far it walked.

None of it is ever built anew, since what was told rests on what was known when it was told.
"""

from sqlalchemy import BigInteger, Column, Connection, Index, LargeBinary, MetaData, Table

from projections.runner.table import create_missing
from projections.viewing.table import ByteOrder, Tables, tables

NAME = "finding_changes"
"""Permanent: positions are kept under it."""

METADATA = MetaData()

PLACE = Table(
    f"{NAME}_place",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "walked", ByteOrder, nullable=False, comment="ISO 8601, UTC, microseconds; empty before the first"
    ),
    Column("judged_by", ByteOrder, nullable=False, comment="version of rules and numbers"),
    Column("told", BigInteger, nullable=False, comment="changes found so far"),
)
"""One row: up to which moment all subjects were walked."""

COURSE = Table(
    f"{NAME}_course",
    METADATA,
    Column("subject", ByteOrder, primary_key=True),
    Column("standing", LargeBinary, nullable=False, comment="JSON: rule to what was last told"),
    sqlite_with_rowid=False,
)

WORK = Table(
    f"{NAME}_work",
    METADATA,
    Column("at", ByteOrder, primary_key=True, comment="ISO 8601, UTC, microseconds"),
    Column("subject", ByteOrder, primary_key=True),
    sqlite_with_rowid=False,
)
"""When to look at which subject: a record about it became known, or time may change a finding."""
Index(f"{WORK.name}_subject", WORK.c.subject)

LATE = Table(f"{NAME}_late", METADATA, Column("event_id", ByteOrder, primary_key=True))
"""Records that arrived when the walk had passed their moment and that no walk has met yet."""

OUTBOX = Table(
    f"{NAME}_outbox",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", ByteOrder, nullable=False),
    Column("subject", ByteOrder, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
)
"""Changes that are found and may not have been told yet, in their order."""


def journal_tables() -> Tables:
    """The records by subject."""
    return tables(1, NAME)


def create_tables(connection: Connection) -> None:
    """Make what is missing, however many processes do so at the same time."""
    create_missing(connection)
    journal_tables().metadata.create_all(connection)
    METADATA.create_all(connection)
