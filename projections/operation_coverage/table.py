"""Tables of one generation of the view."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
)

NAME = "operation_coverage"

ByteOrder = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts the same in both databases, whatever language the server speaks."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What was said, the row of each operation, and where each counts."""

    metadata: MetaData
    evidence: Table
    operation: Table
    share: Table


@cache
def tables(generation: int) -> Tables:
    """The tables of a generation; a new shape of the view stands beside the old one."""
    metadata = MetaData()
    evidence = Table(
        f"{NAME}_evidence_{generation}",
        metadata,
        Column("event_id", ByteOrder, primary_key=True),
        Column("operation", ByteOrder, primary_key=True, comment="empty when an amendment names none"),
        Column("amends", ByteOrder),
        Column("kept", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    Index(f"{evidence.name}_operation", evidence.c.operation)
    amended = evidence.c.amends.is_not(None)
    Index(f"{evidence.name}_amends", evidence.c.amends, sqlite_where=amended, postgresql_where=amended)
    operation = Table(
        f"{NAME}_operation_{generation}",
        metadata,
        Column("operation", ByteOrder, primary_key=True),
        Column("departed_on", ByteOrder, nullable=False, comment="ISO 8601; empty when not stated"),
        Column("monitored_forced_return", Boolean, nullable=False),
        Column("monitored_any", Boolean, nullable=False),
        Column("row", LargeBinary, nullable=False, comment="JSON of the whole row"),
        sqlite_with_rowid=False,
    )
    Index(f"{operation.name}_order", operation.c.departed_on, operation.c.operation)
    share = Table(
        f"{NAME}_share_{generation}",
        metadata,
        Column("operation", ByteOrder, primary_key=True),
        Column("dimension", ByteOrder, primary_key=True),
        Column("code", ByteOrder, primary_key=True),
        Column("returnees", BigInteger, nullable=False),
        Column("escorts", BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    Index(f"{share.name}_code", share.c.dimension, share.c.code)
    return Tables(metadata, evidence, operation, share)
