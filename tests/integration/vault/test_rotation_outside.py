"""Rotating keys that somebody else keeps: nothing is wrapped under a key before it is kept."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.vault.key_rows import Slot
from foundation.vault.opened import Plain
from foundation.vault.rotation import rotate_document
from foundation.vault.sector_source import VARIABLE, given_keys
from foundation.vault.sectors import Sector, SectorKeysError, new_sector_keys
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_rows import SqlKeyRows
from foundation.vault.sql_key_wrapping import SqlKeyWrapping
from foundation.vault.tokens import Place, seal_value
from foundation.vault.vault import Vault
from tests.servers import PostgresServer

PLACE = Place("EVT-018f6a2c-0000-7000-8000-000000000001", "t.v1", "/data/name")
SLOT = Slot("C-1", Sector.IDENTITY)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vault.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database("vault")


@pytest.fixture
def wrapping(url: str) -> Iterator[SqlKeyWrapping]:
    engine = engine_of(url)
    yield SqlKeyWrapping(engine)
    engine.dispose()


def opened(url: str, document: bytes) -> Vault:
    given = given_keys({VARIABLE: document.decode()})
    assert given is not None
    return Vault(SqlKeyRows(engine_of(url)), given.load())


def seal(url: str, document: bytes, value: str, slot: Slot = SLOT) -> str:
    vault = opened(url, document)
    key = vault.prepare(frozenset({slot})).result()[slot]
    token = seal_value(vault._sectors, key, PLACE, value)
    vault.close()
    return token


def opens(url: str, document: bytes, token: str) -> bool:
    vault = opened(url, document)
    result = vault.open(token, PLACE)
    vault.close()
    return isinstance(result, Plain)


def test_both_steps_keep_open_what_was_sealed_and_the_old_document_opens_nothing(
    url: str, wrapping: SqlKeyWrapping
) -> None:
    first = new_sector_keys()
    token = seal(url, first, "before")

    both, nothing = rotate_document(first, wrapping, Sector.IDENTITY)

    assert nothing is None
    assert opens(url, first, token), "no row was touched"
    assert opens(url, both, token)

    last, done = rotate_document(both, wrapping, Sector.IDENTITY)

    assert done is not None
    assert (done.version, done.rows) == (2, 1)
    assert set(json.loads(last)["identity"]["keys"]) == {"2"}
    assert json.loads(last)["services"] == json.loads(first)["services"]
    assert opens(url, last, token)
    assert not opens(url, first, token)
    assert rotate_document(both, wrapping, Sector.IDENTITY) == (last, type(done)(Sector.IDENTITY, 2, 0))


def test_a_document_that_is_behind_the_key_store_makes_no_key(url: str, wrapping: SqlKeyWrapping) -> None:
    first = new_sector_keys()
    seal(url, first, "before")
    both, _ = rotate_document(first, wrapping, Sector.IDENTITY)
    seal(url, both, "after", Slot("C-2", Sector.IDENTITY))

    with pytest.raises(SectorKeysError, match="give the newest document"):
        rotate_document(first, wrapping, Sector.IDENTITY)
