"""How tiles grow when leaves are appended.

The edge of a tree is the content of its partial tiles, by level. With the size it is all that is needed to
append leaves and to know the root.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foundation.tlog.merkle import HASH_SIZE, fold, perfect_root
from foundation.tlog.tiles import TILE_BYTES, Tile

Edge = Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree after an append: its size, its edge, and every tile that was filled or changed."""

    size: int
    edge: Edge
    touched: tuple[tuple[Tile, bytes], ...]

    def root(self) -> bytes:
        """The root of the tree after the append."""
        return edge_root(self.edge)


def grow(size: int, edge: Edge, leaf_hashes: Iterable[bytes]) -> Grown:
    """Append leaf hashes to a tree of `size` leaves."""
    added = b"".join(leaf_hashes)
    grown_size = size + len(added) // HASH_SIZE
    new_edge, touched, level = dict(edge), list[tuple[Tile, bytes]](), 0
    while added:
        content = edge.get(level, b"") + added
        number = size >> 8 * (level + 1)
        parents: list[bytes] = []
        for at in range(0, len(content), TILE_BYTES):
            piece = content[at : at + TILE_BYTES]
            touched.append((Tile(level, number + at // TILE_BYTES, len(piece) // HASH_SIZE), piece))
            if len(piece) == TILE_BYTES:
                parents.append(perfect_root(piece))
        new_edge[level] = content[len(parents) * TILE_BYTES :]
        level, added = level + 1, b"".join(parents)
    return Grown(grown_size, {at: held for at, held in new_edge.items() if held}, tuple(touched))


def edge_tiles(size: int) -> list[Tile]:
    """The partial tiles of a tree of `size` leaves, lowest level first."""
    tiles: list[Tile] = []
    level, hashes = 0, size
    while hashes:
        if width := hashes & 0xFF:
            tiles.append(Tile(level, hashes >> 8, width))
        level, hashes = level + 1, hashes >> 8
    return tiles


def edge_root(edge: Edge) -> bytes:
    """The root of the tree with this edge."""
    subtrees: list[bytes] = []
    for level in sorted(edge, reverse=True):
        subtrees += _perfect_subtrees(edge[level])
    return fold(subtrees)


def _perfect_subtrees(hashes: bytes) -> list[bytes]:
    roots: list[bytes] = []
    while hashes:
        length = HASH_SIZE << ((len(hashes) // HASH_SIZE).bit_length() - 1)
        roots.append(perfect_root(hashes[:length]))
        hashes = hashes[length:]
    return roots
