"""An empty event store of either kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.store import CheckedEventStore
from tests.servers import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/events.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database("event_store")


@pytest.fixture
def store(store_url: str) -> Iterator[CheckedEventStore]:
    """An open, empty store."""
    opened = open_store(store_url)
    yield opened
    opened.close()
