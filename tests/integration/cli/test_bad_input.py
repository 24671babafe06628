"""Bad input gives exit status 2, a line for each fault, and records nothing."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from returnwatch.sample.packing import workbook_bytes
from returnwatch.sample.workbook import PUBLISHED, SHEETS

Run = Callable[..., Any]


def _missing(_folder: Path) -> Path:
    return Path("nowhere.xlsx")


def _folder(folder: Path) -> Path:
    return folder


def _text(folder: Path) -> Path:
    path = folder / "notes.xlsx"
    path.write_text("not a workbook")
    return path


def _truncated(folder: Path) -> Path:
    path = folder / "half.xlsx"
    whole = workbook_bytes(SHEETS, dated=PUBLISHED)
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _other_headers(folder: Path) -> Path:
    path = folder / "other.xlsx"
    path.write_bytes(workbook_bytes({"Sheet": [["colour", "size"], ["red", 1]]}, dated=PUBLISHED))
    return path


def _bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 700_000_000)
    return path


def _entities(folder: Path) -> Path:
    path = folder / "entities.xlsx"
    whole = workbook_bytes(SHEETS, dated=PUBLISHED)
    (folder / "whole.xlsx").write_bytes(whole)
    with zipfile.ZipFile(folder / "whole.xlsx") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(
                    b"<workbook", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook', 1
                )
            target.writestr(name, content)
    return path


FILES = [_missing, _folder, _text, _truncated, _other_headers, _bomb, _entities]


@pytest.mark.parametrize("make", FILES, ids=lambda make: make.__name__.strip("_"))
def test_a_file_that_cannot_be_read_is_refused_and_records_nothing(
    run: Run, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    ran = run("import", "frontex", make(tmp_path), "--data-dir", tmp_path / "data", "--json")
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert not (tmp_path / "data").exists()


def test_what_cannot_be_read_in_a_row_is_a_problem_and_the_rest_is_kept(run: Run, tmp_path: Path) -> None:
    title, rows = next(iter(SHEETS.items()))
    header = [str(cell) for cell in rows[0]]
    spoilt = [list(row) for row in rows]
    spoilt[1][0] = "sometime in May"
    staff = [list(row) for row in SHEETS["2024 Staff"]]
    staff[1][3] = -4
    staff[2][2] = "Atlantis"
    path = tmp_path / "spoilt.xlsx"
    path.write_bytes(workbook_bytes({**SHEETS, title: spoilt, "2024 Staff": staff}, dated=PUBLISHED))
    summary = json.loads(run("import", "frontex", path, "--data-dir", tmp_path / "data", "--json").out)
    places = {(problem["sheet"], problem["row"]) for problem in summary["problems"]}
    assert header
    assert {(title, 2), ("2024 Staff", 2), ("2024 Staff", 3)} <= places
    assert summary["recorded"] == 60


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("view", "no-such-view"), "operation-coverage"),
        (("view", "operation-coverage", "--by", "colour"), "type, state, destination, year"),
        (("view", "operation-coverage", "--format", "pdf"), "table"),
        (("view", "operation-coverage", "--after", "O-nowhere"), "begin again"),
        (("rebuild", "no-such-view"), "operation-coverage"),
        (("audit", "prove", "EVT-018f6a2c-0000-7000-8000-000000000001"), "no such event"),
        (("token", "--role", "president"), "independent_monitor"),
        (("token", "--role", "nhri", "--body", "Ministry"), "ORG-"),
        (("audit", "verify", "--vkey", "nonsense"), "log key"),
        (("up", "--listen", "everywhere"), "host:port"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_unknown_name_or_value_is_answered_with_what_exists(
    run: Run, folder: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = run(*arguments, "--data-dir", folder)
    assert ran.status == 2
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command", [("view", "operation-coverage"), ("audit", "checkpoint"), ("audit", "verify")]
)
def test_a_data_directory_that_is_not_there_is_named_and_not_made(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    ran = run(*command, "--data-dir", tmp_path / "nowhere")
    assert ran.status == 2
    assert "nowhere" in ran.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("provision",),
        ("relay", "return-operation"),
        ("project", "audit-trail"),
        ("serve", "query"),
        ("serve", "return-operation"),
        ("rebuild", "operation-coverage", "--from", "kafka"),
    ],
    ids=" ".join,
)
def test_a_distributed_process_names_every_variable_that_it_misses(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    for name in ("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS"):
        monkeypatch.delenv(name, raising=False)
    ran = run(*command)
    assert ran.status == 2
    assert "RETURNWATCH_POSTGRES" in ran.err


def test_an_import_over_http_without_a_token_says_where_to_put_it(
    run: Run, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RETURNWATCH_TOKEN", raising=False)
    ran = run("import", "frontex", workbook, "--url", "http://127.0.0.1:9")
    assert ran.status == 2
    assert "RETURNWATCH_TOKEN" in ran.err
