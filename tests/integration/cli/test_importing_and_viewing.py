"""From a workbook to a view, on the command line."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

KEYS = ["operations", "returnees", "monitored_forced_return", "monitored_any", "escorts"]
RECORDED = 76
"""Events of the demo: 60 from the workbook, 16 of the case; changed findings are in the log besides."""
TOTALS = {
    "operations": 14,
    "in_operations_sheet": 12,
    "not_in_operations_sheet": 2,
    "returnee_rows": 20,
}


def test_an_import_prints_its_totals_problems_and_differences_as_json(
    run: Run, workbook: Path, tmp_path: Path
) -> None:
    ran = run("import", "frontex", workbook, "--data-dir", tmp_path / "data", "--json")
    summary = json.loads(ran.out)
    assert ran.status == 0
    assert {name: summary[name] for name in TOTALS} == TOTALS
    assert summary["recorded"] == 60
    assert summary["already_known"] == 0
    assert {(problem["sheet"], problem["row"]) for problem in summary["problems"]} == {
        ("2024 Staff", 9),
        ("2024_costs", 6),
    }
    assert {"dates_differ", "missing_in_sheet"} <= {one["kind"] for one in summary["differences"]}


def test_importing_again_adds_nothing(run: Run, workbook: Path, folder: Path) -> None:
    view = ("view", "operation-coverage", "--by", "type", "--format", "json", "--data-dir", folder)
    before = run(*view).out
    again = json.loads(run("import", "frontex", workbook, "--data-dir", folder, "--json").out)
    assert (again["recorded"], again["already_known"]) == (0, 60)
    assert run(*view).out == before


def test_the_same_file_under_another_day_is_reported_as_a_conflict_and_changes_nothing(
    run: Run, workbook: Path, folder: Path
) -> None:
    other = ("import", "frontex", workbook, "--published", "2030-01-01", "--data-dir", folder, "--json")
    summary = json.loads(run(*other).out)
    assert (summary["recorded"], summary["already_known"]) == (0, 0)
    assert sum("other content" in problem["what"] for problem in summary["problems"]) == 60


@pytest.mark.parametrize("by", ["type", "state", "destination", "year"])
def test_totals_come_by_every_dimension_with_the_same_columns(run: Run, folder: Path, by: str) -> None:
    rows = json.loads(
        run("view", "operation-coverage", "--by", by, "--format", "json", "--data-dir", folder).out
    )
    assert all(list(row) == [by, *KEYS] for row in rows)
    assert sum(row["returnees"] for row in rows) == 433


def test_csv_json_and_table_show_the_same_rows(run: Run, folder: Path) -> None:
    view = ("view", "operation-coverage", "--by", "type", "--data-dir", folder, "--format")
    rows = json.loads(run(*view, "json").out)
    read = list(csv.DictReader(io.StringIO(run(*view, "csv").out)))
    assert read == [{name: str(value) for name, value in row.items()} for row in rows]
    table = run(*view, "table").out
    assert all(row["type"] in table for row in rows)


def test_every_answer_states_the_position_it_rests_on(run: Run, folder: Path) -> None:
    ran = run("view", "operation-coverage", "--by", "type", "--data-dir", folder)
    assert ran.err == "based on return_operation up to 60\n"


def test_operations_come_page_by_page_and_by_filter(run: Run, folder: Path) -> None:
    view = ("view", "operation-coverage", "--format", "json", "--data-dir", folder)
    first = run(*view, "--limit", 10)
    after = first.err.split()[-1]
    rest = run(*view, "--after", after)
    assert len(json.loads(first.out)) == 10
    assert len(json.loads(rest.out)) == 4
    assert {row["operation"] for row in json.loads(first.out)}.isdisjoint(
        row["operation"] for row in json.loads(rest.out)
    )
    italian = json.loads(run(*view, "--state", "IT").out)
    assert {row["reference"] for row in italian} == {"RO-90001", "RO-90007"}


def test_a_rebuilt_view_has_the_same_rows(run: Run, folder: Path) -> None:
    view = ("view", "operation-coverage", "--format", "json", "--data-dir", folder)
    before = run(*view).out
    rebuilt = run("rebuild", "operation-coverage", "--data-dir", folder)
    assert rebuilt.status == 0
    assert "from 60 records" in rebuilt.out
    assert run(*view).out == before


def test_the_demo_walks_to_a_verified_log_and_begins_anew_each_time(run: Run, tmp_path: Path) -> None:
    for _ in range(2):
        ran = run("demo", "--folder", tmp_path / "demo")
        assert ran.status == 0
        assert "Operations that nobody monitored" in ran.out
        verified = re.search(r"verified: (\d+) events, (\d+) leaves", ran.out)
        assert verified is not None
        assert verified[1] == verified[2]
        assert int(verified[1]) >= RECORDED
    files = b"".join(path.read_bytes() for path in (tmp_path / "demo").rglob("*") if path.is_file())
    assert b"RO-90001" in files
    assert b"Ngozi" not in files
    assert b"asked twice for the door" not in files


def test_the_demo_shows_what_became_of_the_safeguards_and_explains_a_contested_one(
    run: Run, tmp_path: Path
) -> None:
    shown = run("demo", "--folder", tmp_path / "demo").out

    breached, at_risk, not_evidenced = (
        shown.partition(title)[2].partition("\u2514")[0]
        for title in ("Breached (", "At risk (", "Not evidenced: ")
    )
    assert "due-process.no-removal-while-remedy-pending (contested)" in breached
    assert "refoulement.no-return-without-procedure" in at_risk
    assert "operation.fit-to-travel" in not_evidenced
    assert "satisfied: 1;" in shown
    explained = shown.partition("One of them explained: due-process.no-removal-while-remedy-pending")[2]
    assert re.search(r"authority\W+authority\W+LegalRemedyDecided\W+dismissed\W+none\W+yes", explained)
    assert re.search(r"person\W+lawyer\W+LegalRemedyDecided\W+granted\W+no", explained)
    assert "satisfied by that of the authority, breached by that of the person: contested" in explained


def test_the_demo_does_not_touch_a_folder_that_is_not_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    assert run("demo", "--folder", tmp_path / "mine").status == 2
    assert (tmp_path / "mine" / "file").exists()
