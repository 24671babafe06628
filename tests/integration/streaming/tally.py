"""A projection that shows how often each event was applied, and stumbles over events that say so."""

from collections.abc import Sequence

from pydantic_core import from_json
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, func, select, update

from projections.runner.page import Delivered
from projections.runner.table import insert_new

NAME = "tally"


def table(generation: int) -> Table:
    """One row per event number and offset: a relay may repeat an event, each time at another offset."""
    return Table(
        f"tally_{generation}",
        MetaData(),
        Column("number", Integer, primary_key=True),
        Column("place", Integer, primary_key=True),
        Column("times", Integer),
    )


class Tally:
    """Counts without any check of its own: whatever message is applied twice shows."""

    name = NAME

    def create(self, connection: Connection, generation: int) -> None:
        table(generation).create(connection)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        counted = table(generation)
        for record in records:
            data = from_json(record.body)["data"]
            if data["note"].startswith("poison"):
                raise ValueError("this one cannot be counted")
            connection.execute(
                insert_new(connection, counted).values(number=data["number"], place=record.place, times=0)
            )
            where = (counted.c.number == data["number"], counted.c.place == record.place)
            connection.execute(update(counted).where(*where).values(times=counted.c.times + 1))

    def drop(self, connection: Connection, generation: int) -> None:
        table(generation).drop(connection)


def tallied(engine: Engine, generation: int = 1) -> dict[int, int]:
    """How often each event was applied from one offset."""
    with engine.connect() as connection:
        counted = table(generation)
        rows = connection.execute(
            select(counted.c.number, func.max(counted.c.times)).group_by(counted.c.number)
        )
        return {number: times for number, times in rows}  # noqa: C416 - rows are no tuples to mypy
