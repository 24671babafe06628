"""The key store on SQLite and PostgreSQL, one set of statements for both."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from foundation.vault.errors import VaultUnavailableError
from foundation.vault.key_rows import KeyRow, KeyState, Slot
from foundation.vault.sectors import Sector

LOCK_WAIT = 10
"""Seconds that a writer waits for writers of other processes (SQLite), or for a connection (PostgreSQL)."""
SCHEMA_LOCK = 7_421_993_105
"""Number of the advisory lock under which the table is made."""
SLOTS_AT_ONCE = 400
"""Far below the number of parameters that either database takes in a statement."""

METADATA = sa.MetaData()
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
        self._insert: Callable[..., Any] = (
            postgresql.insert if engine.dialect.name == "postgresql" else sqlite.insert
        )
        with self._writing() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(SCHEMA_LOCK)))
            connection.execute(CreateTable(SUBJECT_KEYS, if_not_exists=True))

    def current(self, slots: Iterable[Slot], make: Callable[[Slot], KeyRow]) -> Mapping[Slot, KeyRow]:
        """The newest row of every slot; missing ones are inserted, or read when another process was first."""
        wanted = sorted(set(slots), key=lambda slot: (slot.subject, slot.sector))
        found = self._newest(wanted)
        missing = [slot for slot in wanted if slot not in found]
        if missing:
            found |= self._added([make(slot) for slot in missing])
            found |= self._newest([slot for slot in missing if slot not in found])
        return found

    def find(self, key_id: UUID) -> KeyRow | None:
        """One row, or None when there is none of this id."""
        with self._reading() as connection:
            row = connection.execute(
                sa.select(SUBJECT_KEYS).where(SUBJECT_KEYS.c.key_id == str(key_id))
            ).one_or_none()
        return None if row is None else _key_row(row)

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    def _added(self, rows: list[KeyRow]) -> dict[Slot, KeyRow]:
        """Insert rows; those are missing in the answer for which another process was first."""
        statement = self._insert(SUBJECT_KEYS).on_conflict_do_nothing().returning(SUBJECT_KEYS.c.key_id)
        with self._writing() as connection:
            kept = set(connection.execute(statement, [_values(row) for row in rows]).scalars())
        return {row.slot: row for row in rows if str(row.key_id) in kept}

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
                found |= {row.slot: row for row in map(_key_row, rows)}
        return found

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _answering(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _answering(), self._engine.begin() as connection:
            yield connection


def sqlite_key_rows(path: Path) -> SqlKeyRows:
    """The key store in a private file, made in an existing folder when missing."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise VaultUnavailableError(f"{path}: cannot be opened ({type(error).__name__})") from None
    engine = sa.create_engine(
        f"sqlite:///{path}", connect_args={"timeout": LOCK_WAIT}, hide_parameters=True, pool_size=8
    )
    sa.event.listen(engine, "connect", _settle_sqlite)
    return SqlKeyRows(engine)


def postgres_key_rows(url: str) -> SqlKeyRows:
    """The key store in a PostgreSQL database, given as `postgresql://…`."""
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
    except sa.exc.ArgumentError:
        raise ValueError("the vault's address is not a PostgreSQL URL") from None
    return SqlKeyRows(
        sa.create_engine(
            address,
            connect_args={"connect_timeout": 5, "application_name": "vault"},
            hide_parameters=True,
            pool_pre_ping=True,
            pool_timeout=LOCK_WAIT,
        )
    )


def _settle_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Commits are on disk when they return; a key that is overwritten leaves nothing in free pages."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        raise VaultUnavailableError(f"the key store does not answer ({kind}); try again") from None


def _values(row: KeyRow) -> dict[str, Any]:
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


def _key_row(row: sa.Row[Any]) -> KeyRow:
    return KeyRow(
        UUID(row.key_id),
        Slot(row.subject, Sector(row.sector)),
        row.version,
        KeyState(row.state),
        row.sector_key_version,
        row.wrapped,
        datetime.fromisoformat(row.changed_at),
    )
