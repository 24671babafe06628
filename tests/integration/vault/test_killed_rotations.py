"""A rotation that is killed anywhere loses nothing: what was sealed opens, also what is sealed meanwhile."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.vault.key_rows import Slot
from foundation.vault.opened import Plain
from foundation.vault.opening import open_vault
from foundation.vault.rotation import rotate
from foundation.vault.sectors import Sector
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_wrapping import SqlKeyWrapping
from foundation.vault.tokens import Place, seal_value
from foundation.vault.vault import Vault
from tests.servers import PostgresServer

PLACE = Place("EVT-018f6a2c-0000-7000-8000-000000000001", "t.v1", "/data/name")
SLOTS = [Slot(f"C-{number}", Sector.IDENTITY) for number in range(600)]
"""More than a batch."""
POINTS = (
    *("new key in the file", "old key refused", "a batch wrapped anew"),
    *("all wrapped anew", "old key dropped"),
)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/vault.sqlite"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.fresh_database("vault")


def seal(vault: Vault, slots: list[Slot]) -> list[str]:
    keys = vault.prepare(frozenset(slots)).result()
    return [seal_value(vault._sectors, keys[slot], PLACE, slot.subject) for slot in slots]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_a_rotation_loses_nothing_and_goes_on(
    url: str, tmp_path: Path, point: str
) -> None:
    keys, new = tmp_path / "keys", Slot("C-new", Sector.IDENTITY)
    running = open_vault(url, keys, may_create_keys=True)
    running.prepare(frozenset(SLOTS)).result()
    looked_at = SLOTS[::100]
    tokens = seal(running, looked_at)
    command = [sys.executable, "-m", "tests.integration.vault.rotating_process", url]
    ended = subprocess.run([*command, str(keys / "sectors.json"), point], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr

    started_later = open_vault(url, keys)
    tokens += seal(running, [new]) + seal(started_later, [new])
    expected = [Plain(slot.subject) for slot in [*looked_at, new, new]]
    for vault in (running, started_later):
        assert [vault.open(token, PLACE) for token in tokens] == expected

    engine = engine_of(url)
    rotate(keys / "sectors.json", SqlKeyWrapping(engine), Sector.IDENTITY)
    assert len(json.loads((keys / "sectors.json").read_text())["identity"]["keys"]) == 1
    finished = open_vault(url, keys)
    for vault in (running, started_later, finished):
        assert [vault.open(token, PLACE) for token in tokens] == expected
        vault.close()
    engine.dispose()
    assert list(keys.glob(".sectors.json.*")) == [keys / ".sectors.json.lock"], "no draft of a key file stays"
