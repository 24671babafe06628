"""Making and rotating sector keys that the environment gives, from the command line."""

import json
from pathlib import Path

import pytest

from foundation.vault.sector_source import VARIABLE
from foundation.vault.sectors import new_sector_keys
from tests.integration.cli.conftest import Run
from tests.integration.vault.test_rotation_outside import opens, seal


def test_the_command_prints_the_document_of_each_step_and_tells_no_key(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/vault.sqlite"
    made = run("keys", "new", "--out", tmp_path / "first.json")
    assert (made.status, made.out, made.err) == (0, "", "")
    first = (tmp_path / "first.json").read_bytes()
    token = seal(url, first, "before")
    monkeypatch.setenv(VARIABLE, first.decode())

    begun = run("keys", "rotate", "identity", "--vault", url)
    monkeypatch.setenv(VARIABLE, begun.out)
    ended = run("keys", "rotate", "identity", "--vault", url, "--out", tmp_path / "last.json")

    assert begun.status == ended.status == 0
    assert "run this again" in begun.err
    assert "version 2 in use, 1 keys wrapped anew" in ended.err
    assert ended.out == ""
    assert (tmp_path / "last.json").stat().st_mode & 0o077 == 0
    assert opens(url, (tmp_path / "last.json").read_bytes(), token)
    for document in (first, begun.out.encode()):
        assert not any(key in begun.err + ended.err for key in secrets_of(document))


@pytest.mark.parametrize(
    ("given", "arguments", "told"),
    [
        ("{", (), "RETURNWATCH_SECTOR_KEYS: the sector keys are not in the form"),
        ("{}", (), "this process has no key for the sector identity"),
        (new_sector_keys().decode(), ("--out", "."), ".: is there already"),
        ("", ("--out", "new.json"), "--out: is for keys from RETURNWATCH_SECTOR_KEYS"),
    ],
    ids=["no document", "no key", "a file that is there", "no keys from outside"],
)
def test_bad_input_is_told_in_a_line(  # noqa: PLR0917 - fixtures
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    given: str,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.setenv(VARIABLE, given)
    ran = run("keys", "rotate", "identity", "--vault", f"sqlite:///{tmp_path}/vault.sqlite", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(told)
    assert ran.err.count("\n") == 1


def secrets_of(document: bytes) -> set[str]:
    """Every key of a document, as it is written."""
    return {key for sector in json.loads(document).values() for key in sector["keys"].values()}
