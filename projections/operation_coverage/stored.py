"""The evidence of one generation in its table."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, select

from projections.operation_coverage.evidence import Evidence, keep, recall
from projections.operation_coverage.table import Tables
from projections.runner.bulk import insert_rows

T = TypeVar("T")
CHUNK = 500
"""Values in one IN list."""


class StoredEvidence:
    """Adds and finds evidence within one transaction."""

    def __init__(self, connection: Connection, tables: Tables) -> None:
        self._connection = connection
        self._table = tables.evidence
        self._recalled: dict[bytes, Evidence] = {}

    def add(self, fresh: Iterable[tuple[str, Evidence]]) -> None:
        """Add evidence under its operations; what is known already stays as it is."""
        rows = []
        for operation, evidence in fresh:
            kept = keep(evidence)
            self._recalled[kept] = evidence
            rows.append((evidence.event_id, operation, evidence.amends, kept))
        insert_rows(self._connection, self._table, rows)

    def about(self, operations: Sequence[str]) -> dict[str, list[Evidence]]:
        """Everything ever said about some operations."""
        said: dict[str, list[Evidence]] = {operation: [] for operation in operations}
        columns = self._table.c.operation, self._table.c.kept
        for operation, kept in self._connection.execute(
            select(*columns).where(self._table.c.operation.in_(operations))
        ):
            said[operation].append(self._recall(kept))
        return said

    def operations_amended_by(self, evidence: Iterable[Evidence]) -> set[str]:
        """Operations of what is amended, directly or through other amendments."""
        operations: set[str] = set()
        asked: set[str] = set()
        columns = self._table.c.operation, self._table.c.amends
        amended = {e.amends for e in evidence if e.amends}
        while amended:
            asked |= amended
            found = self._where(self._table.c.event_id, amended, columns)
            operations |= {operation for operation, _ in found}
            amended = {amends for _, amends in found if amends} - asked
        return operations

    def amending(self, said: Iterable[Evidence]) -> list[Evidence]:
        """Evidence beyond this that amends it, directly or through other amendments."""
        amends = self._table.c.amends
        if self._connection.execute(select(amends).where(amends.is_not(None)).limit(1)).first() is None:
            return []  # the usual case, for which a whole page is not looked up
        known = {evidence.event_id for evidence in said}
        found: list[Evidence] = []
        asked = known
        while asked:
            rows = self._where(amends, asked, (self._table.c.event_id, self._table.c.kept))
            new = {event_id: self._recall(kept) for event_id, kept in rows if event_id not in known}
            found += new.values()
            known = known | set(new)
            asked = set(new)
        return found

    def _where(
        self, column: ColumnElement[Any], values: Iterable[str], columns: Sequence[ColumnElement[Any]]
    ) -> list[Any]:
        return [
            row
            for chunk in chunks(sorted(values), CHUNK)
            for row in self._connection.execute(select(*columns).where(column.in_(chunk)))
        ]

    def _recall(self, kept: bytes) -> Evidence:
        return self._recalled.get(kept) or recall(kept)


def chunks(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk
