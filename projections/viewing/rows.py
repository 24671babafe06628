"""Rows of one view in its tables: pages, filters, all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, exists, select, tuple_

from projections.viewing.row_seal import IN_CLEAR, RowSeal
from projections.viewing.table import Tables

PAGE = 100
LARGEST_PAGE = 1_000


class QuestionError(ValueError):
    """A question that the view does not know; the message lists those it knows."""


def page_of(  # noqa: PLR0913, PLR0917 - the parts of one page
    connection: Connection,
    of: Tables,
    view: str,
    filters: Mapping[str, str],
    after: str | None,
    limit: int,
    seal: RowSeal = IN_CLEAR,
) -> tuple[list[dict[str, Any]], str | None]:
    """Some rows, and after what the next page begins; none on the last page."""
    size = max(1, min(limit, LARGEST_PAGE))
    row = of.row
    found = connection.execute(
        select(row.c.sort, row.c.key, row.c.row)
        .where(row.c.view == view, *_chosen(of, view, filters), *_beyond(of, after))
        .order_by(row.c.sort, row.c.key)
        .limit(size + 1)
    ).all()
    following = _place(*found[size - 1][:2]) if len(found) > size else None
    return [orjson.loads(seal.open(view, key, body)) for _, key, body in found[:size]], following


def all_rows(
    connection: Connection,
    of: Tables,
    view: str,
    filters: Mapping[str, str],
    seal: RowSeal = IN_CLEAR,
) -> Iterator[dict[str, Any]]:
    """Every row that the filters leave, a page at a time."""
    after: str | None = None
    while True:
        rows, after = page_of(connection, of, view, filters, after, LARGEST_PAGE, seal)
        yield from rows
        if after is None:
            return


def limit_of(text: str | None) -> int:
    """The size of a page. Raises QuestionError for what is no number in its bounds."""
    if text is None:
        return PAGE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LARGEST_PAGE:
        raise QuestionError(f"limit is a number from 1 to {LARGEST_PAGE}")
    return int(text)


def _place(sort: str, key: str) -> str:
    return f"{sort}\x1f{key}".encode().hex()


def _chosen(of: Tables, view: str, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    for name, code in filters.items():
        facet = of.facet.alias()
        of_row = facet.c.key == of.row.c.key
        chosen.append(
            exists().where(facet.c.view == view, facet.c.name == name, facet.c.code == code, of_row)
        )
    return chosen


def _beyond(of: Tables, after: str | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    try:
        sort, found, key = bytes.fromhex(after).decode().partition("\x1f")
    except ValueError:
        found = ""
    if not found or "\0" in sort + key:
        raise QuestionError("after: take it from the page before, or begin again without it")
    return [tuple_(of.row.c.sort, of.row.c.key) > tuple_(sort, key)]
