"""The service on each of its databases."""

from collections.abc import Iterator

import pytest

from tests.integration.http.serving import Service
from tests.servers import PostgresServer


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for the tests of a module, on SQLite and on PostgreSQL."""
    folder = tmp_path_factory.mktemp("service")
    if request.param == "sqlite":
        opened = Service(f"sqlite:///{folder}/events.sqlite", f"sqlite:///{folder}/vault.sqlite", folder)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        opened = Service(server.fresh_database("events"), server.fresh_database("vault"), folder)
    opened.start()
    yield opened
    opened.close()
