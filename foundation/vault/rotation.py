"""Rotates the key of a sector: every data key is wrapped anew, and no event is touched.

New key into the file → no more rows under the old one → rows wrapped anew in batches → old key out of the
file, once no row needs it. Ended at any point, it goes on from there when it is called again.

Keys that are not in a file are kept by somebody else. Their rotation is two calls, with the document put back
where it is kept between them: no row is wrapped under a key before it is known to be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foundation.vault.data_keys import rewrapped
from foundation.vault.key_rows import KeyWrapping
from foundation.vault.sector_document import is_rotating, with_new_version, without_old_versions
from foundation.vault.sector_file import alone_with, begin_version, drop_old_versions
from foundation.vault.sectors import (
    Sector,
    SectorKeys,
    SectorKeysError,
    load_sector_keys,
    parse_sector_keys,
)

BATCH = 500
"""Rows wrapped anew in a transaction."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """A rotation that is done."""

    sector: Sector
    version: int
    rows: int
    """Rows that were wrapped anew this time."""


def rotate(
    path: Path, rows: KeyWrapping, sector: Sector, done: Callable[[int], None] = lambda _: None
) -> Rotated:
    """Rotate the key of one sector, or finish a rotation; `done` is told how many rows each batch had.

    Raises SectorKeysError for a key file that cannot be used, SectorClosedError for a row that none of its
    keys opens (the old key then stays), and VaultUnavailableError; call it again after any of them.
    """
    with alone_with(path):
        version = begin_version(path, sector)
        total = _wrap_anew(load_sector_keys(path), rows, sector, version, done)
        drop_old_versions(path, sector)
    return Rotated(sector, version, total)


def rotate_document(
    content: bytes, rows: KeyWrapping, sector: Sector, done: Callable[[int], None] = lambda _: None
) -> tuple[bytes, Rotated | None]:
    """One of the two steps of a rotation without a file: the document to keep from now on, and what was done.

    A document with one key of the sector gets a new one beside it, and no row is touched (None). With two
    keys, every row is wrapped under the current one, and the other is left out. Raises as `rotate` does, and
    SectorKeysError for a document older than the key store.
    """
    sectors = parse_sector_keys(content)
    version = sectors.of(sector).current
    if version < rows.version_in_use(sector):
        raise SectorKeysError(f"the key store uses a newer key of sector {sector}; give the newest document")
    if not is_rotating(content, sector):
        return with_new_version(content, sector)[0], None
    total = _wrap_anew(sectors, rows, sector, version, done)
    return without_old_versions(content, sector), Rotated(sector, version, total)


def _wrap_anew(
    sectors: SectorKeys, rows: KeyWrapping, sector: Sector, version: int, done: Callable[[int], None]
) -> int:
    """Keep out rows under older versions, and wrap those that there are; how many."""
    rows.raise_version(sector, version)
    total = 0
    while batch := rows.wrapped_below(sector, version, BATCH):
        changed = rows.rewrap([(row, rewrapped(sectors, row)) for row in batch])
        total += changed
        done(changed)
    return total
