"""Findings about one subject of a data directory, made when they are asked for."""

import re
from datetime import datetime
from typing import Any

from events.ids import SUBJECT_ID_PATTERN
from projections.query.opening import opener_of
from projections.runner.positions import serving
from projections.runner.reading import ask
from projections.safeguard_findings.rows import findings, row_of
from projections.safeguards.judging.evaluate import Asked
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.since import with_first_held
from projections.viewing.asking import GROUP_OF_DECISIONS
from projections.viewing.group import Group
from projections.viewing.journal import Journal
from projections.viewing.table import NAME, tables
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError
from returnwatch.parameters import parameters_of


def findings_about(  # noqa: PLR0913, PLR0917 - the parts of one question
    opened: Embedded,
    subject: str,
    as_of: datetime | None,
    known_at: datetime | None,
    rule: Rule | None,
    parameters: Parameters | None,
) -> list[dict[str, Any]]:
    """A row for each finding, with the moment since which it has held. UserFaultError for what is no id."""
    if not re.fullmatch(SUBJECT_ID_PATTERN, subject) and not GROUP_OF_DECISIONS.fullmatch(subject):
        raise UserFaultError(
            "evaluate: name a subject by its id, for example C-018f6a2c-0000-7000-8000-000000000001"
        )
    group = _group(opened, subject, as_of or opened.clock(), known_at)
    numbers = parameters or parameters_of(opened.folder)
    asked = Asked(group.records, group.as_of, group.known_at, numbers)
    found = [
        with_first_held(each, asked) for each in findings(group, numbers) if rule is None or rule is each.rule
    ]
    return [
        row_of(each) | {"first_held": each.first_held.isoformat() if each.first_held else None}
        for each in found
    ]


def _group(opened: Embedded, subject: str, as_of: datetime, known_at: datetime | None) -> Group:
    def records(connection: Any) -> Group:
        generation = serving(connection, NAME)
        found = Journal(connection, tables(generation), opener_of(opened.vault)).records_for([subject])
        return Group(subject, found.get(subject, ()), as_of, known_at)

    return ask(opened.views, records)
