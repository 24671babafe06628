"""Keys that end and sectors that get new keys, on SQLite and PostgreSQL."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from foundation.vault.errors import SectorClosedError, StaleSectorKeysError
from foundation.vault.key_ring import FRESH, KeyRing
from foundation.vault.key_rows import KeyState, Slot
from foundation.vault.opened import Erased, Plain, Unavailable
from foundation.vault.opening import open_vault
from foundation.vault.rotation import rotate
from foundation.vault.sector_file import begin_version
from foundation.vault.sectors import Sector, load_sector_keys
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding
from foundation.vault.sql_key_rows import SqlKeyRows
from foundation.vault.sql_key_wrapping import SqlKeyWrapping
from foundation.vault.tokens import Place, seal_value
from foundation.vault.vault import Vault
from tests.servers import PostgresServer

NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
CASE = "C-018f6a2c-0000-7000-8000-000000000002"
SLOT, NEVER_USED = Slot(CASE, Sector.IDENTITY), Slot(CASE, Sector.SPECIAL)
PLACE = Place("EVT-018f6a2c-0000-7000-8000-000000000001", "t.v1", "/data/name")
MANY = 1200
"""More than two batches of a rotation."""


@dataclass
class Room:
    """A key store and its key file."""

    url: str
    file: Path
    engine: sa.Engine
    vault: Vault

    def seal(self, slot: Slot, value: str, vault: Vault | None = None) -> str:
        vault = vault or self.vault
        key = vault.prepare(frozenset({slot})).result()[slot]
        return seal_value(vault._sectors, key, PLACE, value)

    def rotate(self, *, stop_after: int | None = None) -> int:
        batches = 0

        def done(_rows: int) -> None:
            nonlocal batches
            batches += 1
            if batches == stop_after:
                raise KeyboardInterrupt

        return rotate(self.file, SqlKeyWrapping(self.engine), Sector.IDENTITY, done).rows

    def versions(self) -> set[str]:
        return set(json.loads(self.file.read_text())["identity"]["keys"])


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Room]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/vault.sqlite"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.fresh_database("vault")
    vault = open_vault(url, tmp_path / "keys", may_create_keys=True)
    engine = engine_of(url)
    yield Room(url, tmp_path / "keys" / "sectors.json", engine, vault)
    vault.close()
    engine.dispose()


def test_a_rotated_sector_opens_all_that_was_sealed_before_and_after(room: Room) -> None:
    before = room.seal(SLOT, "before")
    assert room.rotate() == 1
    assert room.versions() == {"2"}
    assert room.vault.open(before, PLACE) == Plain("before")
    other = Slot("C-new", Sector.IDENTITY)
    assert room.vault.open(room.seal(other, "after"), PLACE) == Plain("after")
    again = open_vault(room.url, room.file.parent)
    assert again.open(before, PLACE) == Plain("before")
    again.close()


def test_a_rotation_that_was_ended_goes_on_and_keeps_the_old_key_until_then(room: Room) -> None:
    slots = [Slot(f"C-{number}", Sector.IDENTITY) for number in range(MANY)]
    room.vault.prepare(frozenset(slots)).result()
    token = room.seal(slots[-1], "x")
    with pytest.raises(KeyboardInterrupt):
        room.rotate(stop_after=1)
    assert room.versions() == {"1", "2"}
    assert room.vault.open(token, PLACE) == Plain("x")
    assert room.rotate() == MANY - 500
    assert room.versions() == {"2"}
    assert room.vault.open(token, PLACE) == Plain("x")


def test_no_key_is_wrapped_under_a_sector_key_that_is_going(room: Room) -> None:
    stale = load_sector_keys(room.file)
    stale.read_again = None
    behind = Vault(SqlKeyRows(engine_of(room.url)), stale)
    room.rotate()
    with pytest.raises(StaleSectorKeysError, match="was rotated"):
        behind.prepare(frozenset({SLOT})).result()
    behind.close()
    assert room.vault.open(room.seal(SLOT, "x"), PLACE) == Plain("x")


def test_sealing_goes_on_during_rotations(room: Room) -> None:
    tokens: list[str] = []
    stop = threading.Event()

    def seal_new_ones() -> None:
        while not stop.is_set():
            tokens.append(room.seal(Slot(f"C-{len(tokens)}", Sector.IDENTITY), "x"))

    thread = threading.Thread(target=seal_new_ones)
    thread.start()
    try:
        for _ in range(3):
            room.rotate()
    finally:
        stop.set()
        thread.join()
    assert room.versions() == {"4"}
    assert {type(room.vault.open(token, PLACE)) for token in tokens} == {Plain}


def test_the_old_key_stays_while_a_row_cannot_be_wrapped_anew(room: Room) -> None:
    room.seal(SLOT, "x")
    with room.engine.begin() as connection:
        connection.execute(sa.text("UPDATE subject_keys SET subject = 'C-somebody-else'"))
    with pytest.raises(SectorClosedError):
        room.rotate()
    assert room.versions() == {"1", "2"}


def test_a_backup_from_before_a_rotation_opens_nothing_more(room: Room) -> None:
    token = room.seal(SLOT, "x")
    with room.engine.connect() as connection:
        old = connection.execute(sa.text("SELECT wrapped FROM subject_keys")).scalar_one()
    room.rotate()
    with room.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE subject_keys SET wrapped = :old, sector_key_version = 1"), {"old": old}
        )
    started_later = open_vault(room.url, room.file.parent)
    assert isinstance(started_later.open(token, PLACE), Unavailable)
    started_later.close()


def test_beginning_a_rotation_twice_makes_one_new_version(room: Room) -> None:
    assert begin_version(room.file, Sector.IDENTITY) == begin_version(room.file, Sector.IDENTITY) == 2
    assert room.file.stat().st_mode & 0o077 == 0


def test_ended_keys_open_nothing_and_are_never_made_again(room: Room) -> None:
    token, ending = room.seal(SLOT, "x"), SqlKeyEnding(room.engine)
    for _ in range(2):
        ending.fence([SLOT, NEVER_USED], NOW)
        assert room.vault.open(token, PLACE) == Erased(NOW)
    for _ in range(2):
        ending.destroy([SLOT, NEVER_USED])
    assert {row.state for row in ending.ended()} == {KeyState.DESTROYED}
    assert {row.wrapped for row in ending.ended()} == {None}
    again = open_vault(room.url, room.file.parent)
    assert all(again.prepare(frozenset({slot})).result()[slot].is_spent for slot in (SLOT, NEVER_USED))
    assert again.open(token, PLACE) == Erased(NOW)
    again.close()


def test_rotating_leaves_ended_keys_ended(room: Room) -> None:
    token, ending = room.seal(SLOT, "x"), SqlKeyEnding(room.engine)
    ending.fence([SLOT], NOW)
    assert room.rotate() == 1
    assert room.vault.open(token, PLACE) == Erased(NOW)
    ending.destroy([SLOT])
    assert room.rotate() == 0


def test_keys_that_are_not_fresh_leave_memory_by_themselves(room: Room) -> None:
    hand = [0.0]
    ring = KeyRing(SqlKeyRows(engine_of(room.url)), load_sector_keys(room.file), monotonic=lambda: hand[0])
    ring.request(frozenset({SLOT})).result()
    assert list(ring._kept) == [SLOT]
    hand[0] += FRESH + 0.001
    ring._fade()
    assert list(ring._kept) == []
    ring.close()


def test_destroyed_keys_are_in_no_page_of_the_database(
    room: Room, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    slots = [Slot(f"C-{number}", Sector.IDENTITY) for number in range(MANY)]
    room.vault.prepare(frozenset(slots)).result()
    ended, ending = slots[::7], SqlKeyEnding(room.engine)
    with room.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT subject, wrapped FROM subject_keys")).all()
    chosen = {slot.subject for slot in ended}
    wrapped = [bytes(row.wrapped) for row in rows if row.subject in chosen]
    ending.fence(ended, NOW)
    ending.destroy(ended)
    files = _files(room, tmp_path)
    assert len(wrapped) == len(ended)
    assert files
    assert not any(one in path.read_bytes() for one in wrapped for path in files)
    kept = next(bytes(row.wrapped) for row in rows if row.subject not in chosen)
    assert any(kept in path.read_bytes() for path in files), "the search finds what is there"


def _files(room: Room, folder: Path) -> list[Path]:
    """The files that hold the table of keys, with nothing left in the memory of the server."""
    if room.url.startswith("sqlite"):
        return list(folder.glob("vault.sqlite*"))
    with room.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("CHECKPOINT"))
        place = sa.text(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('subject_keys')"
        )
        path = Path(connection.execute(place).scalar_one())
    if not path.is_file():
        pytest.skip("the files of this server are not here")
    return [path]
