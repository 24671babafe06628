"""Opens the event store that an address names."""

from pathlib import Path

from foundation.event_store.postgres import PostgresEventStore
from foundation.event_store.sqlite import SqliteEventStore
from foundation.event_store.store import CheckedEventStore

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")


def open_store(url: str, *, reading: bool = False) -> CheckedEventStore:
    """Open `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://…`.

    With `reading`, a SQLite file is only read: it is not made, and its folder may be read-only.

    Raises `ValueError` for another kind of address and `StoreUnavailableError` when the database does not
    answer or is not an event store. Neither repeats a password.
    """
    if url.startswith(POSTGRES):
        return PostgresEventStore(url)
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        return SqliteEventStore(Path(url.removeprefix(SQLITE)), reading=reading)
    raise ValueError("the event store's address starts with sqlite:/// and a path, or with postgresql://")
