"""What the text of a sheet says beside its cells: how many rows, whether formulas, which cells are merged.

openpyxl tells none of it while reading without keeping. The tags are found in the bytes, a piece at a time.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from openpyxl.utils.cell import range_boundaries

from services.return_operation.importing.frontex.report import BadWorkbookError

PIECE = 2**20
MAX_ROW_BYTES = 8 * 2**20
MAX_ROWS = 2**20
MAX_FILLED_ROWS = 80_000
MAX_MERGES = 100_000
TAG = re.compile(
    rb"<(?:\w+:)?(?:(?P<row>row)(?P<attributes>\s[^<>]*)?/?>|(?P<formula>f)[\s/>]|(?P<value>v|t)[\s>]"
    rb"|(?P<end>/(?:\w+:)?sheetData>)"
    rb"|mergeCell\s[^<>]*?ref=[\"'](?P<merge>[A-Za-z0-9:$]+)[\"'])"
)
NUMBER = re.compile(rb"\br=[\"'](\d{1,9})[\"']")


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """Counted before the cells are read."""

    rows: int
    has_formulas: bool
    merged_down: Mapping[tuple[int, int], int]
    """(column, first row) to the last row, for merged cells of more than one row; counted from 1."""


def marks_of(part: IO[bytes]) -> SheetMarks:
    """Read the part of one sheet; raises `BadWorkbookError` without naming the file."""
    filled = number = 0
    row_at: int | None = None
    counted = True
    has_formulas = False
    merged: dict[tuple[int, int], int] = {}
    for offset, piece in _pieces(part):
        for tag in TAG.finditer(piece):
            if tag["row"] or tag["end"]:
                _check_length(0 if row_at is None else offset + tag.start() - row_at)
                row_at = offset + tag.start() if tag["row"] else None
                number = _next_number(number, tag["attributes"] or b"") if tag["row"] else number
                counted = False
            elif tag["merge"]:
                merged |= _merged_down(tag["merge"].decode())
            else:
                has_formulas = has_formulas or bool(tag["formula"])
                filled += not counted
                counted = True
        _check_length(0 if row_at is None else offset + len(piece) - row_at)
    if filled > MAX_FILLED_ROWS:
        raise BadWorkbookError("has more than 80,000 rows with content; split the workbook")
    if len(merged) > MAX_MERGES:
        raise BadWorkbookError("has more than 100,000 merged cells; undo the merging")
    return SheetMarks(filled, has_formulas, merged)


def _pieces(part: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Pieces that end before a tag, each with its place in the part."""
    offset = 0
    rest = b""
    while chunk := part.read(PIECE):
        rest += chunk
        cut = rest.rfind(b"<")
        _check_length(len(rest) - max(cut, 0))
        if cut > 0:
            yield offset, rest[:cut]
            offset, rest = offset + cut, rest[cut:]
    yield offset, rest


def _next_number(number: int, attributes: bytes) -> int:
    given = NUMBER.search(attributes)
    following = int(given[1]) if given else number + 1
    if not number < following <= MAX_ROWS:
        raise BadWorkbookError("has rows out of order; save the workbook again in a spreadsheet program")
    return following


def _check_length(size: int) -> None:
    if size > MAX_ROW_BYTES:
        raise BadWorkbookError("has a row of more than 8 MiB; it may be made to exhaust memory")


def _merged_down(reference: str) -> dict[tuple[int, int], int]:
    try:
        left, top, _, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return {}
    return {(left, top): bottom} if left and top and bottom and bottom > top else {}
