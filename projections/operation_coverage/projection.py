"""Keeps the view's rows: evidence is added, and every operation that it touches is folded anew."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, delete

from projections.operation_coverage.fold import Coverage
from projections.operation_coverage.project import NO_OPERATION, coverages, evidence_in
from projections.operation_coverage.stored import CHUNK, StoredEvidence, chunks
from projections.operation_coverage.table import NAME, Tables, tables
from projections.runner.bulk import insert_rows
from projections.runner.page import Delivered


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
        fresh = [found for record in records for found in evidence_in(record.body)]
        if not fresh:
            return
        stored = StoredEvidence(connection, of)
        stored.add(fresh)
        touched = {operation for operation, _ in fresh}
        touched |= stored.operations_amended_by(evidence for _, evidence in fresh)
        for operations in chunks(sorted(touched - {NO_OPERATION}), CHUNK):
            said = stored.about(operations)
            amending = stored.amending(evidence for about_one in said.values() for evidence in about_one)
            _replace(connection, of, operations, coverages(said, amending))


def _replace(connection: Connection, of: Tables, operations: Sequence[str], rows: Sequence[Coverage]) -> None:
    for table in (of.operation, of.share):
        connection.execute(delete(table).where(table.c.operation.in_(operations)))
    insert_rows(connection, of.operation, [_operation(coverage.row) for coverage in rows])
    insert_rows(connection, of.share, [share for coverage in rows for share in _shares(coverage)])


def _operation(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        row["operation"],
        row["departed_on"] or "",
        row["monitored_forced_return"],
        row["monitored_any"],
        orjson.dumps(row),
    )


def _shares(coverage: Coverage) -> list[tuple[Any, ...]]:
    operation = coverage.row["operation"]
    return [
        (operation, share.dimension, share.code, share.returnees, share.escorts) for share in coverage.shares
    ]
