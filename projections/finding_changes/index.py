"""Where in the log of changes each code stands, so that a filter reads what it finds and not the whole log.

It follows the log and is made from it alone. What the log holds behind it is searched change by change, so an
answer is the same whether the index is there, behind or missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Select,
    Table,
    UniqueConstraint,
    exists,
    func,
    insert,
    inspect,
    select,
    update,
)

from foundation.event_store.port import EventStore, StoredRecord
from projections.finding_changes.filters import FILTERS, codes
from projections.finding_changes.table import NAME
from projections.runner.bulk import insert_rows
from projections.runner.generations import writing
from projections.viewing.journal import CHUNK, chunks
from projections.viewing.table import ByteOrder

BATCH = 500
"""Changes of one transaction."""
CANDIDATES = 20_000
"""Changes under the rarest code that one question looks at."""

METADATA = MetaData()
REACHED = Table(
    f"{NAME}_indexed",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
)
"""One row: up to which position of the log changes can be found by codes."""
CODE = Table(
    f"{NAME}_code",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", ByteOrder, nullable=False, comment="of the filter"),
    Column("code", ByteOrder, nullable=False),
    UniqueConstraint("name", "code"),
)
PLACE = Table(
    f"{NAME}_found",
    METADATA,
    Column("code", BigInteger, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

Key = tuple[str, str]
"""Name of a filter and a code."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Positions under all of some codes, in their order."""

    positions: tuple[int, ...]
    searched: int
    """Up to this position there are no others."""


class ChangeIndex:
    """The index in the database of the stream. Reading needs no right but SELECT."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_made = False

    def create(self) -> None:
        """Make the tables that are missing."""
        with writing(self._engine).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('returnwatch.changes'))")
            METADATA.create_all(connection)
            if connection.execute(select(REACHED.c.id)).one_or_none() is None:
                connection.execute(insert(REACHED).values(id=1, position=0))
        self._is_made = True

    def follow(self, log: EventStore) -> None:
        """Take in what the log holds behind the index. Safe to run in several processes at once."""
        if not self._is_made:
            self.create()
        while log.head() > self.reached():
            with writing(self._engine).begin() as connection:
                reached = connection.execute(select(REACHED.c.position).with_for_update()).scalar_one()
                if records := log.read(reached, BATCH):
                    _add(connection, records)
                    connection.execute(update(REACHED).values(position=records[-1].sequence))

    def reached(self) -> int:
        """Up to which position changes can be found; 0 while there is no index."""
        with self._engine.connect() as connection:
            self._is_made = self._is_made or inspect(connection).has_table(REACHED.name)
            if not self._is_made:
                return 0
            return connection.execute(select(REACHED.c.position)).scalar_one_or_none() or 0

    def hits(self, filters: Mapping[str, str], after: int, limit: int, until: int) -> Hits:
        """Changes in a part of the log that all filters find, at most `limit`."""
        with self._engine.connect() as connection:
            found = _codes(connection, list(filters.items()))
            if len(found) < len(filters):
                return Hits((), until)
            part = {code: _part(code, after, until) for code in found.values()}
            rarest, *others = sorted(part, key=lambda code: _count(connection, part[code]))
            candidate = part[rarest].order_by(PLACE.c.position)
            few = candidate.limit(CANDIDATES).subquery()
            wanted = select(few.c.position).order_by(few.c.position).limit(limit)
            for other in others:
                place = PLACE.alias()
                wanted = wanted.where(
                    exists().where(place.c.code == other, place.c.position == few.c.position)
                )
            positions = tuple(connection.execute(wanted).scalars())
            if len(positions) == limit:
                return Hits(positions, positions[-1])
            last = connection.execute(candidate.offset(CANDIDATES - 1).limit(1)).scalar_one_or_none()
            return Hits(positions, until if last is None else last)


def _add(connection: Connection, records: Sequence[StoredRecord]) -> None:
    found: dict[Key, list[int]] = {}
    for record in records:
        data = orjson.loads(record.body)["data"]
        for name in FILTERS:
            for code in set(codes(data, name)):
                found.setdefault((name, code), []).append(record.sequence)
    known = _codes(connection, list(found))
    highest = connection.execute(select(func.coalesce(func.max(CODE.c.id), 0))).scalar_one()
    fresh = {
        key: number for number, key in enumerate((key for key in found if key not in known), highest + 1)
    }
    insert_rows(connection, CODE, [(number, *key) for key, number in fresh.items()])
    numbers = known | fresh
    insert_rows(
        connection,
        PLACE,
        sorted((numbers[key], position) for key, positions in found.items() for position in positions),
    )


def _codes(connection: Connection, keys: Iterable[Key]) -> dict[Key, int]:
    """The known keys, each with its number."""
    by_name: dict[str, list[str]] = {}
    for name, code in keys:
        by_name.setdefault(name, []).append(code)
    found: dict[Key, int] = {}
    for name, there_are in by_name.items():
        for chunk in chunks(there_are, CHUNK):
            rows = select(CODE.c.code, CODE.c.id).where(CODE.c.name == name, CODE.c.code.in_(chunk))
            found |= {(name, code): number for code, number in connection.execute(rows)}
    return found


def _part(code: int, after: int, until: int) -> Select[int]:
    where = (PLACE.c.code == code, PLACE.c.position > after, PLACE.c.position <= until)
    return select(PLACE.c.position).where(*where)


def _count(connection: Connection, part: Select[int]) -> int:
    """How many changes are in a part, counted no further than one question looks."""
    some = part.limit(CANDIDATES).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()
