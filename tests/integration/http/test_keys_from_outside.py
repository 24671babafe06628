"""A service whose sector keys come from a variable or a key service, not from a folder."""

import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from foundation.event_store.opening import open_store
from foundation.identity.tokens import load_token_key
from foundation.vault.opened import Plain
from foundation.vault.opening import open_vault
from foundation.vault.sector_source import COMMAND, VARIABLE, given_keys
from foundation.vault.sectors import new_sector_keys
from tests.integration.http.serving import Service, an_observation

DOCUMENT = new_sector_keys()
SECRETS = [sector["keys"]["1"] for sector in json.loads(DOCUMENT).values()]


@dataclass
class WithoutKeyFile(Service):
    """A service whose folder of keys holds the one for tokens alone."""

    given: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        load_token_key(self.folder, may_create=True)
        keys = self.folder / "tokens-alone"
        keys.mkdir(exist_ok=True)
        (keys / "tokens.json").touch(0o600)
        (keys / "tokens.json").write_bytes((self.folder / "tokens.json").read_bytes())
        return super().environment() | {"RETURNWATCH_KEYS": str(keys)} | self.given


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[[dict[str, str]], WithoutKeyFile]]:
    made: list[WithoutKeyFile] = []

    def make_one(given: dict[str, str]) -> WithoutKeyFile:
        places = (f"sqlite:///{tmp_path}/events.sqlite", f"sqlite:///{tmp_path}/vault.sqlite", tmp_path)
        made.append(WithoutKeyFile(*places, given=given))
        return made[-1]

    yield make_one
    for one in made:
        one.close()


@pytest.mark.parametrize("variable", [VARIABLE, COMMAND])
def test_a_service_seals_with_the_keys_that_it_is_given_and_shows_them_nowhere(
    make: Callable[[dict[str, str]], WithoutKeyFile], tmp_path: Path, variable: str
) -> None:
    kept = tmp_path / "in-the-key-service"
    kept.write_bytes(DOCUMENT)
    given = {VARIABLE: DOCUMENT.decode(), COMMAND: f"cat {shlex.quote(str(kept))}"}[variable]
    service = make({variable: given})

    service.start()
    filed = service.client().post("/v1/records/observation-filed", json=an_observation())

    assert filed.status_code == 201, filed.text
    assert service.process is not None
    shown = Path(f"/proc/{service.process.pid}/cmdline").read_text() + service.log.read_text()
    assert service.stop() == 0
    assert not any(secret in shown + service.log.read_text() for secret in SECRETS)
    assert _opened(service), "the keys of the document open what the service sealed"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({VARIABLE: DOCUMENT.decode()[:-9]}, f"{VARIABLE}: the sector keys are not in the form"),
        ({COMMAND: "false"}, f"{COMMAND}: the command ended with status 1"),
        ({COMMAND: "true", VARIABLE: DOCUMENT.decode()}, f"{VARIABLE} and {COMMAND}: set one of them"),
    ],
)
def test_a_service_that_gets_no_keys_says_so_in_a_line_and_ends(
    make: Callable[[dict[str, str]], WithoutKeyFile], given: dict[str, str], told: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "services.return_operation.main"],
        env=make(given).environment() | {"RETURNWATCH_LISTEN": "127.0.0.1:1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 2
    assert ended.stderr.startswith(told)
    assert ended.stderr.count("\n") == 1
    assert not any(secret in ended.stdout + ended.stderr for secret in SECRETS)


def _opened(service: Service) -> bool:
    vault = open_vault(service.vault, Path("nowhere"), given=given_keys({VARIABLE: DOCUMENT.decode()}))
    store = open_store(service.events)
    values = [value for one in store.read(0, 10) for value in vault.open_record(one.body).values()]
    store.close()
    vault.close()
    return bool(values) and all(isinstance(value, Plain) for value in values)
