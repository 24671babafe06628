"""Ends keys on SQLite and PostgreSQL: fences first, then drops the wrapped bytes, also from the files."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from foundation.vault.errors import VaultUnavailableError
from foundation.vault.key_rows import KeyRow, KeyState, Slot
from foundation.vault.sql_engines import answering, insert_of
from foundation.vault.sql_key_rows import SUBJECT_KEYS, key_row, values_of

CHUNK = 1 << 24
"""Bytes of a database file that are searched at a time."""
ENDED = [KeyState.FENCED.value, KeyState.DESTROYED.value]
COLUMNS = SUBJECT_KEYS.c


class SqlKeyEnding:
    """Works on the table that `SqlKeyRows` made."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def fence(self, slots: Iterable[Slot], at: datetime) -> None:
        """End the use of these keys; a slot without a key gets a row that keeps one from being made."""
        wanted = list(slots)
        blank = [
            values_of(KeyRow(uuid4(), slot, 1, KeyState.FENCED, 0, None, at.astimezone(UTC)))
            for slot in wanted
        ]
        with answering(), self._engine.begin() as connection:
            connection.execute(insert_of(self._engine)(SUBJECT_KEYS).on_conflict_do_nothing(), blank)
            connection.execute(
                sa.update(SUBJECT_KEYS)
                .where(_among(wanted), COLUMNS.state == KeyState.ACTIVE.value)
                .values(state=KeyState.FENCED.value, changed_at=at.astimezone(UTC).isoformat())
            )

    def destroy(self, slots: Iterable[Slot]) -> None:
        """Drop the wrapped keys of fenced rows, and their bytes from the files of the database."""
        fenced = sa.and_(_among(list(slots)), COLUMNS.state.in_(ENDED))
        with answering(), self._engine.begin() as connection:
            held = sa.select(COLUMNS.wrapped).where(fenced, COLUMNS.wrapped.is_not(None))
            wrapped = [bytes(one) for one in connection.execute(held).scalars()]
            connection.execute(
                sa.update(SUBJECT_KEYS).where(fenced).values(state=KeyState.DESTROYED.value, wrapped=None)
            )
        with answering():
            self._scrub(wrapped)

    def ended(self) -> Sequence[KeyRow]:
        """Every row that is fenced or destroyed."""
        with answering(), self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(SUBJECT_KEYS).where(COLUMNS.state.in_(ENDED)).order_by(COLUMNS.subject)
            )
            return [key_row(row) for row in rows]

    def _scrub(self, wrapped: list[bytes]) -> None:
        """Take the bytes out of the files; when a crash left them unknown, by writing everything anew."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self._engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET lock_timeout = '10s'")
                connection.exec_driver_sql(f"VACUUM (FULL) {SUBJECT_KEYS.name}")
                connection.exec_driver_sql("RESET lock_timeout")
                return
            path = Path(str(self._engine.url.database))
            _empty_log(connection)
            if not wrapped or _found(path, wrapped):
                connection.exec_driver_sql("VACUUM")
                _empty_log(connection)
            if _found(path, wrapped):
                raise VaultUnavailableError(f"{path}: destroyed keys are still in the file; try again")


def _empty_log(connection: sa.Connection) -> None:
    """Write the log into the database and cut it to nothing, or say who keeps that from happening."""
    busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise VaultUnavailableError("another process reads the key store all the time; try again")


def _among(slots: list[Slot]) -> sa.ColumnElement[bool]:
    pairs = [(slot.subject, slot.sector.value) for slot in slots]
    return sa.tuple_(COLUMNS.subject, COLUMNS.sector).in_(pairs)


def _found(path: Path, wanted: list[bytes]) -> bool:
    """Whether any of these stands anywhere in a file."""
    overlap = max(map(len, wanted), default=1) - 1
    before = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            text = before + chunk
            if any(one in text for one in wanted):
                return True
            before = text[-overlap:] if overlap else b""
    return False
