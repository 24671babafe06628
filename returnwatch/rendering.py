"""Rows as a table for people, as CSV for spreadsheets, as JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def render(rows: Sequence[dict[str, Any]], form: Format, title: str) -> str:
    """The rows in one form, ending with a line break. All rows have the keys of the first."""
    if form is Format.JSON:
        return json.dumps(list(rows), indent=2, ensure_ascii=False) + "\n"
    if form is Format.CSV:
        return _csv(rows)
    return _table(rows, title)


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    if rows:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([[_guarded(value) for value in row.values()] for row in rows])
    return text.getvalue()


def _guarded(value: Any) -> str:
    """A cell that a spreadsheet program cannot take for a formula."""
    text = _cell(value)
    return (
        f"'{text}" if isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    )


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
