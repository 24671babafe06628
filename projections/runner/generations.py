"""Which generation of a projection answers questions, and which one is being built beside it.

Locks are taken in the order of `ROLES`.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, delete, select, update

from projections.runner.continuity import carry_over
from projections.runner.opening import MODE, WRITING
from projections.runner.positions import covers, move_over, positions_of
from projections.runner.projection import Projection
from projections.runner.table import (
    BUILDING,
    DEAD_LETTER,
    GENERATION,
    LAST_RECORD,
    POSITION,
    RETIRED,
    ROLES,
    SERVING,
    create_missing,
    insert_new,
)


class OvertakenError(Exception):
    """Another rebuild of the same projection has begun; this one has stopped and done no harm."""


def writing(engine: Engine) -> Engine:
    """The engine, for transactions that will write."""
    return engine.execution_options(**{MODE: WRITING})


def prepare(engine: Engine, projection: Projection) -> None:
    """Make the tables of the first generation, unless some generation serves already."""
    with writing(engine).begin() as connection:
        create_missing(connection)
        rows = [{"projection": projection.name, "role": role, "number": 0} for role in ROLES]
        connection.execute(insert_new(connection, GENERATION), rows)
        if lock(connection, projection.name, SERVING) == 0:
            projection.create(connection, 1)
            _set(connection, projection.name, SERVING, 1)


def lock(connection: Connection, projection: str, role: str) -> int:
    """The generation in a role, which keeps it until this transaction ends."""
    number: int = connection.execute(
        select(GENERATION.c.number)
        .where(GENERATION.c.projection == projection, GENERATION.c.role == role)
        .with_for_update()
    ).scalar_one()
    return number


def lock_own(connection: Connection, projection: str, number: int) -> int:
    """Lock the generation that a rebuild began. Raises OvertakenError when a later one took its place."""
    if lock(connection, projection, BUILDING) != number:
        raise OvertakenError(f"another rebuild of {projection} has begun; this one was given up")
    return number


def begin(engine: Engine, projection: Projection) -> int:
    """Make the empty tables of a new generation and drop what earlier rebuilds left behind."""
    with writing(engine).begin() as connection:
        serving, building, retired = _lock_all(connection, projection.name)
        for leftover in {building, retired} - {serving, 0}:
            _drop(connection, projection, leftover)
        number = max(serving, building, retired) + 1
        projection.create(connection, number)
        _set(connection, projection.name, BUILDING, number)
        _set(connection, projection.name, RETIRED, 0)
    return number


def switch(engine: Engine, projection: Projection, number: int) -> bool:
    """Let the new generation serve; False when the old one has read further, so that no answer goes back."""
    name = projection.name
    with writing(engine).begin() as connection:
        serving, _, _ = _lock_all(connection, name)
        lock_own(connection, name, number)
        old, new = positions_of(connection, name, serving), positions_of(connection, name, number)
        if not all(covers(new, position) for position in old):
            return False
        known = {position.source for position in new}
        carried = [position for position in old if position.source not in known]
        move_over(connection, name, number, carried)
        carry_over(connection, name, serving, number, [position.source for position in carried])
        _set(connection, name, SERVING, number)
        _set(connection, name, RETIRED, serving)
    return True


def drop_retired(engine: Engine, projection: Projection) -> None:
    """Drop the generation that served before the last switch."""
    with writing(engine).begin() as connection:
        number = lock(connection, projection.name, RETIRED)
        if number:
            _drop(connection, projection, number)
            _set(connection, projection.name, RETIRED, 0)


def _lock_all(connection: Connection, projection: str) -> Sequence[int]:
    return [lock(connection, projection, role) for role in ROLES]


def _set(connection: Connection, projection: str, role: str, number: int) -> None:
    connection.execute(
        update(GENERATION)
        .where(GENERATION.c.projection == projection, GENERATION.c.role == role)
        .values(number=number)
    )


def _drop(connection: Connection, projection: Projection, number: int) -> None:
    projection.drop(connection, number)
    for table in (POSITION, LAST_RECORD, DEAD_LETTER):
        connection.execute(
            delete(table).where(table.c.projection == projection.name, table.c.generation == number)
        )
