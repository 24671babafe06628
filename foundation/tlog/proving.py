"""Proofs built from tiles (RFC 6962, sections 2.1.1 and 2.1.2).

All tiles of a proof are asked for at once, so a proof over millions of leaves costs one read of a few tiles.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence

from foundation.tlog.merkle import HASH_SIZE, fold, node_hash, perfect_root
from foundation.tlog.tiles import TILE_HEIGHT, Tile, width_at

TileReader = Callable[[Sequence[Tile]], Mapping[Tile, bytes]]
"""Gives the content of each tile; content longer than asked for is cut to the width."""

Range = tuple[int, int]
Node = tuple[int, int]
"""Height, and place on that height, of a perfect subtree. Its root never changes while the log grows."""
Known = MutableMapping[Node, bytes]
"""Roots found before, kept by a caller who asks often. Those below the full lowest tiles are not added."""


class MissingTileError(LookupError):
    """A tile that the tree of this size must have is absent or too short."""


def inclusion_proof(index: int, size: int, read: TileReader, known: Known | None = None) -> list[bytes]:
    """The proof that leaf `index` stands in the tree of `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size} leaves")
    return range_roots(inclusion_ranges(index, size), size, read, known)


def consistency_proof(old_size: int, new_size: int, read: TileReader) -> list[bytes]:
    """The proof that the tree of `old_size` leaves is the beginning of the tree of `new_size`."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves does not begin with one of {old_size}")
    return range_roots(consistency_ranges(old_size, new_size), new_size, read)


def root_from_tiles(size: int, read: TileReader) -> bytes:
    """The root of the tree of `size` leaves."""
    return range_roots([(0, size)], size, read)[0]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The leaves under each hash of an inclusion proof, the leaf's neighbour first."""
    ranges: list[Range] = []
    low, high = 0, size
    while high - low > 1:
        split = _split(low, high)
        if index < split:
            ranges.append((split, high))
            high = split
        else:
            ranges.append((low, split))
            low = split
    return ranges[::-1]


def consistency_ranges(old_size: int, new_size: int) -> list[Range]:
    """The leaves under each hash of a consistency proof, in its order."""
    if old_size in (0, new_size):
        return []
    ranges: list[Range] = []
    low, high = 0, new_size
    while high != old_size:
        split = _split(low, high)
        if old_size <= split:
            ranges.append((split, high))
            high = split
        else:
            ranges.append((low, split))
            low = split
    if low:
        ranges.append((low, high))
    return ranges[::-1]


def range_roots(
    ranges: Iterable[Range],
    size: int,
    read: TileReader,
    known: Known | None = None,
) -> list[bytes]:
    """The root over each range of leaves, from one read of tiles."""
    groups = [_perfect_nodes(low, high) for low, high in ranges]
    roots = {node: known.get(node) if known else None for group in groups for node in group}
    tiles = {node: _tile(node, size) for node, root in roots.items() if root is None}
    content = _checked(read(list(set(tiles.values()))), tiles.values()) if tiles else {}
    if known is not None:
        for tile in content:
            if tile.level or not tile.full:
                known.update(_nodes_of(tile, content[tile]))
    found = {node: _node_root(node, content[of]) for node, of in tiles.items()}
    return [fold([roots[node] or found[node] for node in group]) for group in groups]


def _split(low: int, high: int) -> int:
    """Where RFC 6962 divides a range: behind the largest power of two that is smaller than its length."""
    return low + (1 << ((high - low - 1).bit_length() - 1))


def _perfect_nodes(low: int, high: int) -> list[Node]:
    """The perfect subtrees of a range, as height and place on that height, from left to right."""
    nodes: list[Node] = []
    while low < high:
        height = (high - low).bit_length() - 1
        nodes.append((height, low >> height))
        low += 1 << height
    return nodes


def _tile(node: Node, size: int) -> Tile:
    """The tile whose hashes lie under the node."""
    height, index = node
    level, above = divmod(height, TILE_HEIGHT)
    number = index << above >> 8
    return Tile(level, number, width_at(level, number, size))


def _node_root(node: Node, hashes: bytes) -> bytes:
    height, index = node
    above = height % TILE_HEIGHT
    start = (index << above & 0xFF) * HASH_SIZE
    return perfect_root(hashes[start : start + (HASH_SIZE << above)])


def _nodes_of(tile: Tile, hashes: bytes) -> Iterator[tuple[Node, bytes]]:
    """Every perfect subtree within a tile."""
    row = [hashes[at : at + HASH_SIZE] for at in range(0, tile.width * HASH_SIZE, HASH_SIZE)]
    first = tile.number << TILE_HEIGHT
    for above in range(TILE_HEIGHT):
        height = TILE_HEIGHT * tile.level + above
        yield from (((height, (first >> above) + at), root) for at, root in enumerate(row))
        row = [node_hash(*pair) for pair in zip(row[::2], row[1::2], strict=False)]


def _checked(content: Mapping[Tile, bytes], tiles: Iterable[Tile]) -> Mapping[Tile, bytes]:
    for tile in tiles:
        if len(content.get(tile, b"")) < tile.width * HASH_SIZE:
            raise MissingTileError(f"{tile.path} is missing or too short")
    return content
