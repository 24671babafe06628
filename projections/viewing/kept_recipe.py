"""The recipe of a generation, kept beside its rows."""

from functools import cache

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, insert, inspect, select

from projections.runner.positions import serving
from projections.viewing.recipe import Recipe
from projections.viewing.table import NAME


@cache
def _table(generation: int) -> Table:
    body = Column("body", LargeBinary, nullable=False, comment="JSON")
    return Table(f"{NAME}_recipe_{generation}", MetaData(), body)


def keep(connection: Connection, generation: int, recipe: Recipe) -> None:
    """Note by what the rows of a new generation are made."""
    table = _table(generation)
    table.create(connection)
    connection.execute(insert(table).values(body=recipe.stored))


def forget(connection: Connection, generation: int) -> None:
    """Drop it with its generation."""
    _table(generation).drop(connection, checkfirst=True)


def kept(connection: Connection, generation: int) -> Recipe | None:
    """By what the rows of a generation are made; none where another version of the program made them."""
    table = _table(generation)
    if not generation or not inspect(connection).has_table(table.name):
        return None
    body = connection.execute(select(table.c.body)).scalar_one()
    try:
        return Recipe.read(bytes(body))
    except (KeyError, TypeError, ValueError):
        return None


def in_use(connection: Connection) -> Recipe | None:
    """By what the rows are made that answer now."""
    return kept(connection, serving(connection, NAME))
