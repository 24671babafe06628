"""Rows as a table for people, as CSV for spreadsheets, as JSON for programs."""

import io
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table

from projections.viewing.csv_form import to_csv


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    ICS = "ics"
    """A calendar (RFC 5545), of views that have dates."""


def render(rows: Sequence[dict[str, Any]], form: Format, title: str) -> str:
    """The rows in one form, ending with a line break. All rows have the keys of the first."""
    if form is Format.JSON:
        return json.dumps(list(rows), indent=2, ensure_ascii=False) + "\n"
    if form is Format.CSV:
        return to_csv(rows)
    return _table(rows, title)


def _table(rows: Sequence[dict[str, Any]], title: str) -> str:
    if not rows:
        return f"{title}: nothing recorded yet\n"
    table = Table(title=title, title_justify="left")
    for name, value in rows[0].items():
        table.add_column(name, justify="right" if isinstance(value, int) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    text = io.StringIO()
    Console(file=text, width=_width(), highlight=False, markup=False).print(table)
    return text.getvalue()


def _width() -> int:
    console = Console()
    return console.width if console.is_terminal else 160


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(item) for item in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
