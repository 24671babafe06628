"""Rows of one view in its tables: pages, filters, all of them."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, select, tuple_

from projections.viewing.parts import Own
from projections.viewing.row_seal import IN_CLEAR, RowSeal
from projections.viewing.table import Tables
from projections.viewing.walk import Filter, coded, walk

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
    own: Own | None = None,
) -> tuple[list[dict[str, Any]], str | None]:
    """Some rows, and after what the next page begins; none on the last page; of `own` alone, if given."""
    size = max(1, min(limit, LARGEST_PAGE))
    wanted = (
        _rows_in_order(connection, of, view, filters, after)
        if own is None
        else _own_in_order(of, view, own, filters, after)
    )
    if wanted is None:
        return [], None
    found = connection.execute(wanted.limit(size + 1)).all()
    following = _place(*found[size - 1][:2]) if len(found) > size else None
    return [orjson.loads(seal.open(view, key, body)) for _, key, body in found[:size]], following


def all_rows(  # noqa: PLR0913, PLR0917 - what chooses rows
    connection: Connection,
    of: Tables,
    view: str,
    seal: RowSeal = IN_CLEAR,
    own: Own | None = None,
    filters: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[dict[str, Any]]:
    """Every row that the filters leave, a page at a time; only those of `own`, if given."""
    after: str | None = None
    while True:
        rows, after = page_of(connection, of, view, filters, after, LARGEST_PAGE, seal, own)
        yield from rows
        if after is None:
            return


def has_row_about(connection: Connection, of: Tables, view: str, subject: str, own: Own) -> bool:
    """Whether any row about a subject is one of `own`."""
    facet = of.facet
    mine = select(facet.c.key).where(facet.c.subject == subject, *_of_own(facet, view, own))
    return connection.execute(mine.limit(1)).first() is not None


def limit_of(text: str | None) -> int:
    """The size of a page. Raises QuestionError for what is no number in its bounds."""
    if text is None:
        return PAGE
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= LARGEST_PAGE:
        raise QuestionError(f"limit is a number from 1 to {LARGEST_PAGE}")
    return int(text)


def _place(sort: str, key: str) -> str:
    return f"{sort}\x1f{key}".encode().hex()


def _rows_in_order(
    connection: Connection, of: Tables, view: str, filters: Mapping[str, str], after: str | None
) -> Select[str, str, bytes] | None:
    """The rows that filters leave; none when there can be none."""
    row = of.row
    if not filters:
        place = (row.c.sort, row.c.key)
        found = select(*place, row.c.row).where(row.c.view == view, *_beyond(place, after))
        return found.order_by(*place)
    begin = "" if after is None else _read_place(after)[0]
    way = walk(connection, of.facet, view, filters, begin)
    if way is None:
        return None
    facet = of.facet.alias()
    place = (facet.c.sort, facet.c.key)
    same = (row.c.view == facet.c.view, row.c.sort == facet.c.sort, row.c.key == facet.c.key)
    return (
        select(*place, row.c.row)
        .join_from(facet, row, and_(*same))
        .where(*way.of(facet, view), *_beyond(place, after))
        .where(*(_also(of.facet.alias(), facet, view, each) for each in way.others))
        .order_by(*place)
    )


def _own_in_order(
    of: Tables, view: str, own: Own, filters: Mapping[str, str], after: str | None
) -> Select[str, str, bytes]:
    """The rows of `own` that filters leave, walked along whose they are: other rows are never touched."""
    row, facet = of.row, of.facet.alias()
    place = (facet.c.sort, facet.c.key)
    mine = (
        select(*place)
        .where(*_of_own(facet, view, own), *_beyond(place, after))
        .where(*(_also(of.facet.alias(), facet, view, each) for each in filters.items()))
        .distinct()
        .subquery()
    )
    same = (row.c.view == view, row.c.sort == mine.c.sort, row.c.key == mine.c.key)
    return (
        select(mine.c.sort, mine.c.key, row.c.row)
        .join_from(mine, row, and_(*same))
        .order_by(mine.c.sort, mine.c.key)
    )


def _of_own(facet: FromClause, view: str, own: Own) -> tuple[ColumnElement[bool], ...]:
    return facet.c.view == view, facet.c.name == own.facet, facet.c.code.in_(sorted(own.ids))


def _also(other: FromClause, facet: FromClause, view: str, each: Filter) -> ColumnElement[bool]:
    """That a row found by one filter is found by another too."""
    same = (other.c.sort == facet.c.sort, other.c.key == facet.c.key)
    return exists().where(*coded(other, view, each), *same)


def _beyond(place: Sequence[ColumnElement[str]], after: str | None) -> list[ColumnElement[bool]]:
    return [] if after is None else [tuple_(*place) > tuple_(*_read_place(after))]


def _read_place(after: str) -> tuple[str, str]:
    """Sort and key of the row before a page. Raises QuestionError for what no page gave."""
    try:
        sort, found, key = bytes.fromhex(after).decode().partition("\x1f")
    except ValueError:
        found = ""
    if not found or "\0" in sort + key:
        raise QuestionError("after: take it from the page before, or begin again without it")
    return sort, key
