"""The key store on SQLite and PostgreSQL, one set of statements for both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from foundation.vault.errors import StaleSectorKeysError
from foundation.vault.key_rows import KeyRow, KeyState, Slot
from foundation.vault.sectors import Sector
from foundation.vault.sql_engines import answering, insert_of, postgres_engine, sqlite_engine

SCHEMA_LOCK = 7_421_993_105
"""Number of the advisory lock under which the table is made."""
SLOTS_AT_ONCE = 400
"""Far below the number of parameters that either database takes in a statement."""

METADATA = sa.MetaData()
SECTOR_VERSIONS = sa.Table(
    "sector_versions",
    METADATA,
    sa.Column("sector", sa.String(16), primary_key=True),
    sa.Column("current", sa.Integer, nullable=False),
)
"""The version of each sector's key below which no row is inserted any more."""
SUBJECT_KEYS = sa.Table(
    "subject_keys",
    METADATA,
    sa.Column("key_id", sa.String(36), primary_key=True),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("sector", sa.String(16), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("sector_key_version", sa.Integer, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),
    sa.Column("changed_at", sa.String(40), nullable=False),
    sa.UniqueConstraint("subject", "sector", "version"),
)


class SqlKeyRows:
    """Key rows in one table. A row once written is only ever changed by erasure and rewrapping."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._insert = insert_of(engine)
        with self._writing() as connection:
            create_missing(connection, SUBJECT_KEYS, SECTOR_VERSIONS)

    def current(self, slots: Iterable[Slot], make: Callable[[Slot], KeyRow]) -> Mapping[Slot, KeyRow]:
        """The newest row of every slot; missing ones are inserted, or read when another process was first."""
        wanted = sorted(set(slots), key=lambda slot: (slot.subject, slot.sector))
        found = self._newest(wanted)
        missing = [slot for slot in wanted if slot not in found]
        if missing:
            with self._writing() as connection:
                values = [values_of(make(slot)) for slot in missing]
                connection.execute(self._insert(SUBJECT_KEYS).on_conflict_do_nothing(), values)
                self._check_versions(connection, values)
            found |= self._newest(missing)
        return found

    def find(self, key_id: UUID) -> KeyRow | None:
        """One row, or None when there is none of this id."""
        with self._reading() as connection:
            row = connection.execute(
                sa.select(SUBJECT_KEYS).where(SUBJECT_KEYS.c.key_id == str(key_id))
            ).one_or_none()
        return None if row is None else key_row(row)

    def find_all(self, key_ids: Iterable[UUID]) -> Mapping[UUID, KeyRow]:
        """The rows that there are of these ids."""
        remaining = iter({str(key_id) for key_id in key_ids})
        found: dict[UUID, KeyRow] = {}
        with self._reading() as connection:
            while part := list(islice(remaining, SLOTS_AT_ONCE)):
                rows = connection.execute(sa.select(SUBJECT_KEYS).where(SUBJECT_KEYS.c.key_id.in_(part)))
                found |= {row.key_id: row for row in map(key_row, rows)}
        return found

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    def _newest(self, slots: list[Slot]) -> dict[Slot, KeyRow]:
        found: dict[Slot, KeyRow] = {}
        if not slots:
            return found
        columns = SUBJECT_KEYS.c
        remaining = iter(slots)
        with self._reading() as connection:
            while part := list(islice(remaining, SLOTS_AT_ONCE)):
                pairs = [(slot.subject, slot.sector.value) for slot in part]
                rows = connection.execute(
                    sa.select(SUBJECT_KEYS)
                    .where(sa.tuple_(columns.subject, columns.sector).in_(pairs))
                    .order_by(columns.version)
                )
                found |= {row.slot: row for row in map(key_row, rows)}
        return found

    def _check_versions(self, connection: sa.Connection, values: list[dict[str, Any]]) -> None:
        """Keep out rows wrapped under a key that is being removed; the insert before holds off a rotation."""
        used = {value["sector"]: value["sector_key_version"] for value in values}
        columns = SECTOR_VERSIONS.c
        rows = connection.execute(
            sa.select(columns.sector, columns.current)
            .where(columns.sector.in_(list(used)))
            .with_for_update(read=True)
        )
        stored: dict[str, int] = {row.sector: row.current for row in rows}
        for sector, version in used.items():
            if version < stored.get(sector, 0):
                raise StaleSectorKeysError(
                    f"the key of sector {sector} was rotated; give this process the new sector keys"
                )
            if version > stored.get(sector, 0):
                raise_version(connection, self._insert, sector, version)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with answering(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with answering(), self._engine.begin() as connection:
            yield connection


def create_missing(connection: sa.Connection, *tables: sa.Table) -> None:
    """Make tables under the lock of the schema; who may not make any finds them there."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(SCHEMA_LOCK)))
    there = set(sa.inspect(connection).get_table_names())
    for table in tables:
        if table.name not in there:
            connection.execute(CreateTable(table, if_not_exists=True))


def raise_version(connection: sa.Connection, insert: Callable[..., Any], sector: str, version: int) -> None:
    """State the version of a sector's key that is now in use, unless a newer one is."""
    columns = SECTOR_VERSIONS.c
    row = insert(SECTOR_VERSIONS).values(sector=sector, current=version)
    connection.execute(
        row.on_conflict_do_update(
            index_elements=[columns.sector], set_={"current": version}, where=columns.current < version
        )
    )


def sqlite_key_rows(path: Path) -> SqlKeyRows:
    """The key store in a private file, made in an existing folder when missing."""
    return SqlKeyRows(sqlite_engine(path))


def postgres_key_rows(url: str) -> SqlKeyRows:
    """The key store in a PostgreSQL database, given as `postgresql://…`."""
    return SqlKeyRows(postgres_engine(url))


def values_of(row: KeyRow) -> dict[str, Any]:
    """A row as the table holds it."""
    return {
        "key_id": str(row.key_id),
        "subject": row.slot.subject,
        "sector": row.slot.sector.value,
        "version": row.version,
        "state": row.state.value,
        "sector_key_version": row.sector_key_version,
        "wrapped": row.wrapped,
        "changed_at": row.changed_at.astimezone(UTC).isoformat(),
    }


def key_row(row: sa.Row[Any]) -> KeyRow:
    """A row as the vault knows it."""
    return KeyRow(
        UUID(row.key_id),
        Slot(row.subject, Sector(row.sector)),
        row.version,
        KeyState(row.state),
        row.sector_key_version,
        row.wrapped,
        datetime.fromisoformat(row.changed_at),
    )
