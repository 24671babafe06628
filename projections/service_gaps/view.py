"""What service gaps show and how they can be asked."""

from projections.service_gaps.rows import rows
from projections.viewing.totals import Counted, Totals
from projections.viewing.view import Column, View

FRAME = {
    "country": "Country in which the last need of a person was recorded, or of the measure (ISO 3166-1)",
    "area": "Area in it (ISO 3166-2), where an unmet need names one; else the country's -not_stated",
}
BOTH = {
    "year": "Year in which a need was recorded or a measure began; a person counts in each",
    "sector": "Kind of service that is missing; a person counts under each",
}
PERSON = {
    "reason": "Why a need was not met; a person counts under each reason",
    "response": "What was done instead; a person counts under each response",
    "barrier": "What stands in the way of a service; a person counts under each",
    "vulnerability": "What puts them at risk, as screened; a person counts under each",
    "return_type": "Legal form of the return; as carried out, else as planned",
    "sex": "Sex",
    "age_band": "Age band",
    "child": "Whether they are children, by status or age",
}
COUNTED = (
    Counted(
        "case",
        "persons",
        frozenset({*BOTH, *PERSON}),
        parts={
            "with_unmet_need": "unmet",
            "urgent": "urgent",
            "referred": "referred",
            "referral_accepted": "accepted",
            "referral_used": "used",
        },
        rates={"unmet_percent": ("with_unmet_need", 100)},
    ),
    Counted("measure", "community_measures", frozenset({*BOTH, "measure_kind"})),
)

kind = {"measure_kind": "Kind of community measure"}
VIEW = View(
    name="service-gaps",
    number="V13",
    question="Which services are missing where, for whom and why, and what was done about it?",
    per=frozenset({"case", "area"}),
    columns=(
        Column("persons", "Persons for whom a need, a referral or a service sought in vain is on record"),
        Column("with_unmet_need", "Of them those with a need that found no answer"),
        Column("unmet_percent", "The same as a share"),
        Column("urgent", "Of them those with an urgent one"),
        Column("referred", "Of them those who were referred to a service"),
        Column("referral_accepted", "Of them those of whom a service took up a referral"),
        Column("referral_used", "Of them those who had contact with the service or received it"),
        Column("community_measures", "Measures for whole places; their sectors are the gaps they found"),
        Column("suppressed", "Columns of the row that are not shown: <5, or withheld to protect a <5"),
    ),
    rows=rows,
    filters={**FRAME, **BOTH, **PERSON, **kind},
    by={**FRAME, **BOTH, **PERSON, **kind},
    services=("pre_return", "return_operation", "post_return"),
    answer=Totals(tuple(FRAME), COUNTED).answer,
)
