"""A body changes its numbers: the next command makes every row by them, and answers say so."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from projections.viewing.renewing import is_outdated
from returnwatch.embedded import embedded
from returnwatch.together import following

Run = Callable[..., Any]
NUMBERS = "version: test-1\nbody: Test Monitoring Body\n"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """A data directory with a case and an operation."""
    assert run("demo", "--folder", tmp_path / "demo").status == 0
    return tmp_path / "demo"


def findings(run: Run, folder: Path) -> Any:
    return run("view", "safeguard-findings", "--data-dir", folder, "--format", "json", "--limit", "1000")


def versions(answer: Any) -> set[str]:
    return {row["parameters_version"] for row in json.loads(answer.out)}


def test_the_next_command_makes_every_row_by_the_new_numbers_once(run: Run, folder: Path) -> None:
    before = findings(run, folder)
    (folder / "parameters.yaml").write_text(NUMBERS, encoding="utf-8")
    first, second = findings(run, folder), findings(run, folder)

    assert (versions(before), versions(first)) == ({"platform-1"}, {"test-1"})
    assert "numbers platform-1, rules" in before.err
    assert "making every row by numbers test-1 of Test Monitoring Body" in first.err
    assert "making every row" not in second.err
    assert second.out == first.out
    assert "; numbers test-1 of Test Monitoring Body, rules" in second.err


def test_what_goes_on_running_makes_them_beside_those_that_answer(run: Run, folder: Path) -> None:
    (folder / "parameters.yaml").write_text(NUMBERS, encoding="utf-8")
    with embedded(folder) as opened:
        assert is_outdated(opened.making())
        with following(opened):
            deadline = time.monotonic() + 60
            while is_outdated(opened.making()) and time.monotonic() < deadline:
                time.sleep(0.05)

    answer = findings(run, folder)

    assert versions(answer) == {"test-1"}
    assert "making every row" not in answer.err


def test_numbers_that_cannot_be_are_refused_and_rows_stay(run: Run, folder: Path) -> None:
    before = findings(run, folder)
    (folder / "parameters.yaml").write_text(NUMBERS + "hide_counts_below: 20\n", encoding="utf-8")
    refused = findings(run, folder)
    (folder / "parameters.yaml").unlink()

    assert refused.status == 2
    assert "hide_means_below must not be less than hide_counts_below" in refused.err
    assert findings(run, folder).out == before.out
