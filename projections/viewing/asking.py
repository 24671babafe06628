"""Questions to a view: filters, pages and totals, each answered from one moment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, exists, select, tuple_

from projections.runner.answers import Position
from projections.runner.positions import positions, serving
from projections.viewing.table import NAME, Tables, tables
from projections.viewing.view import Question, Row, View

PAGE = 100
LARGEST_PAGE = 1_000


class QuestionError(ValueError):
    """A question that the view does not know; the message lists those it knows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with their keys in a fixed order, and the records on which they rest."""

    rows: list[Row]
    positions: tuple[Position, ...]
    next: str | None = None
    """Give it as `after` for the next page; none on the last page."""


def ask_view(
    connection: Connection,
    view: View,
    question: Question,
    *,
    after: str | None = None,
    limit: int = PAGE,
) -> Answer:
    """A page of the view, or its totals where it has them. Raises QuestionError for what the view lacks."""
    _known(view, question)
    rests_on = positions(connection, NAME)
    generation = serving(connection, NAME)
    if not generation:
        return Answer([], rests_on)
    of = tables(generation)
    if view.answer is not None:
        return Answer(list(view.answer(_all(connection, of, view, question.filters), question)), rests_on)
    size = max(1, min(limit, LARGEST_PAGE))
    found = list(_rows(connection, of, view, question.filters, after, size + 1))
    shown = [_shown(view, row, question) for _, row in found[:size]]
    return Answer(shown, rests_on, found[size - 1][0] if len(found) > size else None)


def rows_about(connection: Connection, view: View, subject: str, question: Question) -> list[Row]:
    """The rows of one view that were made from the records of one subject."""
    generation = serving(connection, NAME)
    row = tables(generation).row if generation else None
    if row is None:
        return []
    found = connection.execute(
        select(row.c.row)
        .where(row.c.subject == subject, row.c.view == view.name)
        .order_by(row.c.sort, row.c.key)
    ).scalars()
    return [_shown(view, orjson.loads(each), question) for each in found]


def _known(view: View, question: Question) -> None:
    unknown = sorted(set(question.filters) - set(view.filters))
    if unknown:
        there_are = ", ".join(view.filters) or "none"
        raise QuestionError(f"{view.name} has no filter {', '.join(unknown)}; its filters are: {there_are}")
    if question.by is not None and question.by not in view.by:
        there_are = ", ".join(view.by) or "none"
        raise QuestionError(f"{view.name} has no totals by that; its totals are by: {there_are}")


def _shown(view: View, row: Row, question: Question) -> Row:
    return view.shown(row, question.now) if view.shown is not None else row


def _all(connection: Connection, of: Tables, view: View, filters: Mapping[str, str]) -> Iterator[Row]:
    """Every row that the filters leave, a page at a time."""
    after: str | None = None
    while page := list(_rows(connection, of, view, filters, after, LARGEST_PAGE)):
        yield from (row for _, row in page)
        after = page[-1][0]


def _rows(  # noqa: PLR0913, PLR0917 - the parts of one page
    connection: Connection,
    of: Tables,
    view: View,
    filters: Mapping[str, str],
    after: str | None,
    limit: int,
) -> Iterable[tuple[str, dict[str, Any]]]:
    """Rows with the place after which the next page begins."""
    row = of.row
    found = connection.execute(
        select(row.c.sort, row.c.key, row.c.row)
        .where(row.c.view == view.name, *_chosen(of, view, filters), *_beyond(of, after))
        .order_by(row.c.sort, row.c.key)
        .limit(limit)
    )
    return [(f"{sort}\x1f{key}".encode().hex(), orjson.loads(body)) for sort, key, body in found]


def _chosen(of: Tables, view: View, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    for name, code in filters.items():
        facet = of.facet.alias()
        chosen.append(
            exists().where(
                facet.c.view == view.name,
                facet.c.name == name,
                facet.c.code == code,
                facet.c.key == of.row.c.key,
            )
        )
    return chosen


def _beyond(of: Tables, after: str | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    try:
        sort, _, key = bytes.fromhex(after).decode().partition("\x1f")
    except ValueError:
        raise QuestionError("after: take it from the page before, or begin again without it") from None
    return [tuple_(of.row.c.sort, of.row.c.key) > tuple_(sort, key)]
