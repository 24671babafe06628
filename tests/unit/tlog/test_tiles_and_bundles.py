"""Tiles: names, bundles, growth in any batches, and proofs that read only a few of them."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.tlog.growth import edge_root, edge_tiles, grow
from foundation.tlog.merkle import Frontier, leaf_hash, root_of, verify_consistency, verify_inclusion
from foundation.tlog.proving import (
    MissingTileError,
    consistency_proof,
    inclusion_proof,
    root_from_tiles,
)
from foundation.tlog.tiles import (
    ENTRIES,
    BundleError,
    Tile,
    TilePathError,
    bundles_of,
    decode_bundle,
    encode_bundle,
    parse_path,
    tiles_of,
)

HASHES = [leaf_hash(index.to_bytes(4)) for index in range(70_000)]


class Tiles:
    """A log kept in memory, counting what is read from it."""

    def __init__(self, count: int, batch: int = 1000) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        self.read = 0
        self.edge: Mapping[int, bytes] = {}
        self.size = 0
        for start in range(0, count, batch):
            self.add(HASHES[start : min(start + batch, count)])

    def add(self, hashes: Sequence[bytes]) -> None:
        grown = grow(self.size, self.edge, hashes)
        self.size, self.edge = grown.size, grown.edge
        for tile, content in grown.touched:
            before = self.kept.get((tile.level, tile.number), b"")
            assert content.startswith(before), "a tile only ever grows"
            assert len(content) == 32 * tile.width
            self.kept[tile.level, tile.number] = content

    def __call__(self, tiles: Sequence[Tile]) -> dict[Tile, bytes]:
        self.read += len(tiles)
        found = {tile: self.kept.get((tile.level, tile.number)) for tile in tiles}
        return {tile: content for tile, content in found.items() if content is not None}


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(63, 1000, 1), "tile/63/x001/000.p/1"),
        (Tile(ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
    ],
)
def test_a_tile_and_its_path_name_each_other(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/00\u0661",
        "tile/0/../000",
        "tile/Entries/000",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(TilePathError):
        parse_path(path)


def test_seventy_thousand_leaves_make_the_tiles_of_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    assert len([tile for tile in tiles if tile.level == 0 and tile.full]) == 273
    assert [tile for tile in tiles if not tile.full] == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []
    assert len(list(bundles_of(70_000))) == 274
    assert edge_tiles(70_000) == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_appending_any_batches_makes_the_same_tiles() -> None:
    expected = Tiles(70_000, 70_000)
    assert set(expected.kept) == {(tile.level, tile.number) for tile in tiles_of(70_000)}
    batches, mixed = cycle((1, 3, 255, 256, 257, 1000, 9999)), Tiles(0)
    while mixed.size < 70_000:
        mixed.add(HASHES[mixed.size : mixed.size + next(batches)])
    assert mixed.kept == expected.kept
    assert edge_root(mixed.edge) == root_of(HASHES)


def test_the_root_from_tiles_is_the_root_of_the_definition_at_every_size() -> None:
    frontier, tiles = Frontier(), Tiles(0)
    for size in range(1, 700):
        frontier.append(HASHES[size - 1])
        tiles.add([HASHES[size - 1]])
        assert edge_root(tiles.edge) == frontier.root()
        assert root_from_tiles(size, tiles) == frontier.root()


def test_older_roots_are_found_in_the_tiles_of_a_longer_log() -> None:
    tiles, frontier = Tiles(1500), Frontier()
    for size in range(1, 1500):
        frontier.append(HASHES[size - 1])
        assert root_from_tiles(size, tiles) == frontier.root()


LONG = Tiles(70_000)


@settings(max_examples=200, deadline=None)
@given(size=st.integers(1, 70_000), data=st.data())
def test_proofs_from_tiles_hold_at_any_size_and_read_few_tiles(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    old_size = data.draw(st.integers(1, size))
    root = root_from_tiles(size, LONG)
    LONG.read = 0
    verify_inclusion(HASHES[index], index, size, inclusion_proof(index, size, LONG), root)
    assert LONG.read <= 6
    LONG.read = 0
    proof = consistency_proof(old_size, size, LONG)
    assert LONG.read <= 6
    verify_consistency(old_size, size, root_from_tiles(old_size, LONG), root, proof)


def test_a_missing_or_short_tile_is_named() -> None:
    tiles = Tiles(1000)
    tiles.kept[0, 1] = tiles.kept[0, 1][:-32]
    with pytest.raises(MissingTileError, match="tile/0/001"):
        inclusion_proof(300, 1000, tiles)
    del tiles.kept[0, 1]
    with pytest.raises(MissingTileError, match="tile/0/001"):
        inclusion_proof(300, 1000, tiles)


def test_a_proof_of_a_leaf_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no leaf 10"):
        inclusion_proof(10, 10, LONG)
    with pytest.raises(ValueError, match="does not begin"):
        consistency_proof(11, 10, LONG)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert decode_bundle(encode_bundle(entries)) == entries


@pytest.mark.parametrize("bundle", [b"", b"\x00", b"\x00\x02a", b"\x00\x00" * 257])
def test_what_is_no_bundle_is_refused(bundle: bytes) -> None:
    with pytest.raises(BundleError):
        decode_bundle(bundle)


def test_an_entry_too_long_for_a_bundle_is_refused() -> None:
    assert decode_bundle(encode_bundle([b"x" * 65_535])) == [b"x" * 65_535]
    with pytest.raises(BundleError):
        encode_bundle([b"x" * 65_536])
