"""The list of erasures in the vault's database, SQLite or PostgreSQL."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from foundation.erasure.decisions import Decided, Erasure, written
from foundation.erasure.port import Progress, Step
from foundation.vault.sql_engines import answering, insert_of
from foundation.vault.sql_key_rows import create_missing

METADATA = sa.MetaData()
ERASURES = sa.Table(
    "erasures",
    METADATA,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("decided", sa.Text, nullable=False),
    sa.Column("step", sa.String(16), nullable=False),
    sa.Column("destroyed_at", sa.String(40), nullable=True),
)
POSITION = sa.Table(
    "erasure_position",
    METADATA,
    sa.Column("only", sa.Integer, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False),
)


class SqlErasures:
    """Two tables beside the keys, so that a backup of the keys knows which erasures they have seen."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        with answering(), engine.begin() as connection:
            create_missing(connection, ERASURES, POSITION)

    def position(self) -> int:
        """The last sequence of the log up to which decisions were taken over."""
        with answering(), self._engine.connect() as connection:
            return connection.execute(sa.select(POSITION.c.sequence)).scalar() or 0

    def take_over(self, found: Iterable[Decided], position: int) -> None:
        """Add decisions that are not yet known and keep the position, in one transaction."""
        insert = insert_of(self._engine)
        rows = [
            {"id": decided.erasure.id, "decided": written(decided), "step": Step.DECIDED.value}
            for decided in found
        ]
        with answering(), self._engine.begin() as connection:
            if rows:
                connection.execute(insert(ERASURES).on_conflict_do_nothing(), rows)
            connection.execute(
                insert(POSITION)
                .values(only=1, sequence=position)
                .on_conflict_do_update(index_elements=[POSITION.c.only], set_={"sequence": position})
            )

    def unfinished(self) -> Sequence[Progress]:
        """What is not recorded yet, oldest first."""
        waiting = sa.select(ERASURES).where(ERASURES.c.step != Step.RECORDED.value).order_by(ERASURES.c.id)
        with answering(), self._engine.connect() as connection:
            return [_progress(row) for row in connection.execute(waiting)]

    def advance(self, erasure: Erasure, step: Step, at: datetime) -> None:
        """State that a step was taken."""
        values: dict[str, Any] = {"step": step.value}
        if step is Step.DESTROYED:
            values["destroyed_at"] = at.astimezone(UTC).isoformat()
        with answering(), self._engine.begin() as connection:
            connection.execute(sa.update(ERASURES).where(ERASURES.c.id == erasure.id).values(values))


def _progress(row: sa.Row[Any]) -> Progress:
    fields = json.loads(row.decided)
    phase, decided_at = fields.pop("phase"), fields.pop("decided_at", None)
    erasure = Erasure(**fields | {"subjects": tuple(fields["subjects"])})
    at = row.destroyed_at and datetime.fromisoformat(row.destroyed_at)
    since = decided_at and datetime.fromisoformat(decided_at)
    return Progress(erasure, phase, Step(row.step), at, since)
