"""The key store on SQLite and PostgreSQL: one key for all, durable before use, and never a second one."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from foundation.vault.data_keys import new_row
from foundation.vault.errors import SectorClosedError, VaultUnavailableError
from foundation.vault.key_ring import FRESH, KeyRing
from foundation.vault.key_rows import KeyRow, KeyState, Slot
from foundation.vault.opened import Erased, Plain, Unavailable
from foundation.vault.sectors import Sector, SectorKeys, new_sector_keys, parse_sector_keys
from foundation.vault.sql_key_rows import SUBJECT_KEYS, SqlKeyRows, postgres_key_rows, sqlite_key_rows
from foundation.vault.tokens import Place, seal_value
from foundation.vault.vault import Vault
from tests.servers import PostgresServer

NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
CASE = "C-018f6a2c-0000-7000-8000-000000000002"
SLOT = Slot(CASE, Sector.IDENTITY)
PLACE = Place("EVT-018f6a2c-0000-7000-8000-000000000001", "t.v1", "/data/name")
ASKING = """
import sys
from foundation.vault.opening import open_vault
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector
from pathlib import Path
vault = open_vault(sys.argv[1], Path(sys.argv[2]), may_create_keys=True)
sys.stdin.readline()
for number in range(20):
    slot = Slot(f"C-{number}", Sector.IDENTITY)
    print(vault.prepare(frozenset({slot})).result()[slot].key_id)
vault.close()
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vault.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database("vault")


@pytest.fixture
def rows(address: str) -> Iterator[SqlKeyRows]:
    opened = open_rows(address)
    yield opened
    opened.close()


@pytest.fixture
def sectors() -> SectorKeys:
    return parse_sector_keys(new_sector_keys())


def open_rows(address: str) -> SqlKeyRows:
    path = address.removeprefix("sqlite:///")
    return postgres_key_rows(address) if path == address else sqlite_key_rows(Path(path))


def change(rows: SqlKeyRows, **values: object) -> None:
    """Do what erasure will do, without it."""
    with rows._engine.begin() as connection:
        connection.execute(sa.update(SUBJECT_KEYS).values(**values))


def test_processes_that_ask_at_once_get_one_key_for_each_subject(address: str, tmp_path: Path) -> None:
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", ASKING, address, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in asking:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].split() for process in asking]
    assert len(answers[0]) == 20
    assert answers[0] == answers[1] == answers[2]


def test_threads_that_ask_at_once_share_transactions_and_keys(rows: SqlKeyRows, sectors: SectorKeys) -> None:
    ring = KeyRing(rows, sectors)
    slots = [Slot(f"C-{number}", Sector.SPECIAL) for number in range(50)]
    found: list[dict[Slot, UUID]] = []

    def ask() -> None:
        futures = [(slot, ring.request(frozenset({slot}))) for slot in slots]
        found.append({slot: future.result()[slot].key_id for slot, future in futures})

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ring.close()
    assert len(found) == 4
    assert all(answer == found[0] for answer in found)
    assert len(set(found[0].values())) == 50


def test_a_key_is_on_disk_before_it_is_given(address: str, rows: SqlKeyRows, sectors: SectorKeys) -> None:
    ring = KeyRing(rows, sectors)
    key = ring.request(frozenset({SLOT})).result()[SLOT]
    other = open_rows(address)
    assert other.find(key.key_id) is not None
    other.close()
    ring.close()


@pytest.mark.parametrize("state", [KeyState.FENCED, KeyState.DESTROYED])
def test_a_fenced_key_is_never_made_again_nor_used(
    rows: SqlKeyRows, sectors: SectorKeys, state: KeyState
) -> None:
    hand = [0.0]
    vault = Vault(rows, sectors, KeyRing(rows, sectors, monotonic=lambda: hand[0]))
    key = vault.prepare(frozenset({SLOT})).result()[SLOT]
    token = seal_value(sectors, key, PLACE, "Ngozi Example")
    assert vault.open(token, PLACE) == Plain("Ngozi Example")

    wrapped = {} if state is KeyState.FENCED else {"wrapped": None}
    change(rows, state=state.value, changed_at=NOW.isoformat(), **wrapped)
    hand[0] += FRESH + 0.001

    spent = vault.prepare(frozenset({SLOT})).result()[SLOT]
    assert spent.is_spent
    assert spent.secret != key.secret
    assert spent.digest(b"yes") == spent.digest(b"no")
    assert vault.open(seal_value(sectors, spent, PLACE, "Ngozi Example"), PLACE) == Erased(NOW)
    assert vault.open(token, PLACE) == Erased(NOW)
    assert list(rows.current([SLOT], _never)) == [SLOT]
    vault.close()


def test_others_of_the_same_group_are_sealed_when_one_is_fenced(
    rows: SqlKeyRows, sectors: SectorKeys
) -> None:
    rows.current([SLOT], lambda slot: new_row(sectors, slot, uuid4(), NOW))
    change(rows, state="fenced")
    ring = KeyRing(rows, sectors)
    other = Slot("C-other", Sector.IDENTITY)
    fenced, sealed = ring.request(frozenset({SLOT, other})), ring.request(frozenset({other}))
    assert {slot: key.is_spent for slot, key in fenced.result().items()} == {SLOT: True, other: False}
    assert sealed.result()[other].slot == other
    ring.close()


def test_rotating_a_sector_key_leaves_tokens_and_old_rows_readable(rows: SqlKeyRows) -> None:
    old = parse_sector_keys(new_sector_keys())
    rotated_sector = old.of(Sector.IDENTITY)
    fresh = parse_sector_keys(new_sector_keys()).of(Sector.IDENTITY).wrapping[1]
    rotated = SectorKeys(
        {
            **old.sectors,
            Sector.IDENTITY: type(rotated_sector)(
                2, {**rotated_sector.wrapping, 2: fresh}, rotated_sector.locator
            ),
        }
    )
    before, after = Vault(rows, old), Vault(rows, rotated)
    token = seal_value(old, before.prepare(frozenset({SLOT})).result()[SLOT], PLACE, "Ngozi Example")
    other = Slot("C-after", Sector.IDENTITY)
    after.prepare(frozenset({SLOT, other})).result()
    assert after.open(token, PLACE) == Plain("Ngozi Example")
    assert rows.current([other], _never)[other].sector_key_version == 2


def test_a_row_moved_to_another_subject_does_not_open(rows: SqlKeyRows, sectors: SectorKeys) -> None:
    vault = Vault(rows, sectors)
    token = seal_value(sectors, vault.prepare(frozenset({SLOT})).result()[SLOT], PLACE, "x")
    change(rows, subject="C-somebody-else")
    assert isinstance(vault.open(token, PLACE), Unavailable)


def test_a_process_without_the_key_of_a_sector_neither_seals_nor_opens_in_it(
    rows: SqlKeyRows, sectors: SectorKeys
) -> None:
    token = seal_value(sectors, Vault(rows, sectors).prepare(frozenset({SLOT})).result()[SLOT], PLACE, "x")
    outside = Vault(rows, SectorKeys({Sector.SPECIAL: sectors.of(Sector.SPECIAL)}))
    assert isinstance(outside.open(token, PLACE), Unavailable)
    with pytest.raises(SectorClosedError, match="no key for the sector identity"):
        outside.prepare(frozenset({Slot("C-new", Sector.IDENTITY)})).result()


def test_a_key_row_that_is_missing_is_unavailable_and_not_erased(
    rows: SqlKeyRows, sectors: SectorKeys
) -> None:
    row = new_row(sectors, SLOT, uuid4(), NOW)
    vault = Vault(rows, sectors)
    key = vault.prepare(frozenset({SLOT})).result()[SLOT]
    token = seal_value(sectors, type(key)(row.key_id, SLOT, 1, key.secret), PLACE, "x")
    assert vault.open(token, PLACE) == Unavailable(
        "the key store has no such key; it may be older than the events"
    )


@pytest.mark.postgres
def test_a_lost_database_is_said_and_found_again(
    postgres_server: PostgresServer, sectors: SectorKeys
) -> None:
    rows = postgres_key_rows(postgres_server.fresh_database("vault"))
    vault = Vault(rows, sectors)
    first = vault.prepare(frozenset({SLOT})).result()[SLOT]
    postgres_server.kill()
    with pytest.raises(VaultUnavailableError, match="does not answer"):
        vault.prepare(frozenset({Slot("C-during", Sector.IDENTITY)})).result()
    postgres_server.restart()
    assert rows.current([SLOT], _never)[SLOT].key_id == first.key_id
    vault.close()


def test_the_key_file_of_sqlite_is_private(tmp_path: Path) -> None:
    rows = sqlite_key_rows(tmp_path / "vault.sqlite")
    rows.current([SLOT], lambda slot: new_row(parse_sector_keys(new_sector_keys()), slot, uuid4(), NOW))
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
    rows.close()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(VaultUnavailableError, match=str(tmp_path)):
        sqlite_key_rows(tmp_path / "missing" / "vault.sqlite")


def _never(_slot: Slot) -> KeyRow:
    raise AssertionError("a new key was asked for")
