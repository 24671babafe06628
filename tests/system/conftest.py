"""An installation for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import KafkaServer, PostgresServer
from tests.system.harness import Installation


@pytest.fixture
def installation(
    tmp_path: Path, postgres_server: PostgresServer, kafka_server: KafkaServer
) -> Iterator[Installation]:
    """Provisioned, with no process running yet."""
    made = Installation(tmp_path, postgres_server, kafka_server)
    try:
        made.once("provision")
        yield made
    finally:
        made.close()
