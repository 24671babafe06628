"""Rows of the view for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import orjson

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet program would take for a formula."""


def to_csv(rows: Sequence[dict[str, Any]]) -> str:
    """CSV (RFC 4180) with the keys of the first row as its header; empty when there are no rows."""
    text = io.StringIO()
    if rows:
        writer = csv.writer(text)
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value}" if value.startswith(FORMULA) else value
        case list() if all(isinstance(item, str) for item in value):
            return " ".join(value)
        case _:
            return orjson.dumps(value).decode()
