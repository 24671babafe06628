"""Tables of one generation of the monitoring views."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, String, Table

NAME = "monitoring_views"

ByteOrder = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts the same in both databases, whatever language the server speaks."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What is on record, what it is bound to, and the rows made from it."""

    metadata: MetaData
    record: Table
    link: Table
    row: Table
    facet: Table
    waiting: Table
    due: Table


@cache
def tables(generation: int, name: str = NAME) -> Tables:
    """The tables of a generation; a new shape of the views stands beside the old one.

    `name` begins the names of the tables, for whoever keeps records by subject for another purpose.
    """
    metadata = MetaData()

    def named(what: str, *columns: Column[str] | Column[int] | Column[bytes]) -> Table:
        return Table(f"{name}_{what}_{generation}", metadata, *columns, sqlite_with_rowid=False)

    record = named(
        "record",
        Column("event_id", ByteOrder, primary_key=True),
        Column("recorded_at", ByteOrder, nullable=False, comment="ISO 8601, UTC, microseconds"),
        Column("body", LargeBinary, nullable=False, comment="the stored bytes, sealed values sealed"),
    )
    link = named(
        "link",
        Column("subject", ByteOrder, primary_key=True),
        Column("event_id", ByteOrder, primary_key=True),
        Column("bond", BigInteger, nullable=False),
    )
    Index(f"{link.name}_event", link.c.event_id)
    row = named(
        "row",
        Column("view", ByteOrder, primary_key=True),
        Column("sort", ByteOrder, primary_key=True, comment="the order of pages"),
        Column("key", ByteOrder, primary_key=True),
        Column("subject", ByteOrder, nullable=False, comment="the subject from whose records it was made"),
        Column("row", LargeBinary, nullable=False, comment="JSON"),
    )
    Index(f"{row.name}_subject", row.c.subject, row.c.view)
    facet = named(
        "facet",
        Column("view", ByteOrder, primary_key=True),
        Column("name", ByteOrder, primary_key=True),
        Column("code", ByteOrder, primary_key=True),
        Column("sort", ByteOrder, primary_key=True, comment="as in the row, so that pages are read in order"),
        Column("key", ByteOrder, primary_key=True),
        Column("subject", ByteOrder, nullable=False),
    )
    Index(f"{facet.name}_subject", facet.c.subject, facet.c.view)
    waiting = named("waiting", Column("subject", ByteOrder, primary_key=True))
    due = named(
        "due",
        Column("subject", ByteOrder, primary_key=True),
        Column("at", ByteOrder, nullable=False, comment="ISO 8601, UTC, microseconds"),
    )
    Index(f"{due.name}_at", due.c.at)
    return Tables(metadata, record, link, row, facet, waiting, due)
