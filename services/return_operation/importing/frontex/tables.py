"""Where in a sheet the table stands, and which of its columns are read.

The header is the row among the first 50 in which most columns are known. A second header further down
begins a new table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from openpyxl.utils import get_column_letter

from services.return_operation.importing.frontex.cells import MAX_LINE, Value
from services.return_operation.importing.frontex.columns import COLUMNS, FIGURES, ORDER, Column, parts_of
from services.return_operation.importing.frontex.countries import words
from services.return_operation.importing.frontex.report import Problem
from services.return_operation.importing.frontex.workbook import RawRow, RawSheet

SEARCHED_ROWS = 50
SHOWN = 60
CURRENCIES = {"eur": "EUR", "euro": "EUR", "euros": "EUR"}


@dataclass(frozen=True, slots=True)
class Place:
    """One column of one table."""

    index: int
    """Counted from 0."""
    column: Column
    label: str
    """Letter and heading."""
    currency: str | None
    """The currency that the heading names."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and what it says of the cells under it."""

    header_row: int
    places: tuple[Place, ...]
    unread: tuple[tuple[str, str], ...]
    """Label of each column that is not read, and why."""
    headed: frozenset[int]
    """Columns that have a heading, counted from 0."""

    @property
    def names(self) -> frozenset[str]:
        """Names of the columns that are read."""
        return frozenset(place.column.name for place in self.places)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that the table has in the workbook."""
        return parts_of(self.names)


def find_table(sheet: RawSheet) -> Table | None:
    """The table of a sheet, or None when no header names an operation and figures."""
    found = (table_under(row) for row in islice(sheet.rows(), SEARCHED_ROWS))
    return max((table for table in found if table), key=lambda table: len(table.places), default=None)


def table_under(row: RawRow) -> Table | None:
    """The table whose header this row is, or None when it is not a header."""
    if not any(_names_reference(value) for value in row.values):
        return None
    places: list[Place] = []
    unread: list[tuple[str, str]] = []
    taken: set[str] = set()
    for index, value in enumerate(row.values):
        if value is None:
            continue
        label = f"{get_column_letter(index + 1)} ({_shown(value)})"
        column = _column(value)
        if column is None:
            unread.append((label, "is a column that is not known; its cells were not read"))
        elif column.name in taken and not column.several:
            unread.append((label, "is a second column of one kind; its cells were not read"))
        else:
            taken.add(column.name)
            places.append(Place(index, column, label, _currency(value)))
    if "reference" not in taken or not taken & FIGURES:
        return None
    places.sort(key=lambda place: ORDER[place.column.name])
    headed = frozenset(index for index, value in enumerate(row.values) if value is not None)
    return Table(row.number, tuple(places), tuple(unread), headed)


def rows_of(sheet: RawSheet, table: Table) -> Iterator[tuple[Table, RawRow]]:
    """Every row under the header that holds anything; merged names hold for all rows they cover."""
    merged = sheet.marks.merged_down
    covering: dict[int, tuple[int, Value]] = {}
    for row in sheet.rows():
        if row.number <= table.header_row or row.is_blank:
            continue
        another = table_under(row)
        if another:
            table, covering = another, {}
            continue
        values = list(row.values)
        for place in table.places:
            if place.column.names_row:
                _fill(place.index, row.number, values, covering, merged.get((place.index + 1, row.number)))
        yield table, RawRow(row.number, tuple(values), row.formats)


def unread_columns(sheet: RawSheet, table: Table) -> Iterator[Problem]:
    """A problem for each column that is not read."""
    for label, why in table.unread:
        yield Problem(
            sheet.title, table.header_row, label, why, "compare its heading with those in the documentation"
        )


def without_heading(sheet: RawSheet, table: Table, row: RawRow) -> Iterator[Problem]:
    """A problem for each cell of a row that stands under no heading."""
    for index, value in enumerate(row.values):
        if value is not None and index not in table.headed:
            why = "is a column without heading; its cells were not read"
            yield Problem(sheet.title, row.number, get_column_letter(index + 1), why, "give it a heading")


def _fill(
    index: int, number: int, values: list[Value], covering: dict[int, tuple[int, Value]], last: int | None
) -> None:
    if last:
        covering[index] = (last, values[index] if index < len(values) else None)
    until, value = covering.get(index, (0, None))
    if number <= until:
        values.extend([None] * (index + 1 - len(values)))
        if values[index] is None:
            values[index] = value


def _names_reference(value: Value) -> bool:
    """Cheap for the cells of the table itself, of which few are text and fewer without digits."""
    if not isinstance(value, str) or any(c.isdigit() for c in value):
        return False
    column = _column(value)
    return column is not None and column.name == "reference"


def _column(heading: Value) -> Column | None:
    return _column_headed(heading) if isinstance(heading, str) and len(heading) <= MAX_LINE else None


@lru_cache(maxsize=4096)
def _column_headed(heading: str) -> Column | None:
    text = " ".join(words(heading))
    return next((column for column in COLUMNS if column.heading.fullmatch(text)), None)


def _currency(heading: Value) -> str | None:
    text = str(heading)
    if "\u20ac" in text:
        return "EUR"
    return next((CURRENCIES[word] for word in words(text) if word in CURRENCIES), None)


def _shown(heading: Value) -> str:
    text = " ".join(str(heading).split())
    printable = "".join(c if c.isprintable() else "?" for c in text)
    return printable if len(printable) <= SHOWN else printable[: SHOWN - 1] + "\u2026"
