"""A subject asked about alone is judged with the values that made the rows of the view, erased ones too."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]

CASE = "C-0199a000-0000-7000-8000-000000000002"
RESTS_ON_A_SEALED_KIND = "due-process.no-removal-while-remedy-pending"
"""The kind of a remedy is sealed, since it may show that the person sought protection."""

ERASING = (
    "--role=independent_monitor",
    "--body=ORG-0199a000-0000-7000-8000-000000000004",
    "--purpose=audit",
    "--ground=legal_obligation",
    "--cause=unlawful_processing",
    "--yes",
)


def outcomes(text: str) -> dict[str, tuple[str, bool]]:
    """Outcome of each rule about the case, and whether it is contested."""
    rows = [row for row in json.loads(text) if row["subject"] == CASE]
    return {row["rule"]: (row["outcome"], row["contested"]) for row in rows}


def test_evaluate_view_and_view_about_one_subject_agree(run: Run, tmp_path: Path) -> None:
    data = ("--data-dir", tmp_path / "demo")
    assert run("demo", "--folder", tmp_path / "demo").status == 0

    kept = outcomes(run("view", "safeguard-findings", "--format", "json", *data).out)
    about = outcomes(run("view", "safeguard-findings", "--about", CASE, "--format", "json", *data).out)
    evaluated = outcomes(run("safeguards", "evaluate", CASE, "--json", *data).out)

    assert kept[RESTS_ON_A_SEALED_KIND] == ("breached", True)
    assert about == kept
    assert evaluated == kept


def test_what_an_erasure_froze_stays_as_it_was_made_and_is_not_made_from_less(
    run: Run, tmp_path: Path
) -> None:
    data = ("--data-dir", tmp_path / "demo")
    assert run("demo", "--folder", tmp_path / "demo").status == 0
    before = outcomes(run("safeguards", "evaluate", CASE, "--json", *data).out)

    assert run("person", "erase", CASE, *ERASING, *data).status == 0

    rows = run("view", "safeguard-findings", "--about", CASE, "--format", "json", *data).out
    assert outcomes(rows) == before
    assert all(row["frozen"] for row in json.loads(rows))
    assert outcomes(run("safeguards", "evaluate", CASE, "--json", *data).out) == before
    earlier = run("safeguards", "evaluate", CASE, "--as-of", "2025-10-01T00:00:00+02:00", *data)
    assert earlier.status == 2
    assert "safeguards history" in earlier.err
