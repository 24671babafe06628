"""Along which filter the rows of a page are walked, and between which places.

Rows that several filters leave are read along the rarest of them. None lies before the first row of any
filter or behind its last one, so the walk is no longer than that; on it the others are tried row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

COUNTED = 20_000
"""Rows of a filter that are counted; those with more are all taken for frequent."""

Filter = tuple[str, str]
"""Name of a filter, and the code that is asked for."""


@dataclass(frozen=True, slots=True)
class Walk:
    """How the rows are found that all of some filters leave."""

    along: Filter
    others: Sequence[Filter] = ()
    """To be tried on each row, the rarest first."""
    span: tuple[str, str] | None = None
    """The first and the last place in the order of rows that can be found; none: everywhere."""

    def of(self, facet: FromClause, view: str) -> tuple[ColumnElement[bool], ...]:
        """The facets that are walked along."""
        return (*coded(facet, view, self.along), *_within(facet, self.span))


def walk(
    connection: Connection, facet: FromClause, view: str, filters: Mapping[str, str], begin: str = ""
) -> Walk | None:
    """How to find the rows that filters leave, from a place in their order; none when there can be none."""
    if len(filters) == 1:
        return Walk(next(iter(filters.items())))
    spans = [_span(connection, facet, view, each) for each in filters.items()]
    ends = [span for span in spans if span is not None]
    if len(ends) < len(spans):
        return None
    span = max(begin, *(first for first, _ in ends)), min(last for _, last in ends)
    if span[0] > span[1]:
        return None

    def many(each: Filter) -> int:
        some = select(facet.c.key).where(*coded(facet, view, each), *_within(facet, span)).limit(COUNTED)
        return connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()

    along, *others = sorted(filters.items(), key=many)
    return Walk(along, others, span)


def coded(facet: FromClause, view: str, each: Filter) -> tuple[ColumnElement[bool], ...]:
    """The facets that a filter finds."""
    name, code = each
    return facet.c.view == view, facet.c.name == name, facet.c.code == code


def _span(connection: Connection, facet: FromClause, view: str, each: Filter) -> tuple[str, str] | None:
    """The first and the last place of the rows that a filter finds; none when it finds none."""
    ends = [
        connection.execute(
            select(facet.c.sort).where(*coded(facet, view, each)).order_by(*order).limit(1)
        ).scalar_one_or_none()
        for order in (
            (facet.c.sort, facet.c.key),
            (facet.c.sort.desc(), facet.c.key.desc()),
        )
    ]
    first, last = ends
    return None if first is None or last is None else (first, last)


def _within(facet: FromClause, span: tuple[str, str] | None) -> tuple[ColumnElement[bool], ...]:
    return () if span is None else (facet.c.sort >= span[0], facet.c.sort <= span[1])
