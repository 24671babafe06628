"""A projection that shows every mistake of a runner: each record adds one row and one to a total."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Connection, Engine, MetaData, String, Table, insert, select, update

from projections.runner.page import Delivered, Page
from projections.runner.positions import positions, serving
from projections.runner.reading import ask

POISON = b"poison"


class Ledger:
    """Not idempotent on purpose: a record applied twice, or lost, is seen in the total."""

    name = "ledger"

    def create(self, connection: Connection, generation: int) -> None:
        rows, total = tables(generation)
        rows.metadata.create_all(connection)
        connection.execute(insert(total).values(count=0, sum=0))

    def drop(self, connection: Connection, generation: int) -> None:
        tables(generation)[0].metadata.drop_all(connection, checkfirst=False)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        rows, total = tables(generation)
        for record in records:
            connection.execute(insert(rows).values(source=record.service, sequence=record.sequence))
            connection.execute(
                update(total).values(count=total.c.count + 1, sum=total.c.sum + record.sequence)
            )
            if record.body == POISON:
                raise ValueError("a record that cannot be projected")


def tables(generation: int) -> tuple[Table, Table]:
    metadata = MetaData()
    rows = Table(
        f"ledger_rows_{generation}", metadata, Column("source", String), Column("sequence", BigInteger)
    )
    total = Table(f"ledger_{generation}", metadata, Column("count", BigInteger), Column("sum", BigInteger))
    return rows, total


def page(
    *sequences: int, source: str = "return_operation", first: int | None = None, bad: Sequence[int] = ()
) -> Page:
    """Records of a log; places follow `first`, which is the first sequence unless told otherwise."""
    start = sequences[0] if first is None else first
    return Page(
        source,
        tuple(
            Delivered("return_operation", sequence, POISON if sequence in bad else b"{}", place)
            for place, sequence in enumerate(sequences, start=start)
        ),
    )


def shown(engine: Engine) -> tuple[list[int], int, int, dict[str, int]]:
    """The sequences in the order of application, their count and sum as totalled, and the positions."""

    def look(connection: Connection) -> tuple[list[int], int, int, dict[str, int]]:
        rows, total = tables(serving(connection, "ledger"))
        sequences = list(connection.execute(select(rows.c.sequence)).scalars())
        count, added = connection.execute(select(total.c.count, total.c.sum)).one()
        return (
            sequences,
            count,
            added,
            {position.source: position.place for position in positions(connection, "ledger")},
        )

    return ask(engine, look)


def is_exact(engine: Engine, upto: int) -> bool:
    """Whether every sequence was applied exactly once and the position says so."""
    sequences, count, added, places = shown(engine)
    return (
        sorted(sequences) == list(range(1, upto + 1))
        and (count, added) == (upto, upto * (upto + 1) // 2)
        and places == ({"return_operation": upto} if upto else {})
    )
