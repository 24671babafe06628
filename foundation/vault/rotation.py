"""Rotates the key of a sector: every data key is wrapped anew, and no event is touched.

New key into the file → no more rows under the old one → rows wrapped anew in batches → old key out of the
file, once no row needs it. Ended at any point, it goes on from there when it is called again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foundation.vault.data_keys import rewrapped
from foundation.vault.key_rows import KeyWrapping
from foundation.vault.sector_file import alone_with, begin_version, drop_old_versions
from foundation.vault.sectors import Sector, load_sector_keys

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
        rows.raise_version(sector, version)
        sectors = load_sector_keys(path)
        total = 0
        while batch := rows.wrapped_below(sector, version, BATCH):
            changed = rows.rewrap([(row, rewrapped(sectors, row)) for row in batch])
            total += changed
            done(changed)
        drop_old_versions(path, sector)
    return Rotated(sector, version, total)
