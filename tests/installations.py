"""Takes an installation off the servers of a test session again."""

import time

import psycopg
from kafka import KafkaAdminClient
from psycopg import sql

from deploy.databases import DATABASES
from deploy.roles import ROLES
from deploy.topics import TOPICS
from tests.servers import KafkaServer, PostgresServer

PATIENCE = 60.0


def remove_installation(postgres: PostgresServer, kafka: KafkaServer) -> None:
    """Drop the databases, roles and topics that provisioning makes, and wait until the topics are gone."""
    remove_databases(postgres)
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        names = {topic.name for topic in TOPICS}
        admin.delete_topics([name for name in admin.list_topics() if name in names])
        deadline = time.monotonic() + PATIENCE
        while names & set(admin.list_topics()):
            assert time.monotonic() < deadline, "topics that were deleted are still there"
            time.sleep(0.1)
    finally:
        admin.close()


def remove_databases(postgres: PostgresServer) -> None:
    """Drop the databases and roles that provisioning makes."""
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        for name in DATABASES:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))
        for name in ROLES:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))
