"""Findings by area and outcome: of how many persons, operations and so on an area was breached or kept.

In each area a person stands under one outcome, the worst. So the outcomes of an area are parts of all
persons, told like any other parts; areas are never put together in one number. A finding on a referral, a
consent or another thing of a person is one about the person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from projections.safeguards.judging.finding import Finding
from projections.safeguards.rules.register import RULES
from projections.viewing.suppression import NOT_APPLICABLE
from projections.viewing.totals import Counted, Totals
from projections.viewing.view import Column, Question, Row

AREAS = sorted({rule.area for rule in RULES}, key=lambda area: (not area.isdigit(), area.zfill(2)))
BY = "findings"
AREA = "finding_area"
FROZEN = "frozen"
WORST_FIRST = ("breached", "at_risk", "not_evidenced", "satisfied", FROZEN)
OF_PERSONS = frozenset(
    {"referral", "consent", "data_request", "disclosure", "complaint", "incident", "assessment"}
)
"""Kinds of things that are of the persons whom they name."""

COLUMNS = (
    Column("finding_area", "In totals by findings: the area of the UNNM Mapping that is protected"),
    Column(
        "outcome",
        "The worst outcome in it; frozen where values were erased, not_applicable where no rule applies",
    ),
    Column("decision_groups", "Groups of decisions of one authority, day and nationality; only by findings"),
    Column("others", "Things of no named person, such as an incident; only by findings"),
)


def of_area(area: str) -> str:
    """The dimension of one area."""
    return f"{BY}_{area}"


DIMENSIONS = frozenset(map(of_area, AREAS))
COUNTED = (
    Counted("case", "persons", DIMENSIONS),
    Counted("operation", "operations", DIMENSIONS),
    Counted("recommendation", "recommendations", DIMENSIONS),
    Counted("authority_day", "decision_groups", DIMENSIONS),
    Counted("other", "others", DIMENSIONS),
)


def by_area(findings: Iterable[Finding]) -> dict[str, str]:
    """Area to the worst outcome."""
    worst: dict[str, str] = {}
    for finding in findings:
        outcome = FROZEN if finding.frozen else finding.outcome
        worst[finding.rule.area] = _worse(worst.get(finding.rule.area), outcome)
    return worst


def table(frame: tuple[str, ...], rows: Iterable[Row], question: Question) -> list[Row]:
    """A row for each area and outcome. Filters choose a year or month, and an area."""
    chosen = question.filters.get(AREA)
    filters = {name: code for name, code in question.filters.items() if name != AREA}
    facts = list(_facts(rows))
    totals = Totals(frame, COUNTED)
    return [
        {AREA: area, "outcome": row[of_area(area)], **_without(row, of_area(area))}
        for area in AREAS
        if chosen in {None, area}
        for row in totals.answer(facts, replace(question, filters=filters, by=of_area(area)))
    ]


def _without(row: Row, name: str) -> dict[str, Any]:
    return {column: cell for column, cell in row.items() if column != name}


def _facts(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """One fact for each person with the worst of all that is theirs, and one for each thing of nobody."""
    subjects: list[Row] = []
    of_persons: dict[str, dict[str, str]] = {}
    for row in rows:
        subjects.append(row)
        for case in row["cases"] if row["of"] in OF_PERSONS else ():
            theirs = of_persons.setdefault(case, {})
            for area, outcome in row["outcomes"].items():
                theirs[area] = _worse(theirs.get(area), outcome)
    cases = {row["subject"] for row in subjects if row["of"] == "case"}
    for row in subjects:
        if row["of"] in OF_PERSONS:
            if cases.isdisjoint(row["cases"]):
                yield _fact(row, "other", row["outcomes"])
        else:
            theirs = of_persons.get(row["subject"], {}) if row["of"] == "case" else {}
            yield _fact(row, row["of"], _worst_of(row["outcomes"], theirs))


def _fact(row: Row, of: str, outcomes: Mapping[str, str]) -> dict[str, Any]:
    told = {of_area(area): outcomes.get(area, NOT_APPLICABLE) for area in AREAS}
    return {"of": of, "year": row["year"], "month": row["month"], **told}


def _worst_of(mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    return {**mine, **{area: _worse(mine.get(area), outcome) for area, outcome in theirs.items()}}


def _worse(one: str | None, other: str) -> str:
    return other if one is None else min(one, other, key=WORST_FIRST.index)
