"""Keeps the view's rows: evidence is added, and every operation that it touches is folded anew."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert

from projections.operation_coverage.fold import Coverage
from projections.operation_coverage.project import NO_OPERATION, coverages, evidence_in
from projections.operation_coverage.stored import CHUNK, StoredEvidence, chunks
from projections.operation_coverage.table import NAME, Tables, tables
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
    if rows:
        connection.execute(insert(of.operation), [_operation(coverage.row) for coverage in rows])
        connection.execute(insert(of.share), [share for coverage in rows for share in _shares(coverage)])


def _operation(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "operation": row["operation"],
        "departed_on": row["departed_on"] or "",
        "monitored_forced_return": row["monitored_forced_return"],
        "monitored_any": row["monitored_any"],
        "row": orjson.dumps(row),
    }


def _shares(coverage: Coverage) -> list[dict[str, Any]]:
    return [
        {
            "operation": coverage.row["operation"],
            "dimension": share.dimension,
            "code": share.code,
            "returnees": share.returnees,
            "escorts": share.escorts,
        }
        for share in coverage.shares
    ]
