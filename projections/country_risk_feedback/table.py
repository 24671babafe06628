"""The table: each finding with what is counted for it and for its country, small numbers hidden."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from projections.country_risk_feedback.counting import Weighings, few, harm, weighing
from projections.viewing.view import Question, Row

WORST_FIRST = ("critical", "serious", "minor", "info")
EVERYONE = "everyone"
"""Chooses findings that name no group."""
STATED = (
    "finding",
    "area",
    "theme",
    "severity",
    "groups",
    "cases_counted",
    "period_from",
    "period_to",
    "issued_at",
    "issued_by",
    "valid_until",
)
"""Columns that tell what a finding itself says."""

Facts = Mapping[str, Sequence[Row]]
"""Kind of fact to the facts of one country."""


def answer(rows: Iterable[Row], question: Question) -> list[Row]:
    """By country: its findings, the worst first; a country with reports of harm alone has one row.

    Filters choose findings to be shown; what is counted for each is the same whatever is asked.
    """
    by_country: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_country[row["country"]][row["fact"]].append(row)
    return [
        row
        for country in sorted(by_country)
        for row in _of_country(country, by_country[country], question)
        if _is_chosen(row, question.filters)
    ]


def _of_country(country: str, facts: Facts, question: Question) -> Iterator[Row]:
    limit, today = question.limits.count, question.now.date()
    harmed = harm(facts.get("harm", ()), limit)
    weighings = Weighings(facts.get("decision", ()), limit)
    findings = sorted(
        facts.get("finding", ()),
        key=lambda row: (WORST_FIRST.index(row["severity"]), row["finding"], row["issued_by"] or ""),
    )
    for finding in findings:
        state = _state(finding, today)
        yield _row(country, _counted(finding, limit), harmed, weighing(weighings, finding), state)
    if not findings and "harm" in facts:
        yield _row(country, {}, harmed, weighing(weighings, {}), None)


def _row(country: str, finding: Row, harmed: Row, became: Row, state: str | None) -> Row:
    return {
        "country": country,
        **{name: finding.get(name) for name in STATED},
        "state": state,
        **harmed,
        **became,
    }


def _counted(finding: Row, limit: int) -> Row:
    counted = finding.get("cases_counted")
    return {**finding, "cases_counted": few(limit)} if counted is not None and counted < limit else finding


def _state(finding: Row, today: date) -> str:
    if finding["withdrawn"]:
        return "withdrawn"
    return "expired" if date.fromisoformat(finding["valid_until"]) < today else "valid"


def _is_chosen(row: Row, filters: Mapping[str, str]) -> bool:
    groups = filters.get("group")
    return all(row[name] == code for name, code in filters.items() if name != "group") and (
        groups is None or (row["finding"] is not None and groups in (row["groups"] or [EVERYONE]))
    )
