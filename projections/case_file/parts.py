"""What whoever represents a person sees of the file: the account of what happened, without others' work."""

import re

from events.ids import UUID_PATTERN
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.group import Group
from projections.viewing.view import Part, Row

CONCERNED = "concerned"
PERSONS = re.compile(rf"\b[CPF]-{UUID_PATTERN}")
"""Ids of cases, persons and families."""


def concerned(group: Group) -> set[str]:
    """The case, and its person, where all records that name persons beside the case agree."""
    named = {
        frozenset(persons)
        for record in group.standing
        if record.subjects("case") == [group.subject] and (persons := record.subjects("person"))
    }
    [*one] = min(named) if len(named) == 1 else ()
    return {group.subject, *one} if len(one) == 1 else {group.subject}


def _about_one(row: Row) -> Row:
    """The row without the ids of other persons."""

    def other(found: re.Match[str]) -> str:
        return found[0] if found[0] == row["case"] else WITHHELD

    return {**row, "summary": PERSONS.sub(other, row["summary"])}


REPRESENTED = Part(
    name="case-file.represented",
    meaning="Only the file of those for whom the reader acts, as the token says (acts_for); without ids of "
    "other persons, which fields are hidden, links that monitors drew, and findings",
    facet=CONCERNED,
    whose="acts_for",
    columns=(
        "case",
        "time",
        "precision",
        "phase",
        "country",
        "event",
        "role",
        "body",
        "side",
        "source_kinds",
        "summary",
        "state",
        "contested",
        "amended_by",
        "attachments",
        "recorded_at",
        "record",
    ),
    filters=("case", "event", "phase", "state", "role", "side", "body", "contested", "year"),
    shown=_about_one,
)
