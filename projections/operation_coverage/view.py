"""Questions to the view, each answered from one moment with the positions it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Integer, and_, cast, exists, func, or_, select

from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.table import NAME, Tables, tables
from projections.runner.answers import Position
from projections.runner.positions import positions, serving

PAGE = 100
LARGEST_PAGE = 1_000


class QuestionError(ValueError):
    """A question that the view does not know; the message lists those it knows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows with their keys in a fixed order."""

    rows: list[dict[str, Any]]
    positions: tuple[Position, ...]
    next: str | None = None
    """The operation after which the next page begins; None on the last page."""


def coverage(
    connection: Connection,
    by: str | None = None,
    filters: Mapping[str, str] | None = None,
    *,
    after: str | None = None,
    limit: int = PAGE,
) -> Answer:
    """Totals by one of `DIMENSIONS`, or a page of the operations themselves, by day of departure.

    `filters` gives a code for some of `DIMENSIONS`; only operations that count there are taken. Raises
    QuestionError for an unknown dimension.
    """
    filters = filters or {}
    for dimension in [*filters, *([by] if by else [])]:
        if dimension not in DIMENSIONS:
            raise QuestionError(f"operations are counted and chosen by {', '.join(DIMENSIONS)}")
    rests_on = positions(connection, NAME)
    generation = serving(connection, NAME)
    if not generation:
        return Answer([], rests_on)
    of = tables(generation)
    if by:
        return Answer(_totals(connection, of, by, filters), rests_on)
    return _operations(connection, of, filters, after, limit, rests_on)


def _totals(connection: Connection, of: Tables, by: str, filters: Mapping[str, str]) -> list[dict[str, Any]]:
    share, operation = of.share, of.operation
    columns = {
        by: share.c.code,
        "operations": func.count(),
        "returnees": func.sum(share.c.returnees),
        "monitored_forced_return": func.sum(cast(operation.c.monitored_forced_return, Integer)),
        "monitored_any": func.sum(cast(operation.c.monitored_any, Integer)),
        "escorts": func.sum(share.c.escorts),
    }
    rows = connection.execute(
        select(*columns.values())
        .join_from(share, operation, share.c.operation == operation.c.operation)
        .where(share.c.dimension == by, *_chosen(of, filters))
        .group_by(share.c.code)
        .order_by(share.c.code)
    )
    return [dict(zip(columns, [code, *map(int, sums)], strict=True)) for code, *sums in rows]


def _operations(  # noqa: PLR0913, PLR0917 - the parts of one question, in one place
    connection: Connection,
    of: Tables,
    filters: Mapping[str, str],
    after: str | None,
    limit: int,
    rests_on: tuple[Position, ...],
) -> Answer:
    operation = of.operation
    size = max(1, min(limit, LARGEST_PAGE))
    rows = connection.execute(
        select(operation.c.row)
        .where(*_chosen(of, filters), *_beyond(connection, of, after))
        .order_by(operation.c.departed_on, operation.c.operation)
        .limit(size + 1)
    ).scalars()
    found = [orjson.loads(row) for row in rows]
    return Answer(found[:size], rests_on, found[size - 1]["operation"] if len(found) > size else None)


def _chosen(of: Tables, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    for dimension, code in filters.items():
        share = of.share.alias()
        chosen.append(
            exists().where(
                share.c.operation == of.operation.c.operation,
                share.c.dimension == dimension,
                share.c.code == code,
            )
        )
    return chosen


def _beyond(connection: Connection, of: Tables, after: str | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    operation = of.operation
    day = connection.execute(select(operation.c.departed_on).where(operation.c.operation == after)).scalar()
    if day is None:
        raise QuestionError("the operation to go on after is not in the view; begin again without it")
    later = operation.c.departed_on > day
    return [or_(later, and_(operation.c.departed_on == day, operation.c.operation > after))]
