"""Findings about one subject of a data directory, made when they are asked for."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from events.ids import SUBJECT_ID_PATTERN
from projections.runner.reading import ask
from projections.safeguard_findings.rows import row_of
from projections.safeguard_findings.view import VIEW
from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.since import with_first_held
from projections.viewing.asking import GROUP_OF_DECISIONS
from projections.viewing.group import Group
from projections.viewing.judged import findings
from projections.viewing.one_subject import group_about, kept_about
from projections.viewing.rows import QuestionError
from projections.viewing.view import Made
from returnwatch.embedded import Embedded
from returnwatch.faults import UserFaultError


def findings_about(  # noqa: PLR0913, PLR0917 - the parts of one question
    opened: Embedded,
    subject: str,
    as_of: datetime | None,
    known_at: datetime | None,
    rule: Rule | None,
    parameters: Parameters | None,
) -> list[dict[str, Any]]:
    """A row for each finding, with the moment since which it has held where it is made now.

    Findings that an erasure froze are those made before it. UserFaultError for what is no id, and for a
    moment before such an erasure.
    """
    if not re.fullmatch(SUBJECT_ID_PATTERN, subject) and not GROUP_OF_DECISIONS.fullmatch(subject):
        raise UserFaultError(
            "evaluate: name a subject by its id, for example C-018f6a2c-0000-7000-8000-000000000001"
        )
    now, means = opened.clock(), opened.means()
    means = replace(means, parameters=parameters) if parameters is not None else means

    def read(connection: Connection) -> tuple[Group, list[Made] | None]:
        group = group_about(connection, subject, as_of or now, known_at, means)
        return group, kept_about(connection, VIEW, group, now, means)

    try:
        group, kept = ask(opened.views, read)
    except QuestionError as error:
        raise UserFaultError(f"evaluate: {error}") from None
    if kept is None:
        found = findings(group, group.parameters)
        return [_row(each, group) for each in found if rule is None or rule is each.rule]
    return [{**made.row, "first_held": None} for made in kept if rule is None or made.row["rule"] == rule.id]


def _row(finding: Finding, group: Group) -> dict[str, Any]:
    asked = Asked(group.records, group.as_of, group.known_at, group.parameters)
    since = with_first_held(finding, asked).first_held
    return row_of(finding) | {"first_held": since.isoformat() if since is not None else None}
