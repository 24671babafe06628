"""What share of the persons on whom force was used was assessed before, and which means are routine.

Persons are counted, not uses: many uses on one person must not make a count that is large enough to be shown.
So these totals can be quoted, while the register itself is for those who may see single uses. Codes that
follow from others, as prohibited means do from means, are not told: their difference could be a few.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from projections.viewing.suppression import NOT_STATED
from projections.viewing.totals import Counted, Totals
from projections.viewing.view import Column, Question, Row

FRAME = {
    "year": "Year of the first force on a person that any account tells of",
    "month": "Month of it, for example 2025-05",
}
LISTS = {
    "means": "Means used on them; a person counts under each that any account names",
    "phase": "Phase of the return; a person counts under each",
    "applied_by": "Role of those who used force; a person counts under each",
    "justification": "Reason told; a person counts under each",
    "authority": "Authority that left an account; a person counts under each",
    "country": "Country in which force was told of (ISO 3166-1); a person counts under each",
}
SINGLE = {
    "individual_risk_assessment": "Whether the person's own risk was assessed before: yes, no or unknown if "
    "all accounts of all uses say so, else contested or differing between uses",
    "child": "Whether the person is a child, told in the same way",
    "medical_check": "in_time, late, not_carried_out or none_on_record, told in the same way",
}
BY = {**FRAME, **LISTS, **SINGLE}
"""Dimension of totals to its meaning. Every one is a filter as well."""
CONTESTED, DIFFERING = "contested", "differing"

COUNTED = (
    Counted(
        "person",
        "persons",
        frozenset({*LISTS, *SINGLE}),
        parts={
            "individually_assessed": "individual_risk_assessment",
            "children": "child",
            "checked_in_time": "medical_check",
        },
        codes={"checked_in_time": "in_time"},
        averages={"mean_minutes": "minutes"},
        rates={
            "individually_assessed_percent": ("individually_assessed", 100),
            "checked_in_time_percent": ("checked_in_time", 100),
        },
        share="persons_percent",
    ),
    Counted("unnamed", "unnamed"),
)

COLUMNS = (
    Column("persons", "Persons on whom any account says that force was used"),
    Column(
        "persons_percent", "Share of them among all such persons of the year or month, in totals by a code"
    ),
    Column("individually_assessed", "Of them those whose own risk was assessed before each use"),
    Column("individually_assessed_percent", "The same as a share"),
    Column("children", "Of them children"),
    Column("checked_in_time", "Of them those whom a health professional saw in time after each use"),
    Column("checked_in_time_percent", "The same as a share"),
    Column("mean_minutes", "Mean minutes of force on a person, where an end is told; of 10 persons or more"),
    Column("mean_minutes_spread", "Standard deviation of these minutes"),
    Column("unnamed", "Operations and uses with force on persons whom no account names; not among persons"),
    Column("suppressed", "Columns of the row that are not shown: <5, or withheld to protect a <5"),
)

TOTALS = Totals(tuple(FRAME), COUNTED)


def shares(rows: Iterable[Row], question: Question) -> list[Row]:
    """The table by a dimension. Raises QuestionError for what cannot be asked together."""
    return TOTALS.answer(facts(rows), question)


def facts(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """One fact for each person, and one for each subject with force on persons whom nobody names."""
    by_subject: dict[str, list[Row]] = {}
    for row in rows:
        by_subject.setdefault(row["subject"], []).append(row)
    return [_fact(uses) for _, uses in sorted(by_subject.items())]


def _fact(uses: Sequence[Row]) -> dict[str, Any]:
    first = min(datetime.fromisoformat(row["first_told"]) for row in uses)
    fact: dict[str, Any] = {"year": f"{first.year:04}", "month": f"{first.year:04}-{first.month:02}"}
    if uses[0]["case"] is None:
        return {"of": "unnamed", **fact}
    told = [row["minutes"] for row in uses if row["minutes"] is not None]
    return {
        "of": "person",
        **fact,
        **{name: sorted(set().union(*(_codes(row[name]) for row in uses))) for name in _BY_SIDE},
        "authority": sorted({each["body"] for row in uses for each in row["accounts"] if _is_official(each)}),
        "country": sorted({country for row in uses for country in row["countries"]}),
        **{name: _of_all(row[name] for row in uses) for name in ("individual_risk_assessment", "child")},
        "medical_check": _of_all(row["medical_check"] or _UNCHECKED for row in uses),
        "minutes": sum(told) if told else None,
    }


_BY_SIDE = ("means", "phase", "applied_by", "justification")
_UNCHECKED = {"": "none_on_record"}


def _codes(sides: Mapping[str, Any]) -> set[str]:
    """What any side tells; one code or several for each."""
    found: set[str] = set()
    for told in sides.values():
        found |= {told} if isinstance(told, str) else set(told)
    return found


def _is_official(account: Mapping[str, Any]) -> bool:
    return account["side"] == "authority" and account["body"] is not None


def _of_all(uses: Iterable[Mapping[str, Any]]) -> str:
    """The code that all accounts of all uses tell."""
    codes = {_agreed(_codes(sides)) for sides in uses}
    return next(iter(codes)) if len(codes) == 1 else DIFFERING


def _agreed(codes: set[str]) -> str:
    return CONTESTED if len(codes) > 1 else next(iter(codes), NOT_STATED)
