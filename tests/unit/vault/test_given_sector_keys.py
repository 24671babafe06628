"""Sector keys from a variable or a key service: the same keys, and faults that show nothing of them."""

import json
import shlex
import sys
import traceback
from base64 import b64encode
from pathlib import Path

import pytest

from foundation.service_process.settings import SettingsError, read_settings
from foundation.vault import sector_source
from foundation.vault.sector_source import COMMAND, PAUSE, VARIABLE, given_keys
from foundation.vault.sectors import Sector, SectorKeysError, new_sector_keys, parse_sector_keys

DOCUMENT = new_sector_keys()
SECRET = json.loads(DOCUMENT)["identity"]["keys"]["1"]
NO_CURRENT = json.dumps({"identity": json.loads(DOCUMENT)["identity"] | {"current": 2}})
BOUND = b"bound"


def python(program: str) -> dict[str, str]:
    """The environment with a command that runs a line of Python."""
    return {COMMAND: shlex.join([sys.executable, "-c", program])}


def prints(content: bytes) -> dict[str, str]:
    return python(f"import sys; sys.stdout.buffer.write({content!r})")


@pytest.mark.parametrize(
    "environment",
    [
        {VARIABLE: DOCUMENT.decode()},
        {VARIABLE: b64encode(DOCUMENT).decode()},
        {VARIABLE: f"\n{b64encode(DOCUMENT)[:60].decode()}\n{b64encode(DOCUMENT)[60:].decode()}\n"},
        {VARIABLE: "", **prints(DOCUMENT)},
        prints(b64encode(DOCUMENT) + b"\n"),
    ],
    ids=["JSON", "base64", "base64 in lines", "a command", "a command that prints base64"],
)
def test_the_keys_are_those_of_the_document(environment: dict[str, str]) -> None:
    given = given_keys(environment)
    assert given is not None

    keys = given.load()

    wrapped = parse_sector_keys(DOCUMENT).wrap(Sector.SPECIAL, b"k" * 32, BOUND)
    assert keys.unwrap(Sector.SPECIAL, *wrapped, BOUND) == b"k" * 32
    assert set(keys.sectors) == set(Sector)


def test_without_either_variable_the_keys_are_in_a_file() -> None:
    assert given_keys({VARIABLE: "", COMMAND: ""}) is None


BAD = {
    "no JSON": ({VARIABLE: SECRET[:-1]}, "neither JSON nor base64"),
    "cut off": ({VARIABLE: DOCUMENT.decode()[:-20]}, "not in the form"),
    "base64 of something else": ({VARIABLE: b64encode(SECRET.encode()).decode()}, "not in the form"),
    "no current key": ({VARIABLE: NO_CURRENT}, "not in the form"),
    "nothing printed": (python("pass"), "not in the form"),
    "an error": (python(f"print({SECRET!r}); import sys; sys.exit({SECRET!r})"), "ended with status 1"),
    "no such program": ({COMMAND: f"/no/such/program {SECRET}"}, "cannot be started"),
    "no words": ({COMMAND: "  "}, "cannot be started"),
    "an open quote": ({COMMAND: f"program '{SECRET}"}, "cannot be started"),
}


@pytest.mark.parametrize(("environment", "told"), BAD.values(), ids=BAD)
def test_keys_that_cannot_be_used_are_told_in_a_line_without_them(
    environment: dict[str, str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    given = given_keys(environment)
    assert given is not None

    with pytest.raises(SectorKeysError, match=told) as fault:
        given.load()

    shown = "".join(traceback.format_exception(fault.value)) + repr(given) + "".join(capfd.readouterr())
    assert str(fault.value).startswith(f"{next(iter(environment))}: ")
    assert "\n" not in str(fault.value)
    assert SECRET[:-1] not in shown


def test_a_command_that_does_not_end_is_ended_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sector_source, "PATIENCE", 0.3)
    given = given_keys({COMMAND: "sh -c 'sleep 60 & sleep 60'"})
    assert given is not None

    with pytest.raises(SectorKeysError, match="did not end within"):
        given.load()


def test_a_key_service_is_asked_again_but_not_all_the_time(tmp_path: Path) -> None:
    kept, hand = tmp_path / "document", [0.0]
    kept.write_bytes(DOCUMENT)
    given = given_keys({COMMAND: f"cat {shlex.quote(str(kept))}"})
    assert given is not None
    keys = given.load(lambda: hand[0])

    first = new_sector_keys()
    kept.write_bytes(first)
    keys.renew()
    kept.write_bytes(DOCUMENT)
    keys.renew()
    wrapped = parse_sector_keys(first).wrap(Sector.SPECIAL, b"k" * 32, BOUND)
    assert keys.unwrap(Sector.SPECIAL, *wrapped, BOUND) == b"k" * 32, "the second question came too soon"

    hand[0] += PAUSE
    keys.renew()
    wrapped = parse_sector_keys(DOCUMENT).wrap(Sector.SPECIAL, b"k" * 32, BOUND)
    assert keys.unwrap(Sector.SPECIAL, *wrapped, BOUND) == b"k" * 32


def test_two_sources_are_a_fault_of_the_settings_among_others() -> None:
    both = {VARIABLE: DOCUMENT.decode(), COMMAND: "true", "RETURNWATCH_EVENTS": "sqlite:///e"}

    with pytest.raises(SettingsError) as fault:
        read_settings(both, "return_operation")

    lines = str(fault.value).splitlines()
    assert f"{VARIABLE} and {COMMAND}: set one of them, not both" in lines
    assert any(line.startswith("RETURNWATCH_VAULT: ") for line in lines)
    assert SECRET not in str(fault.value)


def test_a_service_needs_no_folder_of_keys_where_the_environment_gives_everything() -> None:
    environment = {
        VARIABLE: DOCUMENT.decode(),
        "RETURNWATCH_POSTGRES": "postgresql://localhost",
        "RETURNWATCH_OIDC": "issuer.toml",
        "RETURNWATCH_ATTACHMENTS": "s3://bucket/prefix",
    }

    assert SECRET not in repr(read_settings(environment, "return_operation"))
    for needed in ("RETURNWATCH_OIDC", "RETURNWATCH_ATTACHMENTS", VARIABLE):
        with pytest.raises(SettingsError, match="RETURNWATCH_KEYS"):
            read_settings({key: value for key, value in environment.items() if key != needed}, "pre_return")
