"""Checks the log in itself: leaves, tiles, tree head and every checkpoint ever issued.

How long the log must be is told by the newest checkpoint with a valid signature.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from sqlalchemy import Connection, and_, func, or_, select

from foundation.tlog.growth import Edge, grow
from foundation.tlog.merkle import HASH_SIZE, Frontier, perfect_root
from foundation.tlog.notes import NoteVerifier
from foundation.tlog.tiles import TILE_WIDTH, Tile, width_at
from projections.audit_trail.faults import Fault, guarded
from projections.audit_trail.tables import leaf, tile, tree_head
from projections.audit_trail.verifying_checkpoints import IssuedCheckpoints
from projections.audit_trail.verifying_leaves import (
    LeafRow,
    judge,
    missing_leaves,
    read_leaves,
    read_tile,
    row_faults,
)

_STEP = 16 * TILE_WIDTH
"""Leaves read at a time, whole tiles of them."""


class LogVerification:
    """One walk through the log."""

    def __init__(self, connection: Connection, verifier: NoteVerifier) -> None:
        self._connection = connection
        self.checkpoints = IssuedCheckpoints(connection, verifier)
        self._newest = self.checkpoints.newest_signed()
        self.size = self._newest.size
        self._tree = Frontier()
        self._edge: Edge = {}

    def faults(self, services: Collection[str], advance: Callable[[int], None]) -> Iterator[Fault]:
        """Every fault of the log, in the order of its leaves."""
        yield from guarded("table tree_head", self._head_faults())
        yield from guarded("table leaf", self._surplus_leaves())
        yield from guarded("table tile", self._surplus_tiles())
        yield from guarded("table checkpoint", self.checkpoints.reached(0, self._tree.root))
        for low in range(0, self.size, _STEP):
            high = min(low + _STEP, self.size)
            yield from guarded(f"leaves {low} to {high - 1}", self._leaf_faults(low, high, services))
            advance(high - low)
        yield from guarded("table tile", self._growing_tile_faults())
        yield from guarded("table checkpoint", self.checkpoints.rest())

    def _head_faults(self) -> Iterator[Fault]:
        rows = self._connection.execute(select(tree_head.c.size, tree_head.c.root)).all()
        if [(row.size, row.root) for row in rows] != [(self._newest.size, self._newest.root)]:
            yield Fault("table tree_head", "differs from the newest signed checkpoint")

    def _surplus_leaves(self) -> Iterator[Fault]:
        beyond = or_(leaf.c.idx >= self.size, leaf.c.idx < 0)
        found = self._connection.execute(
            select(func.count(), func.min(leaf.c.idx), func.max(leaf.c.idx)).where(beyond),
        ).one()
        if found[0]:
            yield Fault(
                f"leaf {found[1]}", f"{found[0]} leaves, to {found[2]}, stand under no signed checkpoint"
            )

    def _surplus_tiles(self) -> Iterator[Fault]:
        counts = _tiles_per_level(self.size)
        surplus = or_(
            tile.c.level < 0,
            tile.c.level >= len(counts),
            tile.c.number < 0,
            *(and_(tile.c.level == level, tile.c.number >= count) for level, count in enumerate(counts)),
        )
        found = select(tile.c.level, tile.c.number).where(surplus).limit(_STEP)
        for level, number in self._connection.execute(found).all():
            yield Fault(f"tile level {level} number {number}", "no leaves stand under it")

    def _leaf_faults(self, low: int, high: int, services: Collection[str]) -> Iterator[Fault]:
        rows, unread = read_leaves(self._connection, low, high)
        yield from unread
        yield from missing_leaves(rows, low, high, unread)
        for row in rows.values():
            yield from row_faults(row, services)
        for first in range(low, high, TILE_WIDTH):
            number = first // TILE_WIDTH
            yield from self._tile_of_leaves(Tile(0, number, width_at(0, number, self.size)), rows)

    def _tile_of_leaves(self, lowest: Tile, rows: Mapping[int, LeafRow]) -> Iterator[Fault]:
        stored, faults = read_tile(self._connection, lowest)
        yield from faults
        hashes, faults = judge(lowest, rows, stored, lambda tried: self._leads_up(lowest, tried))
        yield from faults
        size = self._tree.size
        for one in hashes:
            self._tree.append(one)
            if self._tree.size == self.checkpoints.next_size:
                yield from self.checkpoints.reached(self._tree.size, self._tree.root)
        grown = grow(size, self._edge, hashes)
        self._edge = grown.edge
        for above, content in grown.touched:
            if above.level and above.full:
                yield from self._upper_tile_faults(above, content)

    def _leads_up(self, lowest: Tile, hashes: Sequence[bytes]) -> bool:
        """Whether a full tile leads to the tile above it, or the last, partial one to the signed root."""
        if not lowest.full:
            return self._tree.extended(hashes).root() == self._newest.root
        number = lowest.number // TILE_WIDTH
        above, _ = read_tile(self._connection, Tile(1, number, width_at(1, number, self.size)))
        return bool(above) and above[lowest.number % TILE_WIDTH] == perfect_root(b"".join(hashes))

    def _growing_tile_faults(self) -> Iterator[Fault]:
        """Compare the partial tiles above the lowest level."""
        for level, content in self._edge.items():
            if level:
                number = self.size >> 8 * (level + 1)
                yield from self._upper_tile_faults(Tile(level, number, len(content) // HASH_SIZE), content)

    def _upper_tile_faults(self, above: Tile, content: bytes) -> Iterator[Fault]:
        stored, faults = read_tile(self._connection, above)
        yield from faults
        for at, one in enumerate(stored):
            if one != content[at * HASH_SIZE : (at + 1) * HASH_SIZE]:
                yield Fault(above.path, f"hash {at} is not the root of the tile below it")


def _tiles_per_level(size: int) -> list[int]:
    counts: list[int] = []
    while size:
        counts.append(-(-size // TILE_WIDTH))
        size >>= 8
    return counts
