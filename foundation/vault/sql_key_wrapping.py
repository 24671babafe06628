"""Wraps data keys anew on SQLite and PostgreSQL."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from foundation.vault.key_rows import KeyRow
from foundation.vault.sectors import Sector
from foundation.vault.sql_engines import answering, insert_of
from foundation.vault.sql_key_rows import SECTOR_VERSIONS, SUBJECT_KEYS, key_row, raise_version

COLUMNS = SUBJECT_KEYS.c


class SqlKeyWrapping:
    """Works on the tables that `SqlKeyRows` made."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def raise_version(self, sector: Sector, version: int) -> None:
        """From now on no row is inserted that was wrapped under an older version."""
        with answering(), self._engine.begin() as connection:
            raise_version(connection, insert_of(self._engine), sector.value, version)

    def version_in_use(self, sector: Sector) -> int:
        """The version below which no row is inserted any more; 0 before the first row."""
        current = sa.select(SECTOR_VERSIONS.c.current).where(SECTOR_VERSIONS.c.sector == sector.value)
        with answering(), self._engine.connect() as connection:
            return int(connection.execute(current).scalar() or 0)

    def wrapped_below(self, sector: Sector, version: int, limit: int) -> Sequence[KeyRow]:
        """Some rows whose key is still wrapped under an older version."""
        older = sa.and_(COLUMNS.sector == sector.value, COLUMNS.sector_key_version < version)
        with answering(), self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(SUBJECT_KEYS).where(older, COLUMNS.wrapped.is_not(None)).limit(limit)
            )
            return [key_row(row) for row in rows]

    def rewrap(self, renewed: Iterable[tuple[KeyRow, KeyRow]]) -> int:
        """Replace wrapped keys in one transaction, but for rows that changed meanwhile; how many."""
        changed = 0
        with answering(), self._engine.begin() as connection:
            for before, after in renewed:
                unchanged = (
                    COLUMNS.key_id == str(before.key_id),
                    COLUMNS.sector_key_version == before.sector_key_version,
                    COLUMNS.wrapped.is_not(None),
                )
                values = {"sector_key_version": after.sector_key_version, "wrapped": after.wrapped}
                changed += connection.execute(
                    sa.update(SUBJECT_KEYS).where(*unchanged).values(values)
                ).rowcount
        return changed
