"""Small workbooks for tests: ordinary ones, odd ones, and such as are made to do harm."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from returnwatch.sample.packing import PACKED_AT, Sheet, workbook_bytes
from services.return_operation.importing.frontex import Import, read_workbook

DATED = date(2025, 3, 14)
DEPARTED = date(2024, 5, 6)

SHEET = "xl/worksheets/sheet1.xml"
RETURNEES_HEADER = ("Date of Departure ", "Operation ID", "MS", "DESTINATION[S]", "TCNs (accepted)")
OPERATIONS_HEADER = ("DATE OF DEPARTURE", "TYPE OF OPERATION", "DESTINATION (S)", "ROID")
A_ROW = (DEPARTED, "RO-90001", "Italy", "TUNISIA", 28)


def written(
    path: Path, sheets: Mapping[str, Sheet], merged: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """A workbook of these sheets at `path`."""
    path.write_bytes(workbook_bytes(sheets, dated=DATED, merged=merged or {}))
    return path


def read_sheets(tmp_path: Path, sheets: Mapping[str, Sheet], **merged: Sequence[str]) -> Import:
    """What is read from a workbook of these sheets."""
    return read_workbook(written(tmp_path / "book.xlsx", sheets, merged))


def read_returnees(tmp_path: Path, *rows: Sequence[Any]) -> Import:
    """What is read from a workbook with one sheet of returnees, headed in row 1."""
    return read_sheets(tmp_path, {"TCNs": (RETURNEES_HEADER, *rows)})


def read_one_cell(tmp_path: Path, heading: str, value: Any) -> Import:
    """What is read from one row that has a reference, a count of returnees and one more cell."""
    return read_sheets(tmp_path, {"S": (("RO", "TCNs", heading), ("RO-90001", 7, value))})


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The archive with each part put through `change`, which drops a part by giving None."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                archive.writestr(zipfile.ZipInfo(name, PACKED_AT), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part more."""
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, PACKED_AT), part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def in_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with a text in its first sheet replaced, which must be there."""

    def change(name: str, part: bytes) -> bytes:
        if name != SHEET:
            return part
        assert old in part
        return part.replace(old, new)

    return repacked(content, change)


def without_date(content: bytes) -> bytes:
    """The workbook without its core properties, as some programs write it."""
    return repacked(content, lambda name, part: None if name == "docProps/core.xml" else part)
