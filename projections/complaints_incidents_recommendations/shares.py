"""What became of recommendations in all: the share that was answered, accepted and carried out.

They are addressed to bodies and tell of no single person, so nothing is hidden here. Complaints and incidents
are about persons; `statistics` counts them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from projections.viewing.rows import QuestionError
from projections.viewing.view import Column, Question, Row

BY = {
    "handler": "Body to which recommendations are addressed; one counts under each of its addressees",
    "year": "Year in which they were issued",
    "country": "Country of a record of them (ISO 3166-1); one counts under each",
    "safeguard": "Safeguard that they are about; one counts under each",
    "urgent": "Whether they ask for a measure that cannot wait",
}
"""Dimension of totals to its meaning. Every one is a filter as well."""
NOT_STATED = "not_stated"
CONTESTED = "contested"
ACCEPTED, DONE = ("accepted", "accepted_partly"), "implemented"

COLUMNS = (
    Column("recommendations", "How many there are; rows add up only where one counts once"),
    Column("answered", "Of them those with an answer; a request for more time is one"),
    Column("answered_percent", "The same as a share"),
    Column("accepted", "Of them those that were accepted by every side that tells of the answer"),
    Column("accepted_partly", "Of them those accepted in part"),
    Column("accepted_percent", "Share of those accepted, wholly or in part"),
    Column("rejected", "Of them those that were rejected"),
    Column("answer_contested", "Of them those of which sides tell different answers"),
    Column("assessed", "Of them those of which a body judged how far they were carried out"),
    Column("implemented", "Of them those carried out by the judgement of every body"),
    Column("implemented_percent", "The same as a share of all"),
    Column("implementation_contested", "Of them those on which judgements differ"),
    Column("open", "Of them those with a step left to take"),
    Column("overdue", "Of them those whose next step is late today"),
)


def shares(rows: Iterable[Row], question: Question) -> list[Row]:
    """A row for each code of a dimension. Raises QuestionError where other kinds are asked for."""
    by = question.by or "year"
    if question.filters.get("kind", "recommendation") != "recommendation":
        raise QuestionError("totals are of recommendations; statistics count complaints")
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "recommendation":
            for code in _CODES[by](row) or [NOT_STATED]:
                found[code].append(row)
    chosen = question.filters.get(by)
    return [{by: code, **_counted(found[code])} for code in sorted(found) if chosen in {None, code}]


_CODES: Mapping[str, Callable[[Row], Sequence[str]]] = {
    "handler": lambda row: row["handlers"],
    "year": lambda row: [row["year"]],
    "country": lambda row: row["countries"],
    "safeguard": lambda row: row["safeguards"],
    "urgent": lambda row: ["yes" if row["urgent"] else "no"],
}


def _counted(rows: Sequence[Row]) -> dict[str, Any]:
    answers = [_agreed(row["reply"]) for row in rows]
    judged = [_agreed(row["implementation"]) for row in rows]
    accepted, partly = (answers.count(code) for code in ACCEPTED)
    answered = sum(answer is not None for answer in answers)
    return {
        "recommendations": len(rows),
        "answered": answered,
        "answered_percent": _percent(answered, rows),
        "accepted": accepted,
        "accepted_partly": partly,
        "accepted_percent": _percent(accepted + partly, rows),
        "rejected": answers.count("rejected"),
        "answer_contested": answers.count(CONTESTED),
        "assessed": sum(judgement is not None for judgement in judged),
        "implemented": judged.count(DONE),
        "implemented_percent": _percent(judged.count(DONE), rows),
        "implementation_contested": judged.count(CONTESTED),
        "open": sum(row["ended_at"] is None for row in rows),
        "overdue": sum(row["overdue"] for row in rows),
    }


def _agreed(sides: Mapping[str, Iterable[str]]) -> str | None:
    """The one value that every side tells; `contested` where they differ, none where nobody tells."""
    values = {value for told in sides.values() for value in told}
    return CONTESTED if len(values) > 1 else next(iter(values), None)


def _percent(part: int, rows: Sequence[Row]) -> float:
    return round(100 * part / len(rows), 1)
