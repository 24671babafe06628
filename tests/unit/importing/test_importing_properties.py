"""What holds for every workbook, however it is laid out and whatever stands in it."""

import contextlib
import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.return_operation import OperationFiguresReported
from returnwatch.sample.packing import Sheet, workbook_bytes
from returnwatch.sample.workbook import SHEETS
from services.return_operation.importing.frontex import BadWorkbookError, Import, read_workbook
from tests.workbooks import DATED, RETURNEES_HEADER

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

CELL = st.one_of(
    st.none(),
    st.integers(-5, 300),
    st.floats(-1e6, 1e6),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.sampled_from(
        ["RO-90001", "RO-90002", "Italy", "Mali & Niger", "n/a", "#REF!", "TOTAL", "12", "", " ", "x" * 300]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12).filter(
        lambda text: not text.startswith("=") and all(c not in text for c in "\ufffe\uffff")
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the workbook of one example stands."""
    return tmp_path / "book.xlsx"


def figures(read: Import) -> list[str]:
    """The figures of every record without the place where they stand, in an order of their own."""
    return sorted(
        submission.event.model_dump_json(exclude={"source_row", "source_document"})
        for submission in read.submissions
    )


def laid_out(rows: Sheet, chance: random.Random) -> list[list[Any]]:
    """The same table under title rows, with its columns in another order and blank ones between."""
    columns: Iterable[tuple[Any, ...]] = list(zip(*rows, strict=True))
    columns = [*columns, *[(None,) * len(rows) for _ in range(chance.randrange(3))]]
    chance.shuffle(columns)
    titles = [["Return operations"], [], ["Released on request"]][: chance.randrange(4)]
    return [*titles, *([cell.upper() if row is rows[0] and isinstance(cell, str) else cell for cell in again]
                      for row, again in zip(rows, zip(*columns, strict=True), strict=True))]  # fmt: skip


@FEW
@given(seed=st.integers(0, 10**6))
def test_the_layout_changes_nothing_in_the_figures(path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a reproducible layout
    titles = list(SHEETS)
    chance.shuffle(titles)
    path.write_bytes(workbook_bytes(SHEETS, dated=DATED))
    plain = read_workbook(path)
    changed = {f"Sheet {number}": laid_out(SHEETS[title], chance) for number, title in enumerate(titles)}
    path.write_bytes(workbook_bytes(changed, dated=DATED))
    again = read_workbook(path)
    assert figures(again) == figures(plain)
    assert again.totals == plain.totals
    assert len(again.problems) == len(plain.problems)


@FEW
@given(rows=st.lists(st.lists(CELL, max_size=6), max_size=12))
def test_every_row_that_holds_anything_is_a_record_or_a_problem(path: Path, rows: list[list[Any]]) -> None:
    path.write_bytes(workbook_bytes({"S": (RETURNEES_HEADER, *rows)}, dated=DATED))
    read = read_workbook(path)
    recorded = set()
    for submission in read.submissions:
        assert isinstance(submission.event, OperationFiguresReported)
        recorded.add(int(submission.event.source_row.rpartition("!")[2]))
    unread = {problem.row for problem in read.problems if problem.what.startswith("names no operation")}
    filled = {
        number
        for number, row in enumerate(rows, start=2)
        if any(cell is not None and not (isinstance(cell, str) and not cell.strip()) for cell in row)
    }
    assert recorded | unread == filled
    assert not recorded & unread
    assert read_workbook(path) == read


@FEW
@given(cut=st.integers(0, 9000), at=st.integers(0, 9000), byte=st.integers(0, 255), data=st.booleans())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    path: Path, cut: int, at: int, byte: int, *, data: bool
) -> None:
    content = bytearray(workbook_bytes(SHEETS, dated=DATED))
    if data:
        content[at % len(content)] = byte
    else:
        del content[cut % len(content) :]
    path.write_bytes(content)
    read: Import | None = None
    with contextlib.suppress(BadWorkbookError):
        read = read_workbook(path)
    assert read is None or read.submissions
