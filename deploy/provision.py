"""Makes the topics and databases that the processes expect. Running it again changes nothing."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from kafka import KafkaAdminClient  # type: ignore[import-untyped]  # the package ships no types
from kafka.admin import ConfigResource, ConfigResourceType  # type: ignore[import-untyped]  # the same
from kafka.errors import KafkaError, TopicAlreadyExistsError  # type: ignore[import-untyped]  # the same
from psycopg import sql

from deploy.databases import DATABASES
from deploy.postgres_url import database_url
from deploy.topics import TOPICS, Topic
from foundation.broker_login import login_settings


class ProvisionError(Exception):
    """A server did not do what was asked; the text names the server and its answer, never a password."""


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What was made now, what was there already, and what differs from its declaration and was left alone."""

    made: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()

    def __add__(self, other: "Provisioned") -> "Provisioned":
        return Provisioned(self.made + other.made, self.kept + other.kept, self.differing + other.differing)


def provision(bootstrap: str, postgres: str) -> Provisioned:
    """Make what is missing on a Kafka cluster and on a server whose user may create databases."""
    return provision_databases(postgres, DATABASES) + provision_topics(bootstrap, TOPICS)


def provision_databases(postgres: str, names: Iterable[str]) -> Provisioned:
    """Make the databases that are missing on a server given as URL or connection string."""
    try:
        with psycopg.connect(
            database_url(postgres, "postgres"), autocommit=True, connect_timeout=30
        ) as connection:
            done = [(name, _make_database(connection, name)) for name in names]
    except psycopg.Error as fault:
        raise ProvisionError(f"PostgreSQL: {type(fault).__name__}: {str(fault).strip()}") from fault
    return Provisioned(
        made=tuple(f"database {name}" for name, new in done if new),
        kept=tuple(f"database {name}" for name, new in done if not new),
    )


def _make_database(connection: psycopg.Connection, name: str) -> bool:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        return False
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
    try:
        connection.execute(statement)
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return False  # another run was faster
    return True


def provision_topics(bootstrap: str, topics: Iterable[Topic]) -> Provisioned:
    """Make the topics that are missing and set how long messages are kept.

    The partitions of a topic that exists stay as they are: fewer is impossible, and more would send later
    events of a subject to another partition than its earlier ones, out of order.
    """
    wanted = {topic.name: topic for topic in topics}
    with administering(bootstrap) as admin:
        made = [topic.name for topic in wanted.values() if _make_topic(admin, topic)]
        kept = [name for name in wanted if name not in made]
        differing = []
        for found in admin.describe_topics(kept) if kept else []:
            topic, partitions = wanted[found["name"]], len(found["partitions"])
            if partitions != topic.partitions:
                differing.append(
                    f"topic {topic.name} has {partitions} partitions, declared {topic.partitions}"
                )
            _settle(admin, topic)
    return Provisioned(
        tuple(f"topic {name}" for name in made), tuple(f"topic {name}" for name in kept), tuple(differing)
    )


@contextmanager
def administering(bootstrap: str) -> Iterator[KafkaAdminClient]:
    """A client for managing the cluster, as whom the environment says. Raises ProvisionError."""
    addresses = [address.strip() for address in bootstrap.split(",")]
    if not any(_accepts(address) for address in addresses):
        raise ProvisionError(f"Kafka at {bootstrap}: nobody answers there; start it or correct the address")
    try:
        admin = KafkaAdminClient(bootstrap_servers=addresses, **login_settings())
        try:
            yield admin
        finally:
            admin.close()
    except KafkaError as fault:
        raise ProvisionError(f"Kafka at {bootstrap}: {type(fault).__name__}: {fault}") from fault


def _accepts(address: str) -> bool:
    """Whether a broker listens: asked first, because the client leaves its sockets open when none does."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
    except (OSError, ValueError):
        return False
    return True


def _make_topic(admin: KafkaAdminClient, topic: Topic) -> bool:
    if topic.name in admin.list_topics():
        return False
    options = {"num_partitions": topic.partitions, "configs": dict(topic.settings)}
    try:
        admin.create_topics({topic.name: options}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return False  # another run was faster
    return True


def _settle(admin: KafkaAdminClient, topic: Topic) -> None:
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic.name, dict(topic.settings))])
