"""Local servers keep their data and address, and find a folder that their user may enter."""

from pathlib import Path

import psycopg
import pytest

from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import LocalServerError
from tests.servers import PostgresServer


@pytest.mark.postgres
def test_postgres_runs_from_a_private_folder_and_keeps_its_data_until_removed(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    assert postgres_server.pid  # there is a PostgreSQL of our own to start
    tmp_path.chmod(0o700)
    server = LocalPostgres(tmp_path / "postgres")
    server.start()
    try:
        address = server.address
        with psycopg.connect(f"{address}/postgres") as connection:
            connection.execute("CREATE TABLE kept (number int)")
        server.stop()
        assert not server.running
        server.start()
        with psycopg.connect(f"{server.address}/postgres") as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        assert server.address == address
    finally:
        server.remove()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [LocalPostgres, LocalKafka])
def test_a_server_that_never_ran_has_no_address(
    tmp_path: Path, kind: type[LocalPostgres | LocalKafka]
) -> None:
    server = kind(tmp_path / "nothing")

    server.stop()
    server.kill()
    assert not server.running
    with pytest.raises(LocalServerError, match="never started"):
        assert server.address
