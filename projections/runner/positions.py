"""How far a projection has read each of its sources."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from projections.runner.answers import Position
from projections.runner.errors import LostRaceError
from projections.runner.table import GENERATION, POSITION, SERVING, insert_new


def first_place(source: str) -> int:
    """Where a source begins: Kafka offsets (`<topic>/<partition>`) at 0, sequences of a log at 1."""
    return 0 if "/" in source else 1


def positions(connection: Connection, projection: str) -> tuple[Position, ...]:
    """What the rows that serve now rest on, by source; empty when nothing was read."""
    number = serving(connection, projection)
    return positions_of(connection, projection, number) if number else ()


def serving(connection: Connection, projection: str) -> int:
    """The generation that answers questions, 0 when none does yet."""
    number = connection.execute(
        select(GENERATION.c.number).where(GENERATION.c.projection == projection, GENERATION.c.role == SERVING)
    ).scalar_one_or_none()
    return number or 0


def positions_of(connection: Connection, projection: str, generation: int) -> tuple[Position, ...]:
    """The positions of one generation, by source."""
    rows = connection.execute(
        select(POSITION.c.source, POSITION.c.service, POSITION.c.place, POSITION.c.sequence).where(
            POSITION.c.projection == projection, POSITION.c.generation == generation
        )
    )
    return tuple(sorted((Position(*row) for row in rows), key=lambda position: position.source))


def covers(new: Sequence[Position], old: Position) -> bool:
    """Whether everything up to the old position is also behind the new ones.

    It is when the same source, or the log of the same service itself, was read as far.
    """
    return any(
        (position.source == old.source and position.place >= old.place)
        or (position.source == old.service == position.service and position.sequence >= old.sequence)
        for position in new
    )


def move(
    connection: Connection, projection: str, generation: int, seen: Position | None, to: Position
) -> None:
    """Move one position from where it was seen. Raises LostRaceError when it is no longer there."""
    values = {"service": to.service, "place": to.place, "sequence": to.sequence}
    key = {"projection": projection, "generation": generation, "source": to.source}
    if seen is None:
        statement = insert_new(connection, POSITION).values(key | values).returning(POSITION.c.place)
        moved = connection.execute(statement)
    else:
        moved = connection.execute(
            update(POSITION)
            .where(*(POSITION.c[name] == value for name, value in key.items()))
            .where(POSITION.c.place == seen.place, POSITION.c.sequence == seen.sequence)
            .values(values)
            .returning(POSITION.c.place)
        )
    if moved.one_or_none() is None:
        raise LostRaceError


def move_over(connection: Connection, projection: str, generation: int, carried: Sequence[Position]) -> None:
    """Keep positions of the generation before, for sources that the new one covers by another way."""
    for position in carried:
        connection.execute(
            insert(POSITION).values(
                projection=projection,
                generation=generation,
                source=position.source,
                service=position.service,
                place=position.place,
                sequence=position.sequence,
            )
        )
