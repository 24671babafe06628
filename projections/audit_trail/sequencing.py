"""Appends leaves to the log: the one place where the tree grows.

Everything happens in the caller's transaction. The tree head is claimed first, so writers take turns, and it
is moved by compare-and-set, so a writer that overlooked another one can never fork the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from foundation.tlog.growth import Edge, Grown, edge_root, edge_tiles, grow
from foundation.tlog.leaf import Leaf, LeafError, leaf_of
from foundation.tlog.merkle import HASH_SIZE, leaf_hash
from foundation.tlog.tiles import Tile
from projections.audit_trail.tables import leaf, tile, tree_head


class Delivered(Protocol):
    """A stored event as a projection is given it."""

    @property
    def service(self) -> str:
        """The service whose log holds it."""

    @property
    def sequence(self) -> int:
        """Its position in that log, from 1."""

    @property
    def body(self) -> bytes:
        """Its stored bytes."""


class UnloggableRecordError(Exception):
    """One of the records can have no leaf; the others can be logged without it."""


class AuditTrailError(SQLAlchemyError):
    """The log cannot take any record as it is now. A failure of the database, not of a record."""


class TreeMovedError(AuditTrailError):
    """Another writer appended in between. Nothing is lost: apply the same records again."""


class DamagedTrailError(AuditTrailError):
    """The stored tiles do not lead to the tree head, so nothing more is signed until it is verified."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """How long the log is, and its root."""

    size: int
    root: bytes


def append_leaves(connection: Connection, records: Sequence[Delivered]) -> TreeHead | None:
    """Append the records that are not yet in the log, in their order; None when all were known."""
    head = _claim_head(connection)
    leaves = [_leaf(record) for record in _unknown(connection, records)]
    if not leaves:
        return None
    entries = [one.entry() for one in leaves]
    grown = grow(head.size, _checked_edge(connection, head), map(leaf_hash, entries))
    _insert_leaves(connection, head.size, leaves, entries)
    _write_tiles(connection, head.size, grown)
    return _move_head(connection, head, TreeHead(grown.size, grown.root()))


_CLAIM = (
    update(tree_head)
    .where(tree_head.c.id == 1)
    .values(size=tree_head.c.size)
    .returning(tree_head.c.size, tree_head.c.root)
)


def _claim_head(connection: Connection) -> TreeHead:
    """Keep other writers out until the end of the transaction, by writing the head as it is."""
    row = connection.execute(_CLAIM).one_or_none()
    if row is None:
        raise AuditTrailError("the audit trail has no tree head; create the trail first")
    return TreeHead(row.size, row.root)


_MOVE = (
    update(tree_head)
    .where(
        tree_head.c.id == 1,
        tree_head.c.size == bindparam("old_size"),
        tree_head.c.root == bindparam("old_root"),
    )
    .values(size=bindparam("new_size"), root=bindparam("new_root"))
)


def _move_head(connection: Connection, old: TreeHead, new: TreeHead) -> TreeHead:
    moved = connection.execute(
        _MOVE,
        {"old_size": old.size, "old_root": old.root, "new_size": new.size, "new_root": new.root},
    )
    if moved.rowcount != 1:
        raise TreeMovedError("another writer moved the tree head; apply the same records again")
    return new


_KNOWN = select(leaf.c.sequence, leaf.c.entry).where(
    leaf.c.service == bindparam("service"),
    leaf.c.sequence.between(bindparam("low"), bindparam("high")),
)


def _unknown(connection: Connection, records: Iterable[Delivered]) -> list[Delivered]:
    """The records whose service and sequence are not in the log, each once.

    Raises UnloggableRecordError for a record whose sequence holds another one: it must not pass for a repeat.
    """
    wanted: dict[tuple[str, int], Delivered] = {}
    for record in records:
        first = wanted.setdefault((record.service, record.sequence), record)
        if first.body != record.body:
            raise _taken(record)
    for service in {service for service, _ in wanted}:
        sequences = [sequence for of, sequence in wanted if of == service]
        bounds = {"service": service, "low": min(sequences), "high": max(sequences)}
        for sequence, entry in connection.execute(_KNOWN, bounds):
            known = wanted.pop((service, sequence), None)
            if known is not None and _leaf(known).entry() != entry:
                raise _taken(known)
    return list(wanted.values())


def _taken(record: Delivered) -> UnloggableRecordError:
    return UnloggableRecordError(
        f"{record.service} sequence {record.sequence} is in the log for another event; verify the trail"
    )


def _leaf(record: Delivered) -> Leaf:
    try:
        return leaf_of(record.service, record.sequence, record.body)
    except LeafError as error:
        raise UnloggableRecordError(f"{record.service} sequence {record.sequence}: {error}") from None


_INSERT_ROWS = "INSERT INTO leaf (idx, service, sequence, event_id, entry) VALUES (?, ?, ?, ?, ?)"
# Arrays in binary form: on PostgreSQL twice as fast as a statement per row.
_INSERT_ARRAYS = (
    "INSERT INTO leaf (idx, service, sequence, event_id, entry) "
    "SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])"
)


def _insert_leaves(
    connection: Connection,
    start: int,
    leaves: Sequence[Leaf],
    entries: Sequence[bytes],
) -> None:
    rows = [
        (start + at, one.service, one.sequence, one.id, entry)
        for at, (one, entry) in enumerate(zip(leaves, entries, strict=True))
    ]
    try:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(_INSERT_ARRAYS, tuple(map(list, zip(*rows, strict=True))))
        else:
            connection.exec_driver_sql(_INSERT_ROWS, rows)
    except IntegrityError:
        raise UnloggableRecordError(
            f"one of the events from {leaves[0].service} sequence {leaves[0].sequence} on has an id that "
            "the log holds under another sequence; verify the trail",
        ) from None


def _checked_edge(connection: Connection, head: TreeHead) -> Edge:
    """The growing tiles, which must lead to the root that was signed last."""
    partial = edge_tiles(head.size)
    edge: dict[int, bytes] = {}
    if partial:
        wanted = or_(*(and_(tile.c.level == one.level, tile.c.number == one.number) for one in partial))
        rows = connection.execute(select(tile.c.level, tile.c.hashes).where(wanted))
        edge = {row.level: row.hashes for row in rows}
    lengths = {one.level: one.width * HASH_SIZE for one in partial}
    if {level: len(held) for level, held in edge.items()} != lengths or edge_root(edge) != head.root:
        raise DamagedTrailError("the growing tiles do not lead to the tree head; verify the trail")
    return edge


_GROW = (
    update(tile)
    .where(tile.c.level == bindparam("at_level"), tile.c.number == bindparam("at_number"))
    .values(hashes=bindparam("grown"))
)


def _write_tiles(connection: Connection, old_size: int, grown: Grown) -> None:
    """Grow the tiles that were partial before, and add the others."""
    started = {(one.level, one.number) for one in edge_tiles(old_size)}
    growing = [(one, held) for one, held in grown.touched if (one.level, one.number) in started]
    added = [(one, held) for one, held in grown.touched if (one.level, one.number) not in started]
    if growing:
        connection.execute(_GROW, [_at(one, held) for one, held in growing])
    if added:
        rows = [{"level": one.level, "number": one.number, "hashes": held} for one, held in added]
        connection.execute(insert(tile), rows)


def _at(one: Tile, held: bytes) -> dict[str, object]:
    return {"at_level": one.level, "at_number": one.number, "grown": held}
