"""The cells of a workbook, sheet by sheet and row by row, as openpyxl reads them without keeping them.

Entities in XML are refused by defusedxml, which openpyxl uses; links to other files are not followed.
"""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from services.return_operation.importing.frontex.cells import EARLIEST, LATEST, Broken, Value
from services.return_operation.importing.frontex.marks import SheetMarks, marks_of
from services.return_operation.importing.frontex.report import BadWorkbookError

MAX_CELLS = 20_000_000
SHEET_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)")
CORE = "docProps/core.xml"

if not openpyxl.DEFUSEDXML:  # pragma: no cover - a broken installation
    raise RuntimeError("defusedxml must be installed and in use, because workbooks come from strangers")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands."""

    number: int
    values: tuple[Value, ...]
    formats: tuple[str | None, ...]
    """Number formats, for cells that hold a number."""

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return all(value is None for value in self.values)


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet, whose rows can be read as often as needed."""

    title: str
    is_visible: bool
    marks: SheetMarks
    _path: Path
    _values: ReadOnlyWorksheet
    _formulas: ReadOnlyWorksheet | None

    def rows(self) -> Iterator[RawRow]:
        """Every row from the first; rows that the file leaves out are blank."""
        formulas = _cells(self._formulas, self._path) if self._formulas else None
        cells = 0
        for number, row in enumerate(_cells(self._values, self._path), start=1):
            written = next(formulas) if formulas else ()
            cells += len(row)
            if cells > MAX_CELLS:
                raise BadWorkbookError(
                    f"{self._path}: sheet {self.title!r} has too many cells; remove unused rows"
                )
            values = tuple(_value(cell) for cell in row)
            if any(cell.data_type == "f" for cell in written):
                values = tuple(
                    Broken.NO_RESULT if value is None and cell.data_type == "f" else value
                    for value, cell in zip(values, written, strict=True)
                )
            yield RawRow(number, values, tuple(_format(cell) for cell in row))


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """An opened workbook."""

    sheets: tuple[RawSheet, ...]
    modified_on: date | None
    """The core property `modified`, in UTC, where it is a plausible day."""


@contextmanager
def opened(path: Path, content: bytes) -> Iterator[RawWorkbook]:
    """The workbook in these bytes, which `check_archive` has let through."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that it drops
        values = _load(path, content, data_only=True)
        formulas = None
        try:
            marks = [_marks(path, values, sheet) for sheet in values.worksheets]
            if any(mark.has_formulas for mark in marks):
                formulas = _load(path, content, data_only=False)
            written = formulas.worksheets if formulas else values.worksheets
            yield RawWorkbook(
                tuple(
                    RawSheet(
                        sheet.title,
                        sheet.sheet_state == "visible",
                        mark,
                        path,
                        sheet,
                        other if mark.has_formulas else None,
                    )
                    for sheet, other, mark in zip(values.worksheets, written, marks, strict=True)
                ),
                _modified(path, values),
            )
        finally:
            values.close()
            if formulas:
                formulas.close()


def _load(path: Path, content: bytes, *, data_only: bool) -> Any:
    try:
        return openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )
    except Exception as error:  # noqa: BLE001 - a damaged file can make the library raise anything
        _unreadable(path, error)


def _marks(path: Path, workbook: Any, sheet: Any) -> SheetMarks:
    try:
        with workbook._archive.open(sheet._worksheet_path) as part:  # noqa: SLF001 - no public name for a sheet's part
            return marks_of(part)
    except BadWorkbookError as error:
        raise BadWorkbookError(
            *(f"{path}: sheet {sheet.title!r}: {fault}" for fault in error.faults)
        ) from None
    except Exception as error:  # noqa: BLE001 - a damaged file can make the library raise anything
        _unreadable(path, error)


def _cells(sheet: Any, path: Path) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows()
    for number in count(1):
        try:
            row = next(rows, None)
        except Exception as error:
            raise BadWorkbookError(
                f"{path}: sheet {sheet.title!r} cannot be read at row {number} or soon after; "
                "save the workbook again in a spreadsheet program"
            ) from error
        if row is None:
            return
        yield tuple(row)


def _unreadable(path: Path, error: Exception) -> NoReturn:
    kind = type(error).__name__
    raise BadWorkbookError(
        f"{path}: cannot be read as a workbook ({kind}); save it again as .xlsx"
    ) from error


def _value(cell: Any) -> Value:
    value: Value = cell.value
    if cell.data_type == "e":
        return Broken.ERROR
    if isinstance(value, str):
        if SHEET_ERROR.fullmatch(value):
            return Broken.ERROR
        return value if value.strip() else None
    return value


def _format(cell: Any) -> str | None:
    return cell.number_format if cell.data_type == "n" and cell.value is not None else None


def _modified(path: Path, workbook: Any) -> date | None:
    if CORE not in workbook._archive.namelist():  # noqa: SLF001 - else openpyxl puts today in place of the missing date
        return None
    try:
        if b":modified" not in workbook._archive.read(CORE):  # noqa: SLF001 - the same
            return None
    except Exception as error:  # noqa: BLE001 - a damaged file can make the library raise anything
        _unreadable(path, error)
    modified = workbook.properties.modified
    found = modified.date() if isinstance(modified, datetime) else None
    return found if found and EARLIEST <= found < LATEST else None
