"""Opening a store says what is wrong, and what it opens is open to the library's own selects."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from psycopg.conninfo import conninfo_to_dict

from foundation.event_store.opening import open_store
from foundation.event_store.port import Appended, EventStore, StoreUnavailableError
from tests.servers import PostgresServer

from .load import command

FOREIGN = "CREATE TABLE stored_events (notification_id bigint, somebody_elses text)"


def test_a_file_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match=r"missing/events\.sqlite"):
        open_store(f"sqlite:///{tmp_path}/missing/events.sqlite")


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear reader, " * 500)

    with pytest.raises(StoreUnavailableError, match="not a database"):
        open_store(f"sqlite:///{path}")

    assert path.read_bytes() == b"Dear reader, " * 500


def test_odd_characters_in_a_path_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a b?mode=memory&c%20#é:memory:.sqlite"

    store = open_store(f"sqlite:///{path}")
    store.append(command("a"))
    store.close()

    assert path.exists()


def test_a_sqlite_database_with_a_foreign_table_of_the_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "foreign.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(FOREIGN)
    connection.close()

    with pytest.raises(StoreUnavailableError, match="no such column"):
        open_store(f"sqlite:///{path}")


@pytest.mark.postgres
def test_a_postgres_database_with_a_foreign_table_of_the_name_is_refused(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.fresh_database("event_store")
    with psycopg.connect(url) as connection:
        connection.execute(FOREIGN)

    with pytest.raises(StoreUnavailableError, match="does not exist"):
        open_store(url)


@pytest.mark.postgres
def test_an_unknown_database_is_named_and_the_password_is_not(postgres_server: PostgresServer) -> None:
    given = conninfo_to_dict(postgres_server.dsn("nowhere"))

    with pytest.raises(StoreUnavailableError, match='"nowhere" does not exist') as refusal:
        open_store(postgres_server.dsn("nowhere"))

    assert_unspoken(str(given["password"]), refusal.value)


@pytest.mark.postgres
def test_a_wrong_password_is_refused_and_not_repeated(postgres_server: PostgresServer) -> None:
    given = conninfo_to_dict(postgres_server.dsn())

    with pytest.raises(StoreUnavailableError, match="password authentication failed") as refusal:
        open_store(f"postgresql://{given['user']}:s3cret@{given['host']}:{given['port']}/postgres")

    assert_unspoken("s3cret", refusal.value)


def test_a_server_that_is_not_there_is_named_and_the_password_is_not() -> None:
    with pytest.raises(StoreUnavailableError, match=r"127\.0\.0\.1:1/name") as refusal:
        open_store("postgresql://user:s3cret@127.0.0.1:1/name")

    assert_unspoken("s3cret", refusal.value)


def assert_unspoken(secret: str, error: BaseException) -> None:
    """Neither the error nor those that led to it hold the secret."""
    told: BaseException | None = error
    while told is not None:
        assert secret not in str(told)
        told = told.__context__


def test_a_new_store_can_be_opened_by_several_at_once(store_url: str) -> None:
    with ThreadPoolExecutor(8) as openers:
        stores = list(openers.map(lambda _: open_store(store_url), range(8)))

    outcomes = [store.append(command(f"{number}")) for number, store in enumerate(stores)]

    assert all(isinstance(outcome, Appended) for outcome in outcomes)
    for store in stores:
        store.close()


def test_the_library_reads_the_same_log(store: EventStore, store_url: str) -> None:
    store.append_many([command(f"{number}", stream=f"C-{number % 2}") for number in range(10)])
    library = _library(store_url)

    notifications = library.select_notifications(start=3, limit=4, inclusive_of_start=False)
    events = library.select_events("C-1", gt=2)

    log = store.read(0, 10)
    assert [(n.id, n.originator_id, n.originator_version, n.topic, n.state) for n in notifications] == [
        (r.sequence, r.stream, r.version, r.topic, r.body) for r in log[3:7]
    ]
    assert [(e.originator_version, e.state) for e in events] == [
        (r.version, r.body) for r in log if r.stream == "C-1" and r.version > 2
    ]
    assert library.max_notification_id() == store.head()
    library.datastore.close()


def _library(url: str) -> PostgresApplicationRecorder | SQLiteApplicationRecorder:
    if url.startswith("sqlite:///"):
        return SQLiteApplicationRecorder(
            SQLiteDatastore(url.removeprefix("sqlite:///"), originator_id_type="text")
        )
    given = conninfo_to_dict(url)
    datastore = PostgresDatastore(
        str(given["dbname"]),
        str(given["host"]),
        str(given["port"]),
        str(given["user"]),
        str(given.get("password", "")),
        originator_id_type="text",
    )
    return PostgresApplicationRecorder(datastore)
