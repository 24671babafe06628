"""Keeps the view's rows: evidence is added, and every operation that it touches is folded anew."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import orjson
from sqlalchemy import Connection, delete, insert, select

from projections.operation_coverage.evidence import Evidence, keep, recall
from projections.operation_coverage.project import NO_OPERATION, coverages, evidence_in
from projections.operation_coverage.shares import Share
from projections.operation_coverage.table import NAME, Tables, tables
from projections.runner.page import Delivered
from projections.runner.table import insert_new

T = TypeVar("T")
CHUNK = 500
"""Values in one IN list, and operations in memory at a time."""


class OperationCoverage:
    """The projection of view V3 for the runner."""

    name = NAME

    def create(self, connection: Connection, generation: int) -> None:
        """Make the empty tables of a generation."""
        tables(generation).metadata.create_all(connection, checkfirst=False)

    def drop(self, connection: Connection, generation: int) -> None:
        """Remove the tables of a generation."""
        tables(generation).metadata.drop_all(connection, checkfirst=False)

    def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
        """Add the evidence in some records and fold what it touches."""
        of = tables(generation)
        fresh = {
            (evidence.event_id, operation): evidence
            for record in records
            for operation, evidence in evidence_in(record.body)
        }
        if not fresh:
            return
        connection.execute(
            insert_new(connection, of.evidence),
            [
                {"event_id": name, "operation": operation, "amends": e.amends, "kept": keep(e)}
                for (name, operation), e in fresh.items()
            ],
        )
        touched = {operation for _, operation in fresh} | _operations_amended(connection, of, fresh.values())
        for operations in _chunks(sorted(touched - {NO_OPERATION})):
            _fold(connection, of, operations)


def _fold(connection: Connection, of: Tables, operations: Sequence[str]) -> None:
    said: dict[str, list[Evidence]] = {operation: [] for operation in operations}
    found = select(of.evidence.c.operation, of.evidence.c.kept).where(of.evidence.c.operation.in_(operations))
    for operation, kept in connection.execute(found):
        said[operation].append(recall(kept))
    amending = _amending(connection, of, {e.event_id for all_said in said.values() for e in all_said})
    rows = coverages(said, amending)
    for table in (of.operation, of.share):
        connection.execute(delete(table).where(table.c.operation.in_(operations)))
    if rows:
        connection.execute(
            insert(of.operation),
            [
                {
                    "operation": coverage.row["operation"],
                    "departed_on": coverage.row["departed_on"] or "",
                    "monitored_forced_return": coverage.row["monitored_forced_return"],
                    "monitored_any": coverage.row["monitored_any"],
                    "row": orjson.dumps(coverage.row),
                }
                for coverage in rows
            ],
        )
        connection.execute(
            insert(of.share),
            [_share(coverage.row["operation"], share) for coverage in rows for share in coverage.shares],
        )


def _share(operation: str, share: Share) -> dict[str, str | int]:
    return {
        "operation": operation,
        "dimension": share.dimension,
        "code": share.code,
        "returnees": share.returnees,
        "escorts": share.escorts,
    }


def _operations_amended(connection: Connection, of: Tables, fresh: Iterable[Evidence]) -> set[str]:
    """Operations of the records that fresh ones amend, directly or through other amendments."""
    operations: set[str] = set()
    seen: set[str] = set()
    amended = {e.amends for e in fresh if e.amends}
    columns = of.evidence.c.event_id, of.evidence.c.operation, of.evidence.c.amends
    while amended:
        seen |= amended
        further: set[str] = set()
        for chunk in _chunks(sorted(amended)):
            found = select(*columns).where(of.evidence.c.event_id.in_(chunk))
            for _, operation, amends in connection.execute(found):
                operations.add(operation)
                further.update([amends] if amends else [])
        amended = further - seen
    return operations


def _amending(connection: Connection, of: Tables, known: set[str]) -> list[Evidence]:
    """Evidence beyond the known that amends it, directly or through other amendments."""
    column = of.evidence.c.amends
    if connection.execute(select(column).where(column.is_not(None)).limit(1)).first() is None:
        return []
    found: dict[str, Evidence] = {}
    asked = known
    while asked:
        amending: set[str] = set()
        for chunk in _chunks(sorted(asked)):
            rows = connection.execute(
                select(of.evidence.c.event_id, of.evidence.c.kept).where(column.in_(chunk))
            )
            for event_id, kept in rows:
                if event_id not in known and event_id not in found:
                    found[event_id] = recall(kept)
                    amending.add(event_id)
        asked = amending
    return list(found.values())


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
