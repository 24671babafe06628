"""Writes a workbook whose bytes depend on nothing but its content."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl

CORE = "docProps/core.xml"
STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
PACKED_AT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold."""

Sheet = Sequence[Sequence[Any]]


def workbook_bytes(
    sheets: Mapping[str, Sheet], *, dated: date, merged: Mapping[str, Sequence[str]] = {}
) -> bytes:
    """An .xlsx workbook of these rows; `merged` names ranges such as `A2:A4` by sheet."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in merged.get(title, ()):
            sheet.merge_cells(cells)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return restamped(buffer.getvalue(), dated)


def restamped(content: bytes, dated: date) -> bytes:
    """The same archive with one date in place of the times at which it was written."""
    moment = datetime(dated.year, dated.month, dated.day).isoformat().encode() + b"Z"  # noqa: DTZ001 - written as UTC
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == CORE:
                part = STAMP.sub(lambda stamp: stamp[1] + moment, part)
            entry = zipfile.ZipInfo(name, PACKED_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return packed.getvalue()
