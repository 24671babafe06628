"""One source row to one event, and a problem for every cell that could not be read."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from events.codes.common import TeamRole
from events.ids import subject_id
from events.return_operation import OperationFiguresReported
from events.structures import TeamCount
from services.return_operation.importing.frontex import cells
from services.return_operation.importing.frontex.cells import Note, UnreadableError, Value
from services.return_operation.importing.frontex.report import Problem
from services.return_operation.importing.frontex.tables import Place, Table
from services.return_operation.importing.frontex.workbook import RawRow

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "org.returnwatch")
"""Root of every id that is derived from a public name."""

ROLES: tuple[TeamRole, ...] = get_args(TeamRole)
SHOWN_TITLE = 150


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source row that names an operation."""

    sheet: str
    number: int
    parts: tuple[str, ...]
    event: OperationFiguresReported


@lru_cache(maxsize=65_536)
def operation_id(reference: str) -> str:
    """The one id of the operation that has this public reference, in whichever document it stands."""
    return subject_id("operation", uuid.uuid5(NAMESPACE, f"operation:{reference}"))


def read_row(
    sheet: str, table: Table, row: RawRow, source_document: str, report: Callable[[Problem], None]
) -> SourceRow | None:
    """The figures of one row, or None after reporting that it names no operation."""
    fields: dict[str, Any] = {}
    team = _Team()
    for place in table.places:
        value = row.values[place.index] if place.index < len(row.values) else None
        note = _note(sheet, row.number, place, report)
        try:
            _read_cell(place, value, note, fields, team)
        except UnreadableError as error:
            note(f"{error.what}; left out", error.what_to_do)
    if fields.get("reference") is None:
        report(
            Problem(sheet, row.number, None, "names no operation, so the row was not read",
                    "give the reference of the operation, or remove the row")
        )  # fmt: skip
        return None
    if fields.get("amount_paid") is not None:
        fields["currency"] = _currency(table, row)
    event = OperationFiguresReported(
        **fields,
        operation=operation_id(fields["reference"]),
        team_counts=team.counts(),
        source_document=source_document,
        source_row=f"{_plain(sheet)}!{row.number}",
    )
    return SourceRow(sheet, row.number, table.parts, event)


class _Team:
    """Adds up the columns of each role; a role with an unreadable cell is left out as a whole."""

    def __init__(self) -> None:
        self._totals: Counter[TeamRole] = Counter()
        self._unreadable: set[TeamRole] = set()

    def add(self, role: TeamRole, value: Value) -> None:
        try:
            number = cells.count(value)
        except UnreadableError:
            self._unreadable.add(role)
            raise
        if number is not None:
            self._totals[role] += number

    def counts(self) -> tuple[TeamCount, ...] | None:
        kept = (role for role in ROLES if role in self._totals and role not in self._unreadable)
        return tuple(_team_count(role, self._totals[role]) for role in kept) or None


@lru_cache(maxsize=4096)
def _team_count(role: TeamRole, total: int) -> TeamCount:
    """Shared between rows, since few counts occur and large workbooks have many rows."""
    return TeamCount(role=role, total=total)


def _read_cell(place: Place, value: Value, note: Note, fields: dict[str, Any], team: _Team) -> None:
    if place.column.role:
        team.add(place.column.role, value)
    elif place.column.read:
        for field, read in place.column.read(value, note).items():
            known = fields.get(field)
            if read is None or known == read:
                continue
            if known is not None:
                note(
                    "differs from another column of this row; the column further left was kept",
                    "compare both",
                )
                continue
            fields[field] = read


def _currency(table: Table, row: RawRow) -> str | None:
    """The currency that the heading or the format of the cell names; none is assumed."""
    place = next(place for place in table.places if place.column.name == "amount_paid")
    shown = row.formats[place.index] or ""
    value = row.values[place.index]
    text = f"{shown} {value}" if isinstance(value, str) else shown
    return place.currency or ("EUR" if "\u20ac" in text or "eur" in text.casefold() else None)


def _note(sheet: str, number: int, place: Place, report: Callable[[Problem], None]) -> Note:
    def note(what: str, what_to_do: str) -> None:
        report(Problem(sheet, number, place.label, what, what_to_do))

    return note


def _plain(title: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in title)[:SHOWN_TITLE]
