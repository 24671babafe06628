"""Runs the command line in this process, as a user would see it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from returnwatch.main import main
from returnwatch.sample.workbook import write_sample


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run_command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["returnwatch", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        status = ended.value.code
        return Ran(status if isinstance(status, int) else 0, told.out, told.err)

    return run_command


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_sample(tmp_path / "figures.xlsx")


@pytest.fixture
def folder(tmp_path: Path, workbook: Path, run: Run) -> Path:
    """A data directory into which the sample workbook was imported."""
    data = tmp_path / "data"
    assert run("import", "frontex", workbook, "--data-dir", data).status == 0
    return data
