"""One number for all rows of a view, by which two parties see that theirs are the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, func, select

from projections.viewing.row_seal import IN_CLEAR, RowSeal
from projections.viewing.table import Tables


@dataclass(frozen=True, slots=True)
class Digest:
    """The rows of one view, as one SHA-256."""

    view: str
    rows: int
    sha256: str
    """Over `sort`, `key` and the JSON of each row, each ended by a line feed, in the order of pages."""


def latest_record(connection: Connection, of: Tables) -> datetime | None:
    """When the last record was recorded from which rows are made; none while there is no record."""
    latest = connection.execute(select(func.max(of.record.c.recorded_at))).scalar()
    return datetime.fromisoformat(latest) if latest else None


def digests(connection: Connection, of: Tables, seal: RowSeal = IN_CLEAR) -> Iterator[Digest]:
    """A digest for each view that has rows, by name."""
    row = of.row
    found = connection.execution_options(stream_results=True).execute(
        select(row.c.view, row.c.sort, row.c.key, row.c.row).order_by(row.c.view, row.c.sort, row.c.key)
    )
    name, count, total = "", 0, sha256()
    for view, sort, key, body in found:
        if view != name:
            if count:
                yield Digest(name, count, total.hexdigest())
            name, count, total = view, 0, sha256()
        total.update(b"\n".join((sort.encode(), key.encode(), seal.open(view, key, bytes(body)), b"")))
        count += 1
    if count:
        yield Digest(name, count, total.hexdigest())
