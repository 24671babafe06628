"""An empty log, on SQLite and on PostgreSQL, and an event store beside it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.store import CheckedEventStore
from projections.audit_trail.trail import AuditTrail
from tests.integration.audit_trail.logged_events import open_trail
from tests.servers import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of a database that does not exist yet."""
    if request.param == "sqlite":
        return lambda name: f"sqlite:///{tmp_path}/{name}.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database


@pytest.fixture
def log_url(new_address: Callable[[str], str]) -> str:
    return new_address("audit")


@pytest.fixture
def events_url(new_address: Callable[[str], str]) -> str:
    return new_address("events")


@pytest.fixture
def trail(log_url: str) -> Iterator[AuditTrail]:
    opened = open_trail(log_url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def store(events_url: str) -> Iterator[CheckedEventStore]:
    opened = open_store(events_url)
    yield opened
    opened.close()
