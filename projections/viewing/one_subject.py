"""Rows about one subject alone, as of any moment: made on the spot, or read again where they stay."""

from datetime import datetime

from sqlalchemy import Connection

from projections.runner.positions import serving
from projections.viewing.group import Group
from projections.viewing.journal import Journal
from projections.viewing.kept_rows import rows_made_before
from projections.viewing.means import Means
from projections.viewing.rows import QuestionError
from projections.viewing.table import NAME, tables
from projections.viewing.view import Made, View

GONE = (
    "values on which these rows rested were erased since; how findings stood before is told by "
    "returnwatch safeguards history"
)


def group_about(
    connection: Connection, subject: str, as_of: datetime, known_at: datetime | None, means: Means
) -> Group:
    """All that is on record about a subject and what is related to it, to be judged at a moment."""
    of = tables(serving(connection, NAME))
    found = Journal(connection, of, means.opener).records_for([subject])
    return Group(subject, found.get(subject, ()), as_of, known_at, means.parameters)


def kept_about(
    connection: Connection, view: View, group: Group, now: datetime, means: Means
) -> list[Made] | None:
    """Rows that stay as they were made before an erasure; none where they can be made.

    Raises QuestionError for a moment before the erasure: what was known then cannot be opened any more.
    """
    if view.kept is None or not view.kept(Group(group.subject, group.records, now)):
        return None
    by_then = min(group.as_of, group.known_at)
    if not view.kept(Group(group.subject, group.records, by_then)):
        raise QuestionError(GONE)
    places = [tables(serving(connection, NAME))]
    return rows_made_before(connection, places, view, group.subject, means.seal) or None
