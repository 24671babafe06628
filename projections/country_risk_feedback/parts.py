"""What authorities see of the feedback: what bodies found of a country, and nothing that was counted."""

from collections.abc import Iterable

from projections.country_risk_feedback.table import answer
from projections.viewing.view import EVERYONE, Part, Question, Row

GIVEN_TO = "given_to"


def given_to(finding: Row) -> set[str]:
    """Whom the finding itself may be given: everyone, while it is not withdrawn."""
    return set() if finding["withdrawn"] else {EVERYONE}


def _valid(findings: Iterable[Row], question: Question) -> list[Row]:
    """Findings that hold today; one drawn from few cases could tell an authority of whom."""
    of_many = [each for each in findings if each["cases_counted"] >= question.limits.count]
    return [row for row in answer(of_many, question) if row["state"] == "valid"]


FINDINGS = Part(
    name="country-risk-feedback.findings",
    meaning="Only findings that are valid today and drawn from no small number of cases, as their authors "
    "state them; without that number, reports of harm, and what decisions made of them",
    facet=GIVEN_TO,
    whose="everyone",
    columns=(
        "country",
        "finding",
        "area",
        "theme",
        "severity",
        "groups",
        "period_from",
        "period_to",
        "issued_at",
        "issued_by",
        "valid_until",
        "state",
    ),
    filters=("country", "finding", "theme", "severity", "area", "group"),
    services=(),
    answer=_valid,
)
"""It shows no record of any service: a finding names no person and no fact, and is made to be given out."""
