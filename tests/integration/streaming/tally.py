"""A projection that shows how often each event was applied, and stumbles over events that say so."""

from collections.abc import Sequence

from pydantic_core import from_json
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, select, update

from projections.runner.page import Delivered
from projections.runner.table import insert_new

NAME = "tally"


def table(generation: int) -> Table:
    """One row per event number."""
    return Table(
        f"tally_{generation}",
        MetaData(),
        Column("number", Integer, primary_key=True),
        Column("times", Integer),
    )


class Tally:
    """Counts without any check of its own: whatever is applied twice shows."""

    name = NAME

    def create(self, connection: Connection, generation: int) -> None:
        table(generation).create(connection)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        counted = table(generation)
        for record in records:
            data = from_json(record.body)["data"]
            if data["note"].startswith("poison"):
                raise ValueError("this one cannot be counted")
            connection.execute(insert_new(connection, counted).values(number=data["number"], times=0))
            where = counted.c.number == data["number"]
            connection.execute(update(counted).where(where).values(times=counted.c.times + 1))

    def drop(self, connection: Connection, generation: int) -> None:
        table(generation).drop(connection)


def tallied(engine: Engine, generation: int = 1) -> dict[int, int]:
    """How often each event was applied."""
    with engine.connect() as connection:
        return {row.number: row.times for row in connection.execute(select(table(generation)))}
