"""Stored events cannot be changed by mistake; changed by force, the check names the place."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore
from foundation.event_store.sqlite import SqliteEventStore
from tests.servers import PostgresServer

from .load import command, event_id

CHANGES = ["UPDATE stored_events SET topic = 'other'", "DELETE FROM stored_events"]
Force = Callable[[str], None]


@pytest.fixture
def force(store: EventStore, store_url: str) -> Force:
    """Runs statements on a log of ten events of two streams, past the store."""
    store.append_many([command(f"{number}", stream=f"C-{number % 2}") for number in range(10)])

    def on_sqlite(statement: str) -> None:
        connection = sqlite3.connect(store_url.removeprefix("sqlite:///"))
        try:
            with connection:
                connection.executescript(statement)
        finally:
            connection.close()

    def on_postgres(statement: str) -> None:
        with psycopg.connect(store_url) as connection:
            connection.execute(statement.encode())

    return on_sqlite if store_url.startswith("sqlite") else on_postgres


def unlock(force: Force, store_url: str) -> None:
    """What somebody does who means to change the log."""
    if store_url.startswith("sqlite"):
        force("DROP TRIGGER stored_events_refuse_update; DROP TRIGGER stored_events_refuse_delete")
    else:
        force("ALTER TABLE stored_events DISABLE TRIGGER ALL")


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_or_remove_events(
    store: EventStore, force: Force, change: str
) -> None:
    before = store.read(0, 20)

    with pytest.raises((sqlite3.Error, psycopg.Error), match="never changed or removed"):
        force(change)

    assert store.read(0, 20) == before


@pytest.mark.postgres
def test_postgres_refuses_to_empty_the_table(postgres_server: PostgresServer) -> None:
    url = postgres_server.fresh_database("event_store")
    open_store(url).close()

    with psycopg.connect(url) as connection, pytest.raises(psycopg.Error, match="never changed or removed"):
        connection.execute("TRUNCATE stored_events")


def test_a_removed_event_is_missed_in_the_log_and_in_its_stream(store_url: str, force: Force) -> None:
    unlock(force, store_url)
    place = "rowid" if store_url.startswith("sqlite") else "notification_id"
    force(f"DELETE FROM stored_events WHERE {place} IN (3, 4)")

    store = open_store(store_url)
    assert list(store.check()) == [
        "stored_events: sequences 3 to 4 are missing",
        "stored_events: sequence 5 is out of order in its stream",
        "stored_events: sequence 6 is out of order in its stream",
    ]
    store.close()


@pytest.mark.parametrize("copy", [0, 1])
def test_a_changed_byte_in_a_sqlite_index_or_row_is_named(tmp_path: Path, copy: int) -> None:
    path = tmp_path / "events.sqlite"
    store = SqliteEventStore(path)
    store.append_many([command(f"{number}") for number in range(10)])
    store.close()
    content = bytearray(path.read_bytes())
    wanted = event_id("4").bytes
    places = [place for place in range(len(content)) if content.startswith(wanted, place)]
    assert len(places) == 2
    content[places[copy]] ^= 1
    path.write_bytes(content)

    damaged = SqliteEventStore(path)
    found = list(damaged.check())
    damaged.close()

    assert found
    assert any("stored_events" in line and "index" in line for line in found)


def test_a_torn_sqlite_file_is_reported_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    store = SqliteEventStore(path)
    store.append_many([command(f"{number}", content="x" * 500) for number in range(500)])
    store.close()
    content = bytearray(path.read_bytes())
    content[4 * 4096 : 8 * 4096] = bytes(4 * 4096)
    path.write_bytes(content)

    damaged = SqliteEventStore(path)
    found = list(damaged.check())
    damaged.close()

    assert any("stored_events" in line for line in found)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "index", ["stored_events_pkey", "stored_events_notification_id_idx", "stored_events_event_id_idx"]
)
def test_a_postgres_index_that_lost_an_event_is_named(postgres_server: PostgresServer, index: str) -> None:
    url = postgres_server.fresh_database("event_store")
    store = open_store(url)
    store.append_many([command(f"{number}") for number in range(5)])
    ready = "UPDATE pg_index SET indisready = {} WHERE indexrelid = %s::regclass"
    with psycopg.connect(url) as connection:
        connection.execute(ready.format("false"), (index,))
    with psycopg.connect(url) as connection:
        connection.execute(
            "INSERT INTO stored_events"
            " SELECT originator_id, 6, topic, state, 6, gen_random_uuid(), fingerprint"
            " FROM stored_events WHERE notification_id = 1"
        )
        connection.execute(ready.format("true"), (index,))

    found = list(store.check())
    store.close()

    assert found == [f"{index}: finds 5 events, or others, where the table holds 6"]
