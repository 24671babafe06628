"""Scenario and numbers in docs/safeguards.md do what it says, taken from the page word for word."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

PAGE = (Path(__file__).parents[3] / "docs" / "safeguards.md").read_text(encoding="utf-8")
SCENARIO, NUMBERS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_scenario_meets_its_expectations(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "complaint.yaml"
    path.write_text(SCENARIO, encoding="utf-8")

    checked = run("scenario", "check", path)

    assert checked.status == 0
    assert [line.split()[0] for line in checked.out.splitlines()] == ["ok"] * 6


def test_a_miss_ends_with_1_and_a_faulty_file_with_2(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "complaint.yaml"
    path.write_text(SCENARIO.replace("outcome: satisfied", "outcome: at_risk"), encoding="utf-8")
    assert run("scenario", "check", path).status == 1

    path.write_text(SCENARIO.replace("channel: monitor", "channel: rumour"), encoding="utf-8")
    assert run("scenario", "check", path).status == 2


def test_the_numbers_are_taken_and_move_a_limit(run: Run, tmp_path: Path) -> None:
    scenario, numbers = tmp_path / "complaint.yaml", tmp_path / "parameters.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")

    numbers.write_text(NUMBERS, encoding="utf-8")
    assert run("scenario", "check", scenario, "--parameters", numbers).status == 0

    numbers.write_text(f"{NUMBERS}complaint_ack_days: 21\n", encoding="utf-8")
    checked = run("scenario", "check", scenario, "--parameters", numbers)
    assert [line.split()[0] for line in checked.out.splitlines()] == ["ok", "MISS", "MISS", "ok", "ok", "ok"]
