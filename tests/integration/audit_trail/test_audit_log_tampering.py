"""One changed byte anywhere is found, and its place is named."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore, StoreUnavailableError
from foundation.event_store.store import CheckedEventStore
from foundation.tlog.notes import NoteSigner
from projections.audit_trail.faults import Fault, Report
from projections.audit_trail.trail import AuditTrail
from projections.audit_trail.verify import verify
from projections.runner.opening import open_database
from tests.integration.audit_trail.logged_events import (
    NOW,
    SERVICE,
    SIGNER,
    Record,
    body,
    fill,
    log,
    log_store,
    open_trail,
    records,
)
from tests.servers import PostgresServer

COUNT = 600
"""Two full tiles and a partial one."""


@dataclass
class Logged:
    """A log and its events, with a way past the database's own guards."""

    trail: AuditTrail
    store: CheckedEventStore
    events: Engine

    def verified(self) -> Report:
        return verify(self.trail.engine, {SERVICE: self.store}, SIGNER.verifier, NOW)

    def places(self) -> list[str]:
        return [str(fault) for fault in self.verified().faults]

    def tampered(self, engine: Engine, statement: str, **values: object) -> None:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                connection.execute(text("PRAGMA ignore_check_constraints = on"))
            assert connection.execute(text(statement), values).rowcount == 1


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def logged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """Six hundred logged events. Whoever changes something puts it back."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("tampering")
        addresses = [f"sqlite:///{folder}/{name}.sqlite" for name in ("audit", "events")]
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        addresses = [server.fresh_database("audit"), server.fresh_database("events")]
    trail, store = open_trail(addresses[0]), open_store(addresses[1])
    fill(store, 1, COUNT + 1)
    log_store(trail, store, 70)
    events = open_database(addresses[1])
    if request.param == "sqlite":
        with events.begin() as connection:
            connection.execute(text("DROP TRIGGER stored_events_refuse_update"))
            connection.execute(text("DROP TRIGGER stored_events_refuse_delete"))
    yield Logged(trail, store, events)
    events.dispose()
    trail.engine.dispose()
    store.close()


def test_an_untouched_log_is_sound(logged: Logged) -> None:
    steps: list[tuple[int, int]] = []
    report = verify(
        logged.trail.engine,
        {SERVICE: logged.store},
        SIGNER.verifier,
        NOW,
        kept=[one.note for one in logged.trail.checkpoints()],
        progress=lambda done, total: steps.append((done, total)),
    )
    assert report.sound
    assert (report.size, report.events, report.pending, report.checkpoints) == (COUNT, COUNT, 0, 10)
    assert steps
    assert all(done <= total == 2 * COUNT for done, total in steps)


def flipped(value: object) -> object:
    """The value with one bit of one byte changed."""
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, str):
        return value[:-9] + chr(ord(value[-9]) ^ 1) + value[-8:]
    assert isinstance(value, bytes)
    raw = value
    return raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :]


def other_uuid(value: object) -> object:
    return flipped(value) if isinstance(value, bytes) else flipped(str(value))


LOG_COLUMNS = [
    ("leaf", "idx", "idx = 7", r"leaf (6|7): "),
    ("leaf", "service", "idx = 7", r"leaf 7: column service"),
    ("leaf", "sequence", "idx = 599", r"leaf 599: column sequence"),
    ("leaf", "event_id", "idx = 7", r"leaf 7: column event_id"),
    ("leaf", "entry", "idx = 7", r"leaf 7: "),
    ("leaf", "entry", "idx = 255", r"leaf 255: is not what was logged"),
    ("leaf", "entry", "idx = 599", r"leaf 599: is not what was logged"),
    ("tile", "hashes", "level = 0 and number = 0", r"tile/0/000: hash 128 is not that of leaf 128"),
    ("tile", "hashes", "level = 0 and number = 1", r"tile/0/001: hash 128 is not that of leaf 384"),
    ("tile", "hashes", "level = 0 and number = 2", r"tile/0/002.p/88: hash 44 is not that of leaf 556"),
    ("tile", "hashes", "level = 1 and number = 0", r"tile/1/000.p/2: hash 1 "),
    ("tile", "level", "level = 1 and number = 0", r"tile/1/000.p/2: is missing"),
    ("tile", "number", "level = 0 and number = 2", r"tile/0/002.p/88: is missing"),
    ("tree_head", "size", "id = 1", r"table tree_head: "),
    ("tree_head", "root", "id = 1", r"table tree_head: "),
    ("checkpoint", "size", "size = 140", r"checkpoint 141: "),
    ("checkpoint", "note", "size = 140", r"checkpoint 140: "),
    ("checkpoint", "note", "size = 0", r"checkpoint 0: "),
    ("checkpoint", "note", "size = 600", r"checkpoint 600: "),
]


@pytest.mark.parametrize(("table", "column", "where", "place"), LOG_COLUMNS)
def test_one_changed_value_in_the_log_is_named(
    logged: Logged,
    table: str,
    column: str,
    where: str,
    place: str,
) -> None:
    engine = logged.trail.engine
    with engine.connect() as connection:
        held = connection.scalar(text(f"SELECT {column} FROM {table} WHERE {where}"))
    change = flipped(held)
    if (table, column) == ("leaf", "idx"):
        change = COUNT + 40
    if (table, column) == ("leaf", "sequence"):
        change = COUNT + 40
    if (table, column) == ("tile", "level"):
        change = 5
    logged.tampered(engine, f"UPDATE {table} SET {column} = :change WHERE {where}", change=change)
    try:
        places = logged.places()
    finally:
        moved = re.sub(rf"\b{column} = \d+", f"{column} = :change", where)
        logged.tampered(
            engine,
            f"UPDATE {table} SET {column} = :held WHERE {moved}",
            held=held,
            **({"change": change} if ":change" in moved else {}),
        )
    assert any(re.match(place, found) for found in places), places
    assert len(places) <= 4, "one change is not reported a hundred times"
    assert logged.verified().sound


EVENT_COLUMNS: Mapping[str, tuple[Callable[[Any], object], str]] = {
    "originator_id": (flipped, "return_operation sequence 41: column stream"),
    "originator_version": (lambda held: held + 1000, "event store return_operation: .*sequence 41"),
    "topic": (flipped, "return_operation sequence 41: column topic"),
    "state": (flipped, "return_operation sequence 41: differs from leaf 40 in sha256"),
    "event_id": (other_uuid, "return_operation sequence 41: column event_id"),
    "fingerprint": (flipped, "return_operation sequence 41: column fingerprint"),
    "sequence": (
        lambda held: held + 1000,
        "return_operation sequence 1041: |event store return_operation: .*41 to 41",
    ),
}


@pytest.mark.parametrize("column", EVENT_COLUMNS)
def test_one_changed_value_of_a_stored_event_is_named(logged: Logged, column: str) -> None:
    change, place = EVENT_COLUMNS[column]
    key = "rowid" if logged.events.dialect.name == "sqlite" else "notification_id"
    named = key if column == "sequence" else column
    with logged.events.connect() as connection:
        held = connection.scalar(text(f"SELECT {named} FROM stored_events WHERE {key} = 41"))
    changed = change(held)
    at = changed if column == "sequence" else 41
    logged.tampered(
        logged.events, f"UPDATE stored_events SET {named} = :changed WHERE {key} = 41", changed=changed
    )
    try:
        places = logged.places()
    finally:
        logged.tampered(
            logged.events, f"UPDATE stored_events SET {named} = :held WHERE {key} = :at", held=held, at=at
        )
    assert any(re.match(place, found) for found in places), places
    assert logged.verified().sound


@pytest.mark.parametrize("number", [1, 300, COUNT])
def test_a_removed_event_is_named(logged: Logged, number: int) -> None:
    key = "rowid" if logged.events.dialect.name == "sqlite" else "notification_id"
    columns = "originator_id, originator_version, topic, state, event_id, fingerprint"
    with logged.events.connect() as connection:
        found = connection.execute(
            text(f"SELECT {columns} FROM stored_events WHERE {key} = :n"), {"n": number}
        )
        held = dict(found.one()._mapping)
    logged.tampered(logged.events, f"DELETE FROM stored_events WHERE {key} = :n", n=number)
    try:
        places = logged.places()
    finally:
        names = ", ".join(f":{name}" for name in held)
        logged.tampered(
            logged.events,
            f"INSERT INTO stored_events ({columns}, {key}) VALUES ({names}, :n)",
            n=number,
            **held,
        )
    assert f"leaf {number - 1}: is of return_operation sequence {number}, which is not stored" in places
    assert logged.verified().sound


@pytest.mark.parametrize("table", ["leaf", "tile", "checkpoint", "tree_head"])
def test_a_removed_row_is_named(logged: Logged, table: str) -> None:
    where = {
        "leaf": "idx = 300",
        "tile": "level = 0 and number = 1",
        "checkpoint": "size = 600",
        "tree_head": "id = 1",
    }
    engine = logged.trail.engine
    with engine.connect() as connection:
        held = dict(connection.execute(text(f"SELECT * FROM {table} WHERE {where[table]}")).one()._mapping)
    logged.tampered(engine, f"DELETE FROM {table} WHERE {where[table]}")
    try:
        places = logged.places()
    finally:
        names = ", ".join(f":{name}" for name in held)
        logged.tampered(engine, f"INSERT INTO {table} ({', '.join(held)}) VALUES ({names})", **held)
    expected = {
        "leaf": "leaf 300: is missing",
        "tile": "tile/0/001: is missing",
        "checkpoint": "table tree_head: differs from the newest signed checkpoint",
        "tree_head": "table tree_head: differs from the newest signed checkpoint",
    }
    assert expected[table] in places
    assert logged.verified().sound


def test_another_key_signed_nothing_of_this_log(logged: Logged) -> None:
    other = NoteSigner(SIGNER.name, b"\x05" * 32).verifier
    report = verify(logged.trail.engine, {SERVICE: logged.store}, other, NOW)
    assert any("no known key signed" in fault.what for fault in report.faults)
    assert report.size == 0


def test_a_kept_checkpoint_of_another_history_is_named(logged: Logged, tmp_path: Path) -> None:
    forked = open_trail(f"sqlite:///{tmp_path}/forked.sqlite")
    log(forked, records(2, 50))
    longer = open_trail(f"sqlite:///{tmp_path}/longer.sqlite")
    log(longer, records(1, COUNT + 100))
    kept = [forked.checkpoint(), longer.checkpoint(), "rubbish"]
    report = verify(logged.trail.engine, {SERVICE: logged.store}, SIGNER.verifier, NOW, kept=kept)
    assert [fault.place for fault in report.faults] == [f"kept checkpoint {number}" for number in (1, 2, 3)]
    forked.engine.dispose()
    longer.engine.dispose()


def test_events_not_yet_logged_are_pending_and_events_left_out_are_faults(
    trail: AuditTrail,
    store: CheckedEventStore,
) -> None:
    fill(store, 1, 11)
    logged = [Record(SERVICE, number, body(number)) for number in (1, 2, 3, 5, 6)]
    log(trail, logged)
    report = verify(trail.engine, {SERVICE: store}, SIGNER.verifier, NOW)
    assert report.pending == 4
    assert report.faults == (
        Fault("return_operation sequence 4", "is not in the log, though later events are"),
    )
    early = NOW - timedelta(days=1, hours=2)
    assert verify(trail.engine, {SERVICE: store}, SIGNER.verifier, early).pending == 5


def test_leaves_of_an_unknown_service_are_named(trail: AuditTrail, store: CheckedEventStore) -> None:
    log(trail, records(1, 3, "pre_return"))
    report = verify(trail.engine, {SERVICE: store}, SIGNER.verifier, NOW)
    assert [fault.place for fault in report.faults] == ["leaf 0", "leaf 1"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A log and its events, closed, each in one file."""
    audit, events = tmp_path / "audit.sqlite", tmp_path / "events.sqlite"
    trail, store = open_trail(f"sqlite:///{audit}"), open_store(f"sqlite:///{events}")
    fill(store, 1, 301)
    log_store(trail, store, 100)
    trail.engine.dispose()
    store.close()
    for path in (audit, events):
        assert not path.with_name(f"{path.name}-wal").exists()
    return audit, events


def verified_files(audit: Path, events: Path) -> Report:
    engine = open_database(f"sqlite:///{audit}")
    store: EventStore | None = None
    try:
        store = open_store(f"sqlite:///{events}")
        return verify(engine, {SERVICE: store}, SIGNER.verifier, NOW)
    finally:
        engine.dispose()
        if store is not None:
            store.close()


def test_any_flipped_byte_of_a_file_where_content_lies_is_found(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    assert verified_files(*files).sound
    whole = [path.read_bytes() for path in files]
    entry = whole[0].index(b'"sequence":57,"service"')
    tile = open_database(f"sqlite:///{files[0]}")
    hashes = AuditTrail(tile, SIGNER, lambda: NOW).tile("tile/0/000")
    tile.dispose()
    note = whole[0].index(b"returnwatch.example/log\n100\n")
    places = [
        *((0, entry + offset) for offset in (-30, 0, 40)),
        *((0, whole[0].index(hashes[:400]) + offset) for offset in (0, 31, 399)),
        *((0, note + offset) for offset in (0, 25, 60, 90)),
        *((1, whole[1].index(body(57)) + offset) for offset in (0, 100, 600)),
    ]
    for number, at in places:
        changed = [tmp_path / "changed-audit.sqlite", tmp_path / "changed-events.sqlite"]
        for source, target in zip(files, changed, strict=True):
            shutil.copyfile(source, target)
        raw = bytearray(whole[number])
        raw[at] ^= 1
        changed[number].write_bytes(raw)
        assert not verified_files(*changed).sound, (number, at)
        for path in tmp_path.glob("changed-*"):
            path.unlink()


def test_no_flipped_byte_of_a_file_ends_the_search_with_an_error(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    found = 0
    for number in (0, 1):
        whole = files[number].read_bytes()
        # Headers of pages, where a flip does most, and places in between.
        positions = [
            *range(18, 100, 9),
            *range(4096, len(whole), 8192 + 1013),
            *range(4099, len(whole), 16384),
        ]
        for at in positions:
            changed = [tmp_path / "fuzzed-audit.sqlite", tmp_path / "fuzzed-events.sqlite"]
            for source, target in zip(files, changed, strict=True):
                shutil.copyfile(source, target)
            raw = bytearray(whole)
            raw[at] ^= 0x81
            changed[number].write_bytes(raw)
            try:
                found += not verified_files(*changed).sound
            except StoreUnavailableError:
                found += 1
            for path in tmp_path.glob("fuzzed-*"):
                path.unlink()
    assert found > 20
