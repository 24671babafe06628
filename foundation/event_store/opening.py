"""Opens the event store that an address names."""

from pathlib import Path

from foundation.event_store.postgres import PostgresEventStore
from foundation.event_store.sqlite import SqliteEventStore
from foundation.event_store.store import CheckedEventStore

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")


def open_store(url: str) -> CheckedEventStore:
    """Open `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://…`.

    Raises `ValueError` for another kind of address and `StoreUnavailableError` when the database does not
    answer or is not an event store. Neither repeats a password.
    """
    if url.startswith(POSTGRES):
        return PostgresEventStore(url)
    if url.startswith(SQLITE) and len(url) > len(SQLITE):
        return SqliteEventStore(Path(url.removeprefix(SQLITE)))
    raise ValueError("the event store's address starts with sqlite:/// and a path, or with postgresql://")
