"""How far each topic has been filled: one row per topic, in the database of the event store itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Column, Engine, MetaData, String, Table, create_engine, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

POSITION = Table(
    "relay_position",
    MetaData(),
    Column("topic", String, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
)


class PositionUnavailableError(Exception):
    """The database that keeps the position did not answer; whether it was moved is unknown."""


class Positions:
    """The last sequence of which it is known that it and all before it are on the topic."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def provide(self) -> None:
        """Create the table when there is none. Several processes may do so at the same time."""
        with self._answering():
            try:
                POSITION.create(self._engine, checkfirst=True)
            except DBAPIError:
                POSITION.create(self._engine, checkfirst=True)  # another process was quicker

    def get(self, topic: str) -> int:
        """The position of a topic, 0 before its first page."""
        with self._answering(), self._engine.connect() as connection:
            found = connection.scalar(select(POSITION.c.sequence).where(POSITION.c.topic == topic))
        return 0 if found is None else int(found)

    def move(self, topic: str, seen: int, sequence: int) -> bool:
        """Set the position when it still is `seen`; says whether it was."""
        with self._answering():
            return self._updated(topic, seen, sequence) or (seen == 0 and self._inserted(topic, sequence))

    def close(self) -> None:
        """Release the connections."""
        self._engine.dispose()

    def _updated(self, topic: str, seen: int, sequence: int) -> bool:
        where = (POSITION.c.topic == topic, POSITION.c.sequence == seen)
        with self._engine.begin() as connection:
            return bool(connection.execute(update(POSITION).where(*where).values(sequence=sequence)).rowcount)

    def _inserted(self, topic: str, sequence: int) -> bool:
        try:
            with self._engine.begin() as connection:
                connection.execute(POSITION.insert().values(topic=topic, sequence=sequence))
        except IntegrityError:
            return False
        return True

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as fault:
            raise PositionUnavailableError(_first_line(fault)) from fault


def open_positions(url: str) -> Positions:
    """Positions in the database at a `postgresql://` or `sqlite:///` URL, which is not contacted yet."""
    scheme, separator, rest = url.partition("://")
    if scheme not in {"postgresql", "postgres"}:
        return Positions(create_engine(url))
    arguments: dict[str, Any] = {"connect_timeout": 5, "application_name": "relay"}
    driver = f"postgresql+psycopg{separator}{rest}"
    # Every change is one statement, so it needs no round trips to begin and to commit.
    return Positions(create_engine(driver, connect_args=arguments, pool_size=1, isolation_level="AUTOCOMMIT"))


def _first_line(fault: SQLAlchemyError) -> str:
    """What the server said, without statement and parameters."""
    cause = getattr(fault, "orig", None) or fault
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]
