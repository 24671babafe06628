"""What reintegration outcomes show and how they can be asked."""

from events.instruments import INSTRUMENTS
from projections.reintegration_outcomes.rows import SCORES, rows
from projections.viewing.totals import Counted, Totals
from projections.viewing.view import Column, Row, View

FRAME = {
    "country": "Country of return (ISO 3166-1)",
    "area": "Area of return (ISO 3166-2), where an unmet need names one; else the country's -not_stated",
}
GROUPS = {
    "year": "Year of the last survey",
    "return_type": "Legal form of the return; as carried out, else as planned",
    "sex": "Sex",
    "age_band": "Age band",
    "child": "Whether they are children, by status or age",
    "vulnerability": "What puts them at risk, as screened; a person counts under each",
    "level": "low, middle or high composite score, by the thresholds of the instrument",
    "livelihood": "What they live on, as told last",
    "schooling": "Schooling, as told last",
    "documents_missing": "Whether documents are still missing, as follow-ups say",
    "housing_suitable": "Whether the home is still suitable, as follow-ups say",
    "stigma_reported": "Whether stigma or discrimination was reported",
    "remigrated": "Whether they moved on or migrated again",
}
PARTS = {
    "below_low": "level",
    "above_high": "level",
    "flagged": "flagged",
    "surveyed_again": "surveyed_again",
    "with_missing_documents": "documents_missing",
    "in_suitable_housing": "housing_suitable",
    "with_stigma": "stigma_reported",
    "moved_on": "remigrated",
}
COUNTED = (
    Counted(
        "case",
        "persons",
        frozenset(GROUPS),
        PARTS,
        averages={f"mean_{name}": name for name in (*SCORES, "change")},
        codes={"below_low": "low", "above_high": "high"},
        rates={"below_low_percent": ("below_low", 100), "above_high_percent": ("above_high", 100)},
    ),
)


def label(instrument: str) -> Row:
    """What must be said beside every score of an instrument."""
    listed = INSTRUMENTS.get(instrument)
    if listed is None:
        return {"status": "unknown", "warning": "no instrument of this id and version is listed"}
    return {"status": listed.status, "warning": listed.warning}


spread = "standard deviation of the same scores"
VIEW = View(
    name="reintegration-outcomes",
    number="V8",
    question="How sustainable is reintegration by group, area and kind of return, and does it improve?",
    per=frozenset({"case"}),
    columns=(
        Column("instrument", "Survey and version; scores of different versions are never put together"),
        Column("status", "official or unofficial; unknown for a version that is not listed"),
        Column("warning", "What must be said wherever a score of this version is shown"),
        Column("persons", "Persons who answered it"),
        *(
            column
            for name in SCORES
            for column in (
                Column(f"mean_{name}", f"Mean of the last {name} scores, 0 to 1; of 10 persons or more"),
                Column(f"mean_{name}_spread", f"Its {spread}"),
            )
        ),
        Column("mean_change", "Mean change of the composite score from the baseline to the last survey"),
        Column("mean_change_spread", f"Its {spread}"),
        Column("below_low", "Persons whose last composite score is below the lower threshold (0.33)"),
        Column("below_low_percent", "The same as a share"),
        Column("above_high", "Persons whose last composite score is above the upper threshold (0.66)"),
        Column("above_high_percent", "The same as a share"),
        Column("flagged", "Persons whose last survey has many unanswered questions"),
        Column("surveyed_again", "Persons with more than one survey"),
        Column("with_missing_documents", "Persons of whom all sides say that documents are missing"),
        Column("in_suitable_housing", "Persons whose home is still suitable"),
        Column("with_stigma", "Persons of whom any account reports stigma or discrimination"),
        Column("moved_on", "Persons who moved on or migrated again"),
        Column("suppressed", "Columns of the row that are not shown: <5, or withheld to protect a <5"),
    ),
    rows=rows,
    filters={"instrument": "Only this version of a survey", **FRAME, **GROUPS},
    by={**FRAME, **GROUPS},
    brief=(
        "instrument",
        "status",
        *FRAME,
        *GROUPS,
        "persons",
        *(f"mean_{name}" for name in SCORES),
        "mean_change",
        "below_low_percent",
        "above_high_percent",
    ),
    services=("pre_return", "return_operation", "post_return"),
    answer=Totals(tuple(FRAME), COUNTED, apart="instrument", label=label).answer,
)
