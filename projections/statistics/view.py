"""What statistics show and how they can be asked."""

from collections.abc import Iterable

from projections.statistics import findings
from projections.statistics.rows import PER, PHASES, rows
from projections.viewing.totals import Counted, Totals
from projections.viewing.view import Column, Question, Row, View

PERSON = {
    "host_country": "Country that the persons left or are to leave (ISO 3166-1)",
    "country_of_return": "Country to which they are returned (ISO 3166-1)",
    "return_type": "Legal form of the return; as carried out, else as planned",
    "sex": "Sex",
    "age_band": "Age band",
    "child": "Whether they are children, by status or age",
    "force": "Whether force was used on them by any account",
    "aborted": "Whether a return of theirs was broken off by any account",
    "abort_reason": "Why it was broken off: the reason, several, or not_applicable where it was not",
    "detained": "Whether they were detained by any account",
}
OTHERS = {
    "operation_type": "Type of operation, for persons and operations",
    "complaint_subject": "What complaints are about",
    "recommendation_answer": "What the bodies addressed answered; not_applicable without an answer",
    "recommendation_state": "How far recommendations were implemented",
}
FRAME = {
    "year": "Year of departure; of the first fact while none is on record; of planning, lodging, issuing",
    "month": "Month, for example 2025-05",
}
FINDINGS = {findings.BY: "Area of the safeguards and outcome; only with year, month and finding_area"}
COUNTED = (
    Counted(
        "case",
        "persons",
        frozenset({*PERSON, "operation_type"}),
        parts={
            "departed": "departed",
            "children": "child",
            "with_force": "force",
            "aborted_returns": "aborted",
            "detained_persons": "detained",
        },
        averages={"mean_detention_days": "detention_days"},
        rates={"with_force_per_100": ("with_force", 100)},
    ),
    Counted(
        "operation",
        "operations",
        frozenset({"operation_type"}),
        parts={"monitored": "monitored"} | {f"monitored_{phase}": f"monitored_{phase}" for phase in PHASES},
        rates={
            "monitored_percent": ("monitored", 100),
            **{f"monitored_{phase}_percent": (f"monitored_{phase}", 100) for phase in PHASES},
        },
    ),
    Counted(
        "complaint",
        "complaints",
        frozenset({"complaint_subject"}),
        parts={"complaints_decided": "complaint_decided"},
    ),
    Counted(
        "recommendation",
        "recommendations",
        frozenset({"recommendation_answer", "recommendation_state"}),
        parts={"recommendations_answered": "answered"},
    ),
)
TOTALS = Totals(tuple(FRAME), COUNTED)


def answer(rows: Iterable[Row], question: Question) -> list[Row]:
    """The table by one dimension, or of findings by area and outcome. Raises QuestionError."""
    if question.by == findings.BY:
        return findings.table(TOTALS.frame, rows, question)
    return TOTALS.answer(rows, question)


VIEW = View(
    name="statistics",
    number="V10",
    question="How many were returned, of whom, where to, how monitored, with what outcome?",
    per=PER,
    columns=(
        Column("persons", "Persons with a case"),
        Column("departed", "Of them those whose departure any side recorded"),
        Column("children", "Of them children; a person whose sides differ counts in neither part"),
        Column("with_force", "Of them those on whom any side says that force was used"),
        Column("with_force_per_100", "The same for each 100 persons"),
        Column("aborted_returns", "Of them those of whom any side says that a return was broken off"),
        Column("detained_persons", "Of them those of whom any side says that they were detained"),
        Column("mean_detention_days", "Mean days in detentions that ended; with mean_detention_days_spread"),
        Column("mean_detention_days_spread", "Standard deviation of these days"),
        Column("operations", "Operations recorded one by one; published tables have their own view"),
        Column("monitored", "Of them those with a monitor in any phase"),
        Column("monitored_percent", "The same as a share"),
        *(
            Column(f"monitored_{phase}", f"Of them those with a monitor in the phase {phase}")
            for phase in PHASES
        ),
        *(Column(f"monitored_{phase}_percent", "The same as a share") for phase in PHASES),
        Column("complaints", "Complaints"),
        Column("complaints_decided", "Of them those with an outcome"),
        Column("recommendations", "Recommendations"),
        Column("recommendations_answered", "Of them those that any addressee answered"),
        *findings.COLUMNS,
        Column("suppressed", "Columns of the row that are not shown: <5, or withheld to protect a <5"),
    ),
    rows=rows,
    filters={**FRAME, **PERSON, **OTHERS, findings.AREA: "Only this area, in totals by findings"},
    by={**FRAME, **PERSON, **OTHERS, **FINDINGS},
    brief=(
        *FRAME,
        *PERSON,
        *OTHERS,
        findings.AREA,
        "outcome",
        "persons",
        "departed",
        "children",
        "with_force",
        "mean_detention_days",
        "operations",
        "monitored_percent",
        "complaints",
        "recommendations",
        "decision_groups",
        "others",
    ),
    answer=answer,
)
