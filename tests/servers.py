"""Real servers for the tests: those named in the environment, else servers of our own for one session.

A server of our own is removed by a guard process as soon as the session ends, in whatever way it ends.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaAdminClient
from kafka.admin import NewTopic
from psycopg import sql

from deploy.local.kafka import LocalKafka
from deploy.local.postgres import LocalPostgres
from deploy.local.processes import LocalServerError
from deploy.postgres_url import database_url

ROOT = Path(__file__).parents[1]
NOT_RUN = "not run without "


def missing(what: str, why: str) -> None:
    """Leave the test out, or fail it when RETURNWATCH_REQUIRE names what is missing."""
    if what in os.environ.get("RETURNWATCH_REQUIRE", "").replace(",", " ").split():
        pytest.fail(f"RETURNWATCH_REQUIRE names {what}, but: {why}", pytrace=False)
    pytest.skip(f"{NOT_RUN}{what}: {why}")


class _Killable:
    """A server that tests may kill when it is ours."""

    def __init__(self, what: str, own: LocalPostgres | LocalKafka | None) -> None:
        self._what, self._own = what, own
        self._down = False

    def kill(self) -> None:
        """End the server at once. Leaves the test out when the server belongs to somebody else."""
        self._ours().kill()
        self._down = True

    def restart(self) -> None:
        """Start the server again on the same data and port, after a kill or in good order."""
        self._ours().restart()
        self._down = False

    def heal(self) -> None:
        """Start the server again when a test ended without doing so."""
        if self._down:
            self.restart()

    @property
    def pid(self) -> int | None:
        """The server's process id while it lives. Leaves the test out when the server is not ours."""
        return self._ours().pid

    def files(self) -> Iterator[Path]:
        """Every file that the server keeps. Leaves the test out when the server is not ours."""
        return (path for path in self._ours().data.rglob("*") if path.is_file())

    def _ours(self) -> LocalPostgres | LocalKafka:
        if self._own is None:
            missing(self._what, f"the server in RETURNWATCH_{self._what.upper()} is not ours to kill")
        assert self._own is not None
        return self._own


class PostgresServer(_Killable):
    """A PostgreSQL server on which the tests are superuser."""

    def __init__(self, url: str, own: LocalPostgres | None) -> None:
        super().__init__("postgres", own)
        self.url = url
        """The server without a database: the form of RETURNWATCH_POSTGRES."""
        self._made: list[str] = []

    def dsn(self, dbname: str = "postgres") -> str:
        """The URL of a database."""
        return database_url(self.url, dbname)

    def fresh_database(self, prefix: str = "test") -> str:
        """The URL of a new empty database, dropped at the end of the session."""
        name = f"{prefix}_{secrets.token_hex(6)}"
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self._made.append(name)
        return self.dsn(name)

    def drop_databases(self) -> None:
        """Drop what the tests made on a server that outlives them."""
        if self._own is None and self._made:
            with psycopg.connect(self.dsn(), autocommit=True) as connection:
                for name in self._made:
                    connection.execute(
                        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                    )


class KafkaServer(_Killable):
    """An Apache Kafka broker."""

    def __init__(self, bootstrap: str, own: LocalKafka | None) -> None:
        super().__init__("kafka", own)
        self.bootstrap = bootstrap
        """`host:port`, the form of RETURNWATCH_KAFKA."""

    def fresh_topic(self, prefix: str = "test", partitions: int = 1) -> str:
        """The name of a new empty topic."""
        name = f"{prefix}.{secrets.token_hex(6)}"
        admin = KafkaAdminClient(bootstrap_servers=self.bootstrap)
        try:
            admin.create_topics([NewTopic(name, partitions, 1)])
        finally:
            admin.close()
        return name


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server while the block lasts."""
    given = os.environ.get("RETURNWATCH_POSTGRES")
    if given:
        server = PostgresServer(given, None)
        yield server
        server.drop_databases()
        return
    with _run_dir("postgres") as folder:
        own = LocalPostgres(folder / "postgres")
        _start(own, "postgres")
        yield PostgresServer(own.address, own)


@contextmanager
def kafka() -> Iterator[KafkaServer]:
    """A Kafka broker while the block lasts."""
    given = os.environ.get("RETURNWATCH_KAFKA")
    if given:
        yield KafkaServer(given, None)
        return
    with _run_dir("kafka") as folder:
        own = LocalKafka(folder / "kafka")
        _start(own, "kafka")
        yield KafkaServer(own.address, own)


@contextmanager
def guarded_kafka(users: Mapping[str, str]) -> Iterator[LocalKafka]:
    """A broker of one's own that denies by default, at which users log in, while the block lasts."""
    with _run_dir("kafka") as folder:
        own = LocalKafka(folder / "kafka", users)
        _start(own, "kafka")
        yield own


def _start(own: LocalPostgres | LocalKafka, what: str) -> None:
    why = None
    try:
        own.start()
    except LocalServerError as fault:
        why = str(fault)
    if why is not None:
        missing(what, why)


@contextmanager
def _run_dir(what: str) -> Iterator[Path]:
    """A folder whose server a guard removes when this process lets go of it, by leaving or by dying."""
    with tempfile.TemporaryDirectory(prefix="returnwatch-tests-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the server's own user has to pass
        remove = [sys.executable, "-m", "deploy.local", "remove", what, "--run-dir", folder]
        guard = subprocess.Popen(
            ["/bin/sh", "-c", 'cat >/dev/null; "$@"; rmdir "$0" 2>/dev/null', folder, *remove],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield Path(folder)
        finally:
            with suppress(BrokenPipeError):
                guard.communicate()
