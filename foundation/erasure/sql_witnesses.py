"""Who judges from sealed values, and what of each erasure they have witnessed; in the vault's database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from foundation.vault.sql_engines import answering, engine_of, insert_of
from foundation.vault.sql_key_rows import create_missing

METADATA = sa.MetaData()
WITNESS = sa.Table(
    "erasure_witness",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("since", sa.String(40), nullable=False),
)
"""The processes that have to judge before keys end; each adds itself when it first runs."""
ASKED = sa.Table(
    "erasure_asked",
    METADATA,
    sa.Column("erasure", sa.String(40), primary_key=True),
    sa.Column("decided_at", sa.String(40), nullable=False),
)
"""Erasures of which every record up to the decision is on its topic."""
WITNESSED = sa.Table(
    "erasure_witnessed",
    METADATA,
    sa.Column("erasure", sa.String(40), primary_key=True),
    sa.Column("witness", sa.String(64), primary_key=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """An erasure before which somebody is to judge."""

    erasure: str
    """`EVT-…` that the erasure will have."""
    decided_at: datetime


class SqlWitnesses:
    """Three small tables. VaultUnavailableError means that the database does not answer."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._insert = insert_of(engine)
        with answering(), engine.begin() as connection:
            create_missing(connection, WITNESS, ASKED, WITNESSED)

    def enlist(self, name: str, at: datetime) -> None:
        """Let erasures wait for a process from now on."""
        self._add(WITNESS, {"name": name, "since": at.astimezone(UTC).isoformat()})

    def dismiss(self, name: str) -> bool:
        """Let no erasure wait for a process any more; whether any did."""
        with answering(), self._engine.begin() as connection:
            return bool(connection.execute(sa.delete(WITNESS).where(WITNESS.c.name == name)).rowcount)

    def outstanding(self, erasure: str) -> Sequence[str]:
        """Who has not witnessed an erasure."""
        seen = sa.select(WITNESSED.c.witness).where(WITNESSED.c.erasure == erasure)
        missing = sa.select(WITNESS.c.name).where(WITNESS.c.name.not_in(seen)).order_by(WITNESS.c.name)
        with answering(), self._engine.connect() as connection:
            return connection.execute(missing).scalars().all()

    def ask(self, erasure: str, decided_at: datetime) -> None:
        """Say that everything known at the decision can now be taken in."""
        self._add(ASKED, {"erasure": erasure, "decided_at": decided_at.astimezone(UTC).isoformat()})

    def asked(self, witness: str) -> Sequence[Asked]:
        """The erasures that a witness is asked about and has not witnessed."""
        seen = sa.select(WITNESSED.c.erasure).where(WITNESSED.c.witness == witness)
        open_ones = sa.select(ASKED).where(ASKED.c.erasure.not_in(seen)).order_by(ASKED.c.erasure)
        with answering(), self._engine.connect() as connection:
            return [
                Asked(row.erasure, datetime.fromisoformat(row.decided_at))
                for row in connection.execute(open_ones)
            ]

    def witness(self, name: str, erasure: str) -> None:
        """State that a process has judged all that was known when an erasure was decided."""
        self._add(WITNESSED, {"erasure": erasure, "witness": name})

    def _add(self, table: sa.Table, row: dict[str, str]) -> None:
        with answering(), self._engine.begin() as connection:
            connection.execute(self._insert(table).on_conflict_do_nothing(), row)


@contextmanager
def witnesses_at(url: str) -> Iterator[SqlWitnesses]:
    """The list in the vault that an address names."""
    engine = engine_of(url)
    try:
        yield SqlWitnesses(engine)
    finally:
        engine.dispose()
