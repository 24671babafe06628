"""The rows of subjects in their tables: put in place of those made before, or read again where they stay."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import orjson
from sqlalchemy import Connection, delete, select

from projections.runner.bulk import insert_rows
from projections.viewing.journal import CHUNK, chunks
from projections.viewing.making import Stored
from projections.viewing.row_seal import RowSeal
from projections.viewing.table import Tables
from projections.viewing.view import Made, View


def replace_rows(
    connection: Connection, of: Tables, subjects: Sequence[str], stored: Iterable[Stored]
) -> None:
    """Put the rows of some subjects in place of those they had."""
    for table in (of.row, of.facet):
        for chunk in chunks(subjects, CHUNK):
            connection.execute(delete(table).where(table.c.subject.in_(chunk)))
    stored = list(stored)
    insert_rows(connection, of.row, [row for each in stored for row in each.rows])
    insert_rows(connection, of.facet, [facet for each in stored for facet in each.facets])


def rows_made_before(
    connection: Connection, places: Sequence[Tables], view: View, subject: str, seal: RowSeal
) -> list[Made]:
    """Rows of a subject as they were last made, in the first of some generations that has any."""
    for of in places:
        row = of.row
        about = select(row.c.key, row.c.sort, row.c.row)
        found = connection.execute(about.where(row.c.subject == subject, row.c.view == view.name)).all()
        if found:
            facets = _facets(connection, of, view.name, subject)
            return [
                Made(view.keeping(orjson.loads(seal.open(view.name, key, body))), key, sort, facets[key])
                for key, sort, body in found
            ]
    return []


def _facets(connection: Connection, of: Tables, view: str, subject: str) -> dict[str, dict[str, list[str]]]:
    facet = of.facet
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    columns = select(facet.c.key, facet.c.name, facet.c.code)
    for key, name, code in connection.execute(
        columns.where(facet.c.subject == subject, facet.c.view == view)
    ):
        found[key].setdefault(name, []).append(code)
    return found
