"""What reading a workbook gives: records, what could not be read, and where the sheets disagree.

Problems name the place and never repeat the cell, because a cell may hold what nobody meant to publish.
Differences show values, but only those that were understood and stand in the records.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from events.submission import Submission

DifferenceKind = Literal[
    "dates_differ",
    "types_differ",
    "destinations_differ",
    "states_differ",
    "returnees_differ",
    "missing_in_sheet",
    "repeated_operation",
    "repeated_row",
    "departed_after_document",
]
DatedBy = Literal["given", "workbook", "latest_departure"]


class BadWorkbookError(Exception):
    """The file as a whole cannot be read; `faults` holds one line for each reason."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the workbook that was not read; the rest of its row is kept where it can be."""

    sheet: str | None
    row: int | None
    column: str | None
    """Letter and heading, for example `E (TCNs accepted)`."""
    what: str
    what_to_do: str

    def as_json(self) -> dict[str, Any]:
        """All fields under their names."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one place of the workbook says."""

    sheet: str
    row: int | None
    """Absent when the whole sheet is meant."""
    value: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Places of one workbook that disagree about one operation; every one of them is kept."""

    kind: DifferenceKind
    reference: str
    what: str
    stands: tuple[Standing, ...]

    def as_json(self) -> dict[str, Any]:
        """All fields under their names, `stands` as a list of objects."""
        return asdict(self) | {"stands": [asdict(standing) for standing in self.stands]}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """One sheet and the part it has."""

    title: str
    parts: tuple[str, ...]
    """Among operations, returnees, staff, frontex_staff, costs; empty when the sheet was not read."""
    header_row: int | None
    rows: int
    """Source rows under the header, blank ones left out."""


@dataclass(frozen=True, slots=True)
class Document:
    """The file that was read."""

    source_document: str
    """`sha256:` and the hash of its bytes, in hexadecimal."""
    dated_on: date
    dated_by: DatedBy
    sheets: tuple[SheetRead, ...]

    def as_json(self) -> dict[str, Any]:
        """All fields under their names, the date as ISO 8601."""
        return asdict(self) | {
            "dated_on": self.dated_on.isoformat(),
            "sheets": [asdict(sheet) | {"parts": list(sheet.parts)} for sheet in self.sheets],
        }


@dataclass(frozen=True, slots=True)
class Import:
    """A whole workbook, read and checked before any of it is recorded."""

    document: Document
    submissions: tuple[Submission, ...]
    """One for each source row that names an operation, in the order of the file."""
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]
    totals: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The report without the records themselves."""
        return {
            "document": self.document.as_json(),
            "totals": dict(self.totals),
            "problems": [problem.as_json() for problem in self.problems],
            "differences": [difference.as_json() for difference in self.differences],
        }
