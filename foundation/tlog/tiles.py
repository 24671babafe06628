"""Tiles and entry bundles as C2SP tlog-tiles names and encodes them.

Tile `number` at `level` holds up to 256 hashes, each the root of 256**level leaves. A tile with fewer is
partial; it is the beginning of the full tile that will stand in its place.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foundation.tlog.merkle import HASH_SIZE

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_BYTES = TILE_WIDTH * HASH_SIZE
MAX_LEVEL = 63
MAX_ENTRY = 65_535
ENTRIES = -1
"""The level under which `tile/entries/…` is known here."""

_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<number>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


class TilePathError(ValueError):
    """The path names no tile and no entry bundle."""


class BundleError(ValueError):
    """The bytes are no entry bundle."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The name of a tile, or of an entry bundle when the level is ENTRIES."""

    level: int
    number: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's prefix, such as `tile/0/x001/x234/067` or `tile/1/000.p/17`."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == TILE_WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_number_path(self.number)}{partial}"

    @property
    def full(self) -> bool:
        """A full tile never changes."""
        return self.width == TILE_WIDTH


def parse_path(path: str) -> Tile:
    """The tile that a path names; only the one canonical spelling of each name is accepted."""
    found = _PATH.fullmatch(path)
    if found is None:
        raise TilePathError("the path does not have the form tile/<level>/<number>[.p/<width>]")
    level = ENTRIES if found["level"] == "entries" else int(found["level"])
    number = int(found["number"].replace("/", "").replace("x", ""))
    tile = Tile(level, number, int(found["width"] or TILE_WIDTH))
    if level > MAX_LEVEL or tile.path != path:
        raise TilePathError("level, number or width of the tile is out of range or not in its shortest form")
    return tile


def width_at(level: int, number: int, size: int) -> int:
    """How many hashes the tile holds in a tree of `size` leaves; 0 when it does not exist."""
    hashes = size >> (8 * max(level, 0))
    return min(TILE_WIDTH, max(0, hashes - number * TILE_WIDTH))


def tiles_of(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree of `size` leaves, level by level."""
    level, hashes = 0, size
    while hashes:
        yield from _row(level, hashes)
        level, hashes = level + 1, hashes >> 8


def bundles_of(size: int) -> Iterator[Tile]:
    """Every entry bundle of a tree of `size` leaves."""
    yield from _row(ENTRIES, size)


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """The entries one after another, each behind its length in two bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise BundleError(f"an entry of {len(entry)} bytes is longer than {MAX_ENTRY}")
        parts += (len(entry).to_bytes(2), entry)
    return b"".join(parts)


def decode_bundle(bundle: bytes) -> list[bytes]:
    """The entries of a bundle, 1 to 256 of them."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start])
        if start > len(bundle) or at > len(bundle):
            raise BundleError("the bundle ends within an entry")
        entries.append(bundle[start:at])
    if not 1 <= len(entries) <= TILE_WIDTH:
        raise BundleError(f"a bundle holds 1 to {TILE_WIDTH} entries, not {len(entries)}")
    return entries


def _row(level: int, hashes: int) -> Iterator[Tile]:
    full, partial = divmod(hashes, TILE_WIDTH)
    for number in range(full):
        yield Tile(level, number)
    if partial:
        yield Tile(level, full, partial)


def _number_path(number: int) -> str:
    path = f"{number % 1000:03d}"
    while number := number // 1000:
        path = f"x{number % 1000:03d}/{path}"
    return path
