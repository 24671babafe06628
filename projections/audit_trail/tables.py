"""The tables of the audit trail, alike in SQLite and PostgreSQL.

`leaf`, `tile`, `tree_head` and `checkpoint` change together in one transaction or not at all. Only the
rightmost tile of each level ever changes, and only by growing.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    select,
    text,
)

from foundation.tlog.merkle import EMPTY_ROOT

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")
_Id = BigInteger().with_variant(Integer, "sqlite")

leaf = Table(
    "leaf",
    metadata,
    Column("idx", _Id, primary_key=True, autoincrement=False),
    Column("service", Text, nullable=False),
    Column("sequence", _Number, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    UniqueConstraint("service", "sequence", name="leaf_once_per_sequence"),
    # Ids are chosen by clients: the same one in two services must not stop the log.
    UniqueConstraint("event_id", "service", name="leaf_once_per_event"),
    sqlite_strict=True,
)

tile = Table(
    "tile",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
    CheckConstraint("length(hashes) between 32 and 8192 and length(hashes) % 32 = 0", name="tile_of_hashes"),
    sqlite_strict=True,
)

tree_head = Table(
    "tree_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("size", _Number, nullable=False),
    Column("root", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_tree_head"),
    sqlite_strict=True,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", _Id, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    # When the operator says it was issued. Nothing signs it, so it is no evidence.
    Column("issued_at", Text, nullable=False),
    sqlite_strict=True,
)

_CREATE_LOCK = 7205759403792793602
"""Two processes that create the tables at once on PostgreSQL take turns."""


def create_tables(connection: Connection) -> None:
    """Create what is missing, and the head of the empty tree."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CREATE_LOCK})
    metadata.create_all(connection)
    if connection.scalar(select(func.count()).select_from(tree_head)) == 0:
        connection.execute(insert(tree_head).values(id=1, size=0, root=EMPTY_ROOT))
