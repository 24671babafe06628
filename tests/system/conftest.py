"""An installation for one test."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import KafkaServer, PostgresServer
from tests.system.harness import Installation


@pytest.fixture
def installation(
    tmp_path: Path, postgres_server: PostgresServer, kafka_server: KafkaServer
) -> Iterator[Installation]:
    """Provisioned, with no process running yet."""
    with _installed(tmp_path, postgres_server, kafka_server) as made:
        yield made


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer, kafka_server: KafkaServer
) -> Iterator[Installation]:
    """With every process running, for all tests of a file."""
    with _installed(tmp_path_factory.mktemp("installation"), postgres_server, kafka_server) as made:
        made.start_ready()
        yield made


@contextmanager
def _installed(folder: Path, postgres: PostgresServer, kafka: KafkaServer) -> Iterator[Installation]:
    made = Installation(folder, postgres, kafka)
    try:
        made.once("provision")
        yield made
    finally:
        made.close()
