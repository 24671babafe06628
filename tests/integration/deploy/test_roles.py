"""Each role of PostgreSQL can do its work, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from deploy.databases import AUDIT, DATABASES, EVENTS, VAULT, VIEWS
from deploy.postgres_url import database_url
from deploy.provision import provision_databases
from deploy.provision_roles import provision_roles
from deploy.roles import LOG_WRITER, PROJECTIONS, QUERY, RECORDS, ROLES, relay_role, service_role
from events.base import SERVICES
from events.base import Service as Name
from foundation.clock import system_clock
from foundation.erasure.opening import fence_before_serving
from foundation.erasure.sql_witnesses import witnesses_at
from foundation.event_store.opening import open_store
from foundation.relay.positions import PositionUnavailableError, open_positions
from foundation.vault.errors import VaultUnavailableError
from foundation.vault.key_rows import KeyState, Slot
from foundation.vault.opened import Plain
from foundation.vault.sectors import Sector, new_sector_keys, parse_sector_keys
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding
from foundation.vault.sql_key_rows import SqlKeyRows
from foundation.vault.tokens import Place, seal_value
from foundation.vault.vault import Vault
from projections.audit_trail.tables import create_tables
from projections.operation_coverage.projection import OperationCoverage
from projections.runner.generations import begin, drop_retired, prepare, switch
from projections.runner.opening import open_database
from projections.runner.positions import serving
from tests.installations import remove_databases
from tests.integration.http.serving import Service, an_observation
from tests.servers import PostgresServer

pytestmark = pytest.mark.postgres
PASSWORDS = dict.fromkeys(ROLES, "a word for 'tests'")
SECTORS = new_sector_keys()
PLACE = Place("EVT-018f6a2c-0000-7000-8000-000000000001", "t.v1", "/data/name")
RETURN: Name = "return_operation"
POST: Name = "post_return"
REFUSALS = r"permission denied|must be owner|never lifted"
NO_ROW = "originator_id, originator_version, topic, state, notification_id, event_id, fingerprint"


@pytest.fixture(scope="module")
def server(postgres_server: PostgresServer) -> Iterator[str]:
    """A server with roles; running it twice must change nothing."""
    provision_databases(postgres_server.url, DATABASES)
    try:
        first = provision_roles(postgres_server.url, PASSWORDS)
        again = provision_roles(postgres_server.url, {})
        _keep_rows(postgres_server.url)
        assert first.made == again.kept == tuple(f"role {role}" for role in ROLES)
        yield postgres_server.url
    finally:
        remove_databases(postgres_server)


def _keep_rows(server: str) -> None:
    """One key in use and one that is fenced, so that what changes rows would find some."""
    slots = [Slot("C-in-use", Sector.SPECIAL), Slot("C-fenced", Sector.SPECIAL)]
    for slot in slots:
        seal(server, service_role(POST), slot)
    engine = engine_of(address(server, service_role(POST), VAULT))
    SqlKeyEnding(engine).fence(slots[1:], datetime.now(UTC))
    engine.dispose()


def address(server: str, role: str, database: str) -> str:
    return database_url(server, database, user=role, password=PASSWORDS[role])


def vault_of(server: str, role: str) -> Vault:
    return Vault(SqlKeyRows(engine_of(address(server, role, VAULT))), parse_sector_keys(SECTORS))


def seal(server: str, role: str, slot: Slot) -> str:
    vault = vault_of(server, role)
    token = seal_value(vault._sectors, vault.prepare(frozenset({slot})).result()[slot], PLACE, "told")
    vault.close()
    return token


def opened(server: str, role: str, token: str) -> bool:
    vault = vault_of(server, role)
    found = vault.open(token, PLACE)
    vault.close()
    return isinstance(found, Plain)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_opens_its_store_makes_keys_and_fences_what_was_decided(server: str, service: Name) -> None:
    role = service_role(service)
    slot = Slot(f"C-{service}", Sector.SERVICES)

    assert opened(server, role, seal(server, role, slot))

    for name in {service, RECORDS}:
        store = open_store(address(server, role, EVENTS[name]))
        assert store.head() >= 0
        fence_before_serving(address(server, role, VAULT), store, system_clock)
        store.close()
    engine = engine_of(address(server, role, VAULT))
    SqlKeyEnding(engine).fence([slot, Slot("C-never-made", Sector.SERVICES)], datetime.now(UTC))
    states = {row.slot.subject: row.state for row in SqlKeyEnding(engine).ended()}
    engine.dispose()
    assert states[slot.subject] is states["C-never-made"] is KeyState.FENCED


@pytest.mark.parametrize("name", [RETURN, RECORDS])
def test_the_process_of_a_service_works_with_its_role(server: str, name: Name, tmp_path: Path) -> None:
    places = {one: address(server, service_role(name), EVENTS[one]) for one in SERVICES}
    service = Service(places[name], address(server, service_role(name), VAULT), tmp_path, name, places)
    try:
        service.start()
        if name == RETURN:
            filed = service.client().post("/v1/records/observation-filed", json=an_observation())
            assert filed.status_code == 201, filed.text
        assert service.stop() == 0
    finally:
        service.close()


@pytest.mark.parametrize("service", SERVICES)
def test_a_relay_reads_its_store_and_keeps_its_place(server: str, service: Name) -> None:
    url = address(server, relay_role(service), EVENTS[service])
    store, positions = open_store(url), open_positions(url)
    positions.provide()
    assert store.head() >= 0
    assert positions.move(f"t.{service}", 0, 5)
    assert positions.move(f"t.{service}", 5, 6)
    store.close()
    positions.close()


def test_who_judges_says_so_of_an_erasure_and_cannot_let_one_begin_otherwise(server: str) -> None:
    with witnesses_at(address(server, service_role(RECORDS), VAULT)) as eraser:
        with witnesses_at(address(server, PROJECTIONS, VAULT)) as judging:
            judging.enlist("finding-changes", datetime.now(UTC))
            assert eraser.outstanding("EVT-1") == ["finding-changes"]
            eraser.ask("EVT-1", datetime.now(UTC))
            assert [one.erasure for one in judging.asked("finding-changes")] == ["EVT-1"]
            judging.witness("finding-changes", "EVT-1")
            with pytest.raises(VaultUnavailableError, match="InsufficientPrivilege"):
                judging.dismiss("finding-changes")
        assert eraser.outstanding("EVT-1") == []
        assert eraser.dismiss("finding-changes")


@pytest.mark.parametrize("service", SERVICES)
def test_data_protection_reads_how_far_a_relay_came_and_does_not_move_it(server: str, service: Name) -> None:
    positions = open_positions(address(server, service_role(RECORDS), EVENTS[service]))
    assert positions.get("t.nothing") == 0
    with pytest.raises(PositionUnavailableError, match="permission denied"):
        positions.move("t.nothing", 0, 1)
    positions.close()


def test_data_protection_destroys_keys_and_their_bytes(server: str) -> None:
    slot = Slot("C-to-end", Sector.IDENTITY)
    token = seal(server, service_role(RETURN), slot)
    assert opened(server, PROJECTIONS, token), "the views read what rules need"
    engine = engine_of(address(server, service_role(RECORDS), VAULT))
    node = sa.text("SELECT pg_relation_filenode('subject_keys')")
    with engine.connect() as connection:
        before = connection.execute(node).scalar_one()

    SqlKeyEnding(engine).fence([slot], datetime.now(UTC))
    SqlKeyEnding(engine).destroy([slot])

    with engine.connect() as connection:
        assert connection.execute(node).scalar_one() != before, "the table was written anew"
    engine.dispose()
    assert not opened(server, PROJECTIONS, token)


def test_projections_rebuild_views_which_the_query_reads_and_never_writes(server: str) -> None:
    views, reader = (open_database(address(server, role, VIEWS)) for role in (PROJECTIONS, QUERY))
    view = OperationCoverage()
    prepare(views, view)
    number = begin(views, view)
    assert switch(views, view, number)
    drop_retired(views, view)

    with reader.connect() as connection:
        assert serving(connection, view.name) == number
        tables = sa.inspect(connection).get_table_names()
        for table in tables:
            connection.execute(sa.text(f'SELECT count(*) FROM "{table}"'))
    for table in tables:
        with (
            reader.connect() as connection,
            pytest.raises(sa.exc.ProgrammingError, match="permission denied"),
        ):
            connection.execute(sa.text(f'DELETE FROM "{table}"'))
    views.dispose()
    reader.dispose()


def test_a_view_that_the_administrator_rebuilt_is_kept_and_read_by_the_others(server: str) -> None:
    view = OperationCoverage()
    kept, reader = (open_database(address(server, role, VIEWS)) for role in (PROJECTIONS, QUERY))
    prepare(kept, view)
    rebuilt = open_database(database_url(server, VIEWS))
    number = begin(rebuilt, view)
    assert switch(rebuilt, view, number)

    for engine in (kept, reader):
        with engine.connect() as connection:
            for table in sa.inspect(connection).get_table_names():
                connection.execute(sa.text(f'SELECT count(*) FROM "{table}"'))
    for engine in (kept, reader, rebuilt):
        engine.dispose()


def test_the_log_is_written_by_its_writer_and_read_by_the_query(server: str) -> None:
    writer, reader = (open_database(address(server, role, AUDIT)) for role in (LOG_WRITER, QUERY))
    with writer.begin() as connection:
        create_tables(connection)
    with reader.connect() as connection:
        assert connection.execute(sa.text("SELECT size FROM tree_head")).scalar_one() == 0
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
            connection.execute(sa.text("UPDATE tree_head SET size = 1"))
    writer.dispose()
    reader.dispose()


DENIED = [
    (service_role(RETURN), EVENTS[POST], "SELECT 1"),
    (service_role(POST), EVENTS[RETURN], "SELECT 1"),
    (service_role(RETURN), EVENTS[RETURN], "UPDATE stored_events SET state = ''"),
    (service_role(RETURN), EVENTS[RETURN], "DELETE FROM stored_events"),
    (service_role(RETURN), EVENTS[RETURN], "TRUNCATE stored_events"),
    (service_role(RETURN), EVENTS[RETURN], "ALTER TABLE stored_events DISABLE TRIGGER ALL"),
    (service_role(RETURN), EVENTS[RETURN], "SELECT * FROM relay_position"),
    (service_role(RETURN), EVENTS[RETURN], "CREATE TABLE mine (number int)"),
    (
        service_role(RETURN),
        EVENTS[RECORDS],
        f"INSERT INTO stored_events ({NO_ROW}) SELECT {NO_ROW} FROM stored_events",
    ),
    (service_role(RECORDS), EVENTS[RETURN], "DELETE FROM stored_events"),
    (service_role(RETURN), VAULT, "UPDATE subject_keys SET wrapped = NULL"),
    (service_role(RETURN), VAULT, "UPDATE subject_keys SET subject = 'C-other'"),
    (service_role(RETURN), VAULT, "UPDATE subject_keys SET state = 'destroyed'"),
    (service_role(RETURN), VAULT, "UPDATE subject_keys SET state = 'active' WHERE state = 'fenced'"),
    (service_role(RETURN), VAULT, "DELETE FROM subject_keys"),
    (service_role(RETURN), VAULT, "UPDATE erasures SET step = 'recorded'"),
    (service_role(RETURN), VAULT, "DELETE FROM erasures"),
    (service_role(RETURN), VIEWS, "SELECT 1"),
    (service_role(RETURN), AUDIT, "SELECT 1"),
    (relay_role(RETURN), EVENTS[POST], "SELECT 1"),
    (
        relay_role(RETURN),
        EVENTS[RETURN],
        f"INSERT INTO stored_events ({NO_ROW}) SELECT {NO_ROW} FROM stored_events",
    ),
    (relay_role(RETURN), VAULT, "SELECT 1"),
    *((PROJECTIONS, name, "SELECT 1") for name in (*EVENTS.values(), AUDIT)),
    (PROJECTIONS, VAULT, "UPDATE subject_keys SET state = 'fenced'"),
    (PROJECTIONS, VAULT, "INSERT INTO sector_versions VALUES ('identity', 9)"),
    *((LOG_WRITER, name, "SELECT 1") for name in (*EVENTS.values(), VAULT, VIEWS)),
    *((QUERY, name, "SELECT 1") for name in EVENTS.values()),
    (QUERY, VAULT, "UPDATE subject_keys SET state = 'fenced'"),
    (QUERY, VAULT, "INSERT INTO sector_versions VALUES ('identity', 9)"),
    (QUERY, VAULT, "SELECT * FROM erasures"),
    (QUERY, VIEWS, "CREATE TABLE mine (number int)"),
]


@pytest.mark.parametrize(("role", "database", "statement"), DENIED)
def test_what_a_role_has_nothing_to_do_with_is_denied(
    server: str, role: str, database: str, statement: str
) -> None:
    with (
        pytest.raises(psycopg.Error, match=REFUSALS),
        psycopg.connect(address(server, role, database)) as connection,
    ):
        connection.execute(statement)


def test_a_wrong_password_lets_nobody_in(server: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(database_url(server, VAULT, user=service_role(RETURN), password="another"))
