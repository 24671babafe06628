"""Reads the log: checkpoints, proofs, entries and tiles. Needs no key and changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection, Engine, and_, bindparam, select, tuple_

from foundation.tlog import proving
from foundation.tlog.checkpoint import read_unverified
from foundation.tlog.proof_file import ProofFile
from foundation.tlog.tiles import ENTRIES, TILE_WIDTH, Tile, encode_bundle, parse_path, width_at
from projections.audit_trail.sequencing import TreeHead
from projections.audit_trail.tables import checkpoint, leaf, tile, tree_head

PAGE = 1024
"""Rows read at a time."""
KNOWN_NODES = 100_000
"""Roots of subtrees of 256 leaves and more that are kept in memory, some 15 MB, before all are forgotten."""


class NotLoggedError(LookupError):
    """The log does not hold what was asked for, or not yet."""


@dataclass(frozen=True, slots=True)
class IssuedCheckpoint:
    """A checkpoint as it was published."""

    size: int
    note: str
    issued_at: str


class TrailReader:
    """The log in a database, for those who only read. Safe to call from many threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # Tiles only grow, so no two statements need to see the same moment, and PostgreSQL is spared a BEGIN.
        outside = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
        self._reading = engine.execution_options(**outside)
        self._known: dict[proving.Node, bytes] = {}

    def head(self) -> TreeHead:
        """How long the log is, and its root."""
        with self._reading.connect() as connection:
            row = connection.execute(select(tree_head.c.size, tree_head.c.root)).one_or_none()
        if row is None:
            raise NotLoggedError("the audit trail was not created yet")
        return TreeHead(row.size, row.root)

    def checkpoint(self) -> str:
        """The newest checkpoint, a signed note."""
        with self._reading.connect() as connection:
            note = connection.scalar(_NEWEST_NOTE)
        if note is None:
            raise NotLoggedError("the audit trail was not created yet")
        return str(note)

    def checkpoints(self, after: int = -1) -> Iterator[IssuedCheckpoint]:
        """Every checkpoint ever issued for more than `after` leaves, by size."""
        while True:
            with self._reading.connect() as connection:
                rows = connection.execute(_CHECKPOINTS, {"after": after, "limit": PAGE}).all()
            if not rows:
                return
            yield from (IssuedCheckpoint(row.size, row.note, row.issued_at) for row in rows)
            after = rows[-1].size

    def prove(self, event_id: str, service: str | None = None) -> str:
        """The content of a `.tlog-proof` file for an event, under the newest checkpoint.

        The entry that is proven stands in the file's `extra` line. Name the service when two of them
        hold an event with the same id.
        """
        with self._reading.connect() as connection:
            found = connection.execute(_LEAF_BY_EVENT, {"event_id": event_id}).all()
            rows = [row for row in found if service in (None, row.service)]
            if not rows:
                raise NotLoggedError("the log holds no such event, or not yet")
            if len(rows) > 1:
                raise NotLoggedError("several services hold an event with this id; name the service")
            row = rows[0]
            size = read_unverified(row.note).size
            if len(self._known) > KNOWN_NODES:
                self._known.clear()
            read = partial(_read_more_tiles, connection, (0, row.idx // TILE_WIDTH), row.hashes)
            hashes = proving.inclusion_proof(row.idx, size, read, self._known)
        return ProofFile(row.idx, tuple(hashes), row.note, row.entry).text

    def consistency(self, old_size: int, new_size: int | None = None) -> list[bytes]:
        """The proof that the log of `old_size` leaves is the beginning of that of `new_size`, or of now."""
        size = self.head().size
        new_size = size if new_size is None else new_size
        if not 0 <= old_size <= new_size <= size:
            raise NotLoggedError(f"the log has {size} leaves; both sizes lie below, the older one first")
        with self._reading.connect() as connection:
            return proving.consistency_proof(old_size, new_size, partial(read_tiles, connection))

    def root_at(self, size: int) -> bytes:
        """The root that the log had with `size` leaves."""
        if not 0 <= size <= self.head().size:
            raise NotLoggedError("the log was never that long")
        with self._reading.connect() as connection:
            return proving.root_from_tiles(size, partial(read_tiles, connection))

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The entries of the leaves from `start` to before `stop`, or to the end."""
        while stop is None or start < stop:
            high = start + PAGE if stop is None else min(start + PAGE, stop)
            with self._reading.connect() as connection:
                page = _entries(connection, start, high)
            yield from page
            if len(page) < high - start:
                return
            start = high

    def tile(self, path: str) -> bytes:
        """The bytes at a path of C2SP tlog-tiles, such as `tile/0/000.p/17` or `tile/entries/000`.

        Raises TilePathError for what is no such path, NotLoggedError for a tile the log does not have.
        """
        wanted = parse_path(path)
        size = self.head().size
        if width_at(wanted.level, wanted.number, size) < wanted.width:
            raise NotLoggedError("the log has no such tile, or not yet")
        with self._reading.connect() as connection:
            if wanted.level == ENTRIES:
                start = wanted.number * TILE_WIDTH
                return encode_bundle(_entries(connection, start, start + wanted.width))
            content = read_tiles(connection, [wanted]).get(wanted, b"")
        if len(content) != wanted.width * 32:
            raise NotLoggedError("the tile is damaged; verify the trail")
        return content


_NEWEST_NOTE = select(checkpoint.c.note).order_by(checkpoint.c.size.desc()).limit(1)

_CHECKPOINTS = (
    select(checkpoint.c.size, checkpoint.c.note, checkpoint.c.issued_at)
    .where(checkpoint.c.size > bindparam("after"))
    .order_by(checkpoint.c.size)
    .limit(bindparam("limit"))
)

# With the tile that every proof of the leaf needs; the others are mostly known.
_LEAF_BY_EVENT = (
    select(
        leaf.c.idx,
        leaf.c.service,
        leaf.c.entry,
        _NEWEST_NOTE.scalar_subquery().label("note"),
        tile.c.hashes,
    )
    .outerjoin(tile, and_(tile.c.level == 0, tile.c.number == leaf.c.idx // TILE_WIDTH))
    .where(leaf.c.event_id == bindparam("event_id"))
)

_ENTRIES = (
    select(leaf.c.entry)
    .where(leaf.c.idx >= bindparam("low"), leaf.c.idx < bindparam("high"))
    .order_by(leaf.c.idx)
)

_TILES = select(tile.c.level, tile.c.number, tile.c.hashes).where(
    tuple_(tile.c.level, tile.c.number).in_(bindparam("names", expanding=True)),
)


def read_tiles(connection: Connection, tiles: Sequence[Tile]) -> Mapping[Tile, bytes]:
    """The content of tiles, cut to the width asked for; tiles that are not there are left out."""
    names = [(one.level, one.number) for one in tiles]
    held = {(row.level, row.number): row.hashes for row in connection.execute(_TILES, {"names": names})}
    return {one: held[name][: one.width * 32] for one, name in zip(tiles, names, strict=True) if name in held}


def _read_more_tiles(
    connection: Connection,
    name: tuple[int, int],
    hashes: bytes | None,
    tiles: Sequence[Tile],
) -> Mapping[Tile, bytes]:
    """The content of tiles of which one was read already."""
    at_hand = {one: hashes for one in tiles if hashes and (one.level, one.number) == name}
    others = [one for one in tiles if one not in at_hand]
    return {**at_hand, **read_tiles(connection, others)} if others else at_hand


def _entries(connection: Connection, low: int, high: int) -> list[bytes]:
    return list(connection.execute(_ENTRIES, {"low": low, "high": high}).scalars())
