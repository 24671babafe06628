"""A view about one subject as of any day, and as known on any day, made from the records themselves."""

from datetime import datetime

from sqlalchemy import Connection

from projections.runner.positions import positions, serving
from projections.viewing.asking import Answer, QuestionError
from projections.viewing.group import Group
from projections.viewing.journal import Journal
from projections.viewing.links import kind
from projections.viewing.opened import Opener, unopened
from projections.viewing.table import NAME, tables
from projections.viewing.view import View


def group_of(
    connection: Connection,
    subject: str,
    as_of: datetime,
    known_at: datetime | None = None,
    opener: Opener = unopened,
) -> Group:
    """Everything on record about a subject and what is related to it; empty when nothing is."""
    generation = serving(connection, NAME)
    if not generation:
        return Group(subject, (), as_of, known_at)
    found = Journal(connection, tables(generation), opener).records_for([subject])
    return Group(subject, found.get(subject, ()), as_of, known_at)


def view_as_of(  # noqa: PLR0913 - the parts of one question
    connection: Connection,
    view: View,
    subject: str,
    *,
    as_of: datetime,
    known_at: datetime | None = None,
    opener: Opener = unopened,
) -> Answer:
    """The rows of one subject at a moment. Raises QuestionError when the view has none of such subjects."""
    if not view.as_of or kind(subject) not in view.per:
        kinds = ", ".join(sorted(view.per)) if view.as_of else "none"
        raise QuestionError(f"{view.name} can be asked as of another day about subjects of: {kinds}")
    group = group_of(connection, subject, as_of, known_at, opener)
    made = sorted(view.rows(group), key=lambda each: (each.sort, each.key))
    shown = [view.shown(each.row, as_of) if view.shown is not None else each.row for each in made]
    return Answer(shown, positions(connection, NAME))
