"""Rotates the key of a sector in a process of its own, which ends itself without warning at a named point."""

import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from foundation.vault import rotation
from foundation.vault.key_rows import KeyRow
from foundation.vault.sectors import Sector
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_wrapping import SqlKeyWrapping

url, file, point = sys.argv[1], Path(sys.argv[2]), sys.argv[3]


def die_at(here: str) -> None:
    if here == point:
        os.kill(os.getpid(), signal.SIGKILL)


class Dying(SqlKeyWrapping):
    batches = 0

    def raise_version(self, sector: Sector, version: int) -> None:
        die_at("new key in the file")
        super().raise_version(sector, version)
        die_at("old key refused")

    def wrapped_below(self, sector: Sector, version: int, limit: int) -> Sequence[KeyRow]:
        found = super().wrapped_below(sector, version, limit)
        if not found:
            die_at("all wrapped anew")
        return found

    def rewrap(self, renewed: Iterable[tuple[KeyRow, KeyRow]]) -> int:
        done = super().rewrap(renewed)
        die_at("a batch wrapped anew")
        return done


rotation.rotate(file, Dying(engine_of(url)), Sector.IDENTITY)
die_at("old key dropped")
