"""Data directories with any name, and evidence where nothing may be written."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

Run = Callable[..., Any]
NAMES = ["what?mode=memory", "a%41b", "a#b", "a b?", "ünï&=;"]
LOW = 65534
IS_ROOT = os.geteuid() == 0
PROGRAM = f"""
import codecs
import os
from returnwatch.command_line import application
from returnwatch.main import main
application()
codecs.lookup("ascii")  # lies in a place that only root may enter
if {IS_ROOT}:
    os.setuid({LOW})
main()
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_file_of_a_directory_is_in_it_whatever_its_name(
    run: Run, tmp_path: Path, workbook: Path, name: str
) -> None:
    data = tmp_path / "place" / name
    assert run("import", "frontex", workbook, "--data-dir", data).status == 0
    assert run("view", "operation-coverage", "--data-dir", data).status == 0
    assert run("audit", "verify", "--data-dir", data).out.startswith("verified: 60 events, 60 leaves")
    assert [path.name for path in data.parent.iterdir()] == [name]
    assert {"views.sqlite", "audit.sqlite", "vault.sqlite", "return_operation.sqlite"} <= {
        path.name for path in data.iterdir()
    }


@pytest.fixture
def evidence(folder: Path) -> Iterator[Path]:
    """A copy in which nobody may write, in a place that everybody reaches."""
    with TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        copy = Path(place) / "evidence"
        shutil.copytree(folder, copy)
        if IS_ROOT:
            for path in [copy, *copy.rglob("*")]:
                os.chown(path, LOW, LOW)
        _chmod(copy, 0o555, 0o400)
        yield copy
        _chmod(copy, 0o755, 0o600)


def _chmod(folder: Path, folders: int, files: int) -> None:
    for path in [folder, *folder.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """Verify as somebody whom the modes of files bind: root is bound by none."""
    command = [sys.executable, "-c", PROGRAM, "audit", "verify", "--data-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_evidence_is_verified_where_nothing_may_be_written(evidence: Path) -> None:
    before = contents(evidence)
    ran = verified(evidence)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("verified: 60 events, 60 leaves")
    assert contents(evidence) == before


def test_damage_is_found_where_nothing_may_be_written(evidence: Path) -> None:
    path = evidence / "return_operation.sqlite"
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DROP TRIGGER stored_events_refuse_update")
        database.execute("UPDATE stored_events SET topic = 'other' WHERE rowid = 7")
    for left in evidence.glob("*-*"):
        left.unlink()
    path.chmod(0o400)
    ran = verified(evidence)
    assert ran.returncode == 1
    assert "NOT VERIFIED" in ran.stdout


@pytest.mark.parametrize("name", ["return_operation.sqlite", "audit.sqlite"])
def test_a_file_that_may_not_be_read_is_no_damage(evidence: Path, name: str) -> None:
    (evidence / name).chmod(0)
    ran = verified(evidence)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Permission denied" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_folder_that_may_not_be_entered_is_no_damage(evidence: Path) -> None:
    evidence.chmod(0)
    ran = verified(evidence)
    evidence.chmod(0o555)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr


def test_writes_that_were_not_folded_in_are_never_passed_over(evidence: Path) -> None:
    evidence.chmod(0o755)
    path = evidence / "return_operation.sqlite"
    path.chmod(0o600)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE more (it)")
        for part in ("", "-wal"):
            shutil.copy(f"{path}{part}", f"{path}{part}.copy")
    for part in ("", "-wal"):
        Path(f"{path}{part}.copy").rename(f"{path}{part}")
        os.chown(f"{path}{part}", LOW if IS_ROOT else -1, LOW if IS_ROOT else -1)
    _chmod(evidence, 0o555, 0o400)
    ran = verified(evidence)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "copy the folder" in ran.stderr


def test_verification_leaves_a_directory_as_it_was(run: Run, folder: Path) -> None:
    before = contents(folder)
    assert run("audit", "verify", "--data-dir", folder).status == 0
    assert contents(folder) == before
