"""Makes the roles, the tables that they may not make themselves, and their rights. Safe to repeat.

Rights that were given to somebody else by hand stay; rights of our roles are set to what is declared.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql

from deploy.databases import DATABASES, VAULT
from deploy.fence_guard import FENCE_GUARD
from deploy.postgres_url import database_url
from deploy.provision import Provisioned, ProvisionError
from deploy.roles import OWNERS, READERS, ROLES, STORES, Right, rights
from foundation.erasure.opening import erasures_at
from foundation.erasure.sql_witnesses import witnesses_at
from foundation.event_store.opening import open_store
from foundation.relay.positions import open_positions
from foundation.vault.sql_key_rows import postgres_key_rows

LOCK: LiteralString = "SELECT pg_advisory_lock(hashtext('returnwatch.roles'))"
TABLES: LiteralString = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner <> %s"

LATER: LiteralString = "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT SELECT ON TABLES TO {}"


def provision_roles(postgres: str, passwords: Mapping[str, str]) -> Provisioned:
    """Make roles and give them their rights on databases that are there.

    A role without a password in `passwords` keeps the one that it has; a new one can then not log in with
    any. The user of `postgres` may create roles. Raises ProvisionError, which repeats no password.
    """
    try:
        with _connected(postgres, "postgres") as server:
            server.execute(LOCK)  # until the connection closes
            made = [role for role in ROLES if _make_role(server, role, passwords.get(role))]
            _make_tables(postgres)
            _let_in(server)
            for name in DATABASES:
                with _connected(postgres, name) as database:
                    _share_out(database, name)
    except psycopg.Error as fault:
        raise ProvisionError(f"PostgreSQL: {type(fault).__name__}: {str(fault).strip()}") from fault
    return Provisioned(
        made=tuple(f"role {name}" for name in made),
        kept=tuple(f"role {name}" for name in ROLES if name not in made),
    )


@contextmanager
def _connected(postgres: str, name: str) -> Iterator[psycopg.Connection]:
    address = database_url(postgres, name)
    with psycopg.connect(address, autocommit=True, connect_timeout=30) as connection:
        yield connection


def _make_role(server: psycopg.Connection, role: str, password: str | None) -> bool:
    """Whether it was missing. The server is sent what checks the password, never the password."""
    found = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if not found:
        _do(server, "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE", role)
    if password:
        check = server.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(check)))
    return not found


def _make_tables(postgres: str) -> None:
    """Make the tables of events and keys, whose processes may not."""
    for name in STORES:
        open_store(database_url(postgres, name)).close()
        with closing(open_positions(database_url(postgres, name))) as positions:
            positions.provide()
    postgres_key_rows(database_url(postgres, VAULT)).close()
    with erasures_at(database_url(postgres, VAULT)), witnesses_at(database_url(postgres, VAULT)):
        pass


def _let_in(server: psycopg.Connection) -> None:
    """Nobody connects to a database but who has something to do there."""
    for name in DATABASES:
        _do(server, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)
        for role in ROLES:
            _do(server, "REVOKE ALL ON DATABASE {} FROM {}", name, role)
        for role in sorted(_guests(name)):
            _do(server, "GRANT CONNECT ON DATABASE {} TO {}", name, role)


def _guests(database: str) -> set[str]:
    named = {right.role for right in rights() if right.database == database}
    return named | {one[database] for one in (OWNERS, READERS) if database in one}


def _share_out(database: psycopg.Connection, name: str) -> None:
    """Set who may do what inside one database, in one transaction."""
    with database.transaction():
        _do(database, "REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for role in ROLES:
            _do(database, "REVOKE ALL ON SCHEMA public FROM {}", role)
            _do(database, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
        for role in sorted(_guests(name)):
            _do(database, "GRANT USAGE ON SCHEMA public TO {}", role)
        if name in OWNERS:
            _hand_over(database, OWNERS[name], READERS.get(name))
        if name == VAULT:
            for statement in FENCE_GUARD:
                database.execute(statement)
        for right in rights():
            if right.database == name:
                _grant(database, right)


def _hand_over(database: psycopg.Connection, owner: str, reader: str | None) -> None:
    """Every table is the owner's, who may make more; the reader reads them all.

    A table that is made later by whoever provisions, who may rebuild a view as well, serves them too.
    """
    _do(database, "GRANT CREATE ON SCHEMA public TO {}", owner)
    for (table,) in database.execute(TABLES, (owner,)).fetchall():
        _do(database, "ALTER TABLE public.{} OWNER TO {}", table, owner)
    _do(database, "GRANT ALL ON ALL TABLES IN SCHEMA public TO {}", owner)
    _do(database, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO {}", owner)
    if reader:
        _do(database, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO {}", reader)
        _do(database, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {}", reader)
        _do(database, LATER, owner, reader)


def _grant(database: psycopg.Connection, right: Right) -> None:
    may = sql.SQL(cast("Any", ", ".join(right.may)))
    table, role = sql.Identifier(right.table), sql.Identifier(right.role)
    database.execute(sql.SQL("GRANT {} ON public.{} TO {}").format(may, table, role))


def _do(connection: psycopg.Connection, statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
