"""A key that databases were made with is never silently made anew."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def lived_in(tmp_path: Path, run: Run) -> Path:
    """A data directory with sealed fields and a log."""
    assert run("demo", "--folder", tmp_path / "lived-in").status == 0
    return tmp_path / "lived-in"


COMMANDS = [
    ("log.key", ("audit", "checkpoint")),
    ("log.key", ("view", "operation-coverage")),
    ("sectors.json", ("view", "operation-coverage")),
    ("sectors.json", ("import", "frontex")),
]


@pytest.mark.parametrize(("key", "command"), COMMANDS, ids=str)
def test_a_lost_key_is_missed_and_not_replaced(
    run: Run, lived_in: Path, workbook: Path, key: str, command: tuple[str, ...]
) -> None:
    (lived_in / "keys" / key).unlink()
    file = (workbook,) if command[0] == "import" else ()
    ran = run(*command, *file, "--data-dir", lived_in)
    assert ran.status == 2
    assert "restore it from the backup" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert not (lived_in / "keys" / key).exists()


def test_checkpoints_of_before_hold_when_the_key_came_back(run: Run, folder: Path, tmp_path: Path) -> None:
    note, key = tmp_path / "kept", folder / "keys" / "log.key"
    note.write_text(run("audit", "checkpoint", "--data-dir", folder).out)
    key.rename(tmp_path / "backup")
    assert run("audit", "checkpoint", "--data-dir", folder).status == 2
    (tmp_path / "backup").rename(key)
    assert run("audit", "verify", "--checkpoint", note, "--data-dir", folder).status == 0


def test_a_key_that_does_not_fit_the_vault_is_one_line(run: Run, tmp_path: Path) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    for folder in (data, other):
        assert run("demo", "--folder", folder).status == 0
    (data / "keys" / "sectors.json").write_bytes((other / "keys" / "sectors.json").read_bytes())
    records = tmp_path / "records.jsonl"
    run("sample", "--cases", 1, "--out", records)
    ran = run("import", "events", records, "--data-dir", data)
    assert "Traceback" not in ran.err
