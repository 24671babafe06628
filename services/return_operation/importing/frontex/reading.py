"""Reads a whole workbook: every row of every known sheet becomes a record or a problem.

The reader is pure: the same bytes and the same date give the same records, down to their ids, so that a
second import finds all of them already known.
"""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from events.codes.common import ActorRole
from events.envelope import Statement
from events.ids import subject_id
from events.return_operation import OperationFiguresReported
from events.submission import Submission
from services.return_operation.importing.frontex.archive import check_archive, read_bytes
from services.return_operation.importing.frontex.comparing import differences, returnees_of
from services.return_operation.importing.frontex.report import (
    BadWorkbookError,
    DatedBy,
    Document,
    Import,
    Problem,
    SheetRead,
)
from services.return_operation.importing.frontex.rows import NAMESPACE, SourceRow, read_row
from services.return_operation.importing.frontex.tables import (
    Table,
    find_table,
    rows_of,
    unread_columns,
    without_heading,
)
from services.return_operation.importing.frontex.workbook import RawSheet, RawWorkbook, opened

Progress = Callable[[int, int], None]
"""Takes the rows read so far and the rows of the file."""

AGENCY = subject_id("organization", uuid.uuid5(NAMESPACE, "organization:frontex"))
PROGRESS_EVERY = 200
NOT_READ = "was not read"


def read_workbook(
    path: Path,
    *,
    document_date: date | None = None,
    asserted_by_role: ActorRole = "authority",
    progress: Progress | None = None,
) -> Import:
    """Everything in the workbook; raises `BadWorkbookError` when the file as a whole cannot be read.

    The document is dated by `document_date`, else by its property `modified`, else by the latest departure.
    """
    content = read_bytes(path)
    check_archive(path, content)
    digest = hashlib.sha256(content).hexdigest()
    with opened(path, content) as workbook:
        reading = _Reading(f"sha256:{digest}", workbook, progress)
        reading.read_all(path)
        dated_on, dated_by = _date_of(path, document_date, workbook.modified_on, reading.rows)
    document = Document(f"sha256:{digest}", dated_on, dated_by, tuple(reading.sheets))
    return Import(
        document,
        tuple(_submission(row, digest, dated_on, asserted_by_role) for row in reading.rows),
        tuple(reading.problems),
        tuple(differences(reading.rows, document.sheets, dated_on)),
        _totals(reading.rows),
    )


class _Reading:
    """The rows and problems gathered while the sheets are read one after the other."""

    def __init__(self, source_document: str, workbook: RawWorkbook, progress: Progress | None) -> None:
        self.rows: list[SourceRow] = []
        self.problems: list[Problem] = []
        self.sheets: list[SheetRead] = []
        self._source_document = source_document
        self._workbook = workbook
        self._progress = progress
        self._done = 0
        self._all = sum(sheet.marks.rows for sheet in workbook.sheets)

    def read_all(self, path: Path) -> None:
        found = [(sheet, find_table(sheet) if sheet.is_visible else None) for sheet in self._workbook.sheets]
        if not any(table for _, table in found):
            raise BadWorkbookError(*_no_table(path, self._workbook))
        for sheet, table in found:
            if table:
                self._read(sheet, table)
            else:
                self._leave(sheet)
        self._tell(self._all)

    def _read(self, sheet: RawSheet, table: Table) -> None:
        self.problems.extend(unread_columns(sheet, table))
        count = 0
        header = table
        without: set[str | None] = set()
        for current, row in rows_of(sheet, table):
            if current is not header:
                self.problems.extend(unread_columns(sheet, current))
                header = current
            for problem in without_heading(sheet, current, row):
                if problem.column not in without:
                    self.problems.append(problem)
                    without.add(problem.column)
            source_row = read_row(sheet.title, current, row, self._source_document, self.problems.append)
            if source_row:
                self.rows.append(source_row)
            count += 1
            if count % PROGRESS_EVERY == 0:
                self._tell(self._done + count)
        self.sheets.append(SheetRead(sheet.title, table.parts, table.header_row, count))
        self._done += sheet.marks.rows
        self._tell(self._done)

    def _leave(self, sheet: RawSheet) -> None:
        why, what_to_do = _unknown(sheet)
        self.problems.append(Problem(sheet.title, None, None, f"{why}; {NOT_READ}", what_to_do))
        self.sheets.append(SheetRead(sheet.title, (), None, sheet.marks.rows))
        self._done += sheet.marks.rows

    def _tell(self, done: int) -> None:
        if self._progress:
            self._progress(min(done, self._all), self._all)


def _unknown(sheet: RawSheet) -> tuple[str, str]:
    if not sheet.is_visible:
        return "is a hidden sheet", "show the sheet if it belongs to the publication"
    return (
        "has no header that names an operation and figures within its first 50 rows",
        "nothing, if it holds no figures",
    )


def _no_table(path: Path, workbook: RawWorkbook) -> Iterator[str]:
    if not workbook.sheets:
        yield f"{path}: has no sheets; name a workbook with figures"
    for sheet in workbook.sheets:
        yield f"{path}: sheet {sheet.title!r} {_unknown(sheet)[0]}; name a workbook with such a header"


def _date_of(
    path: Path, given: date | None, modified: date | None, rows: list[SourceRow]
) -> tuple[date, DatedBy]:
    if given:
        return given, "given"
    if modified:
        return modified, "workbook"
    latest = max((row.event.departed_on for row in rows if row.event.departed_on), default=None)
    if latest is None:
        raise BadWorkbookError(f"{path}: bears no date; say when it was published")
    return latest, "latest_departure"


def _submission(row: SourceRow, digest: str, dated_on: date, role: ActorRole) -> Submission:
    """The record of one row; the fact it states is that the document gave these figures on its date."""
    place = f"{digest}\x1f{row.sheet}\x1f{row.number}\x1f{OperationFiguresReported.event_name()}"
    statement = Statement(
        event_id=subject_id("event", uuid.uuid5(NAMESPACE, place)),
        subject_ids=(row.event.operation,),
        occurred_at=datetime(dated_on.year, dated_on.month, dated_on.day, tzinfo=UTC),
        occurred_precision="day",
        phase="en_route",
        country=row.event.participating_country or "XX",
        asserted_by_role=role,
        asserted_by_body=AGENCY,
        source_kinds=("document",),
    )
    return Submission(statement, row.event)


def _totals(rows: list[SourceRow]) -> dict[str, int]:
    by_operation: dict[str, list[SourceRow]] = defaultdict(list)
    for row in rows:
        by_operation[row.event.reference].append(row)
    listed = sum(any("operations" in row.parts for row in own) for own in by_operation.values())
    return {
        "operations": len(by_operation),
        "in_operations_sheet": listed,
        "not_in_operations_sheet": len(by_operation) - listed,
        "returnees": sum(returnees_of(own) for own in by_operation.values()),
        "returnee_rows": sum("returnees" in row.parts for row in rows),
        "staff_rows": sum("staff" in row.parts for row in rows),
        "frontex_staff_rows": sum("frontex_staff" in row.parts for row in rows),
    }
