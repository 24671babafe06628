"""What the feedback shows and how it can be asked."""

from projections.country_risk_feedback.parts import FINDINGS
from projections.country_risk_feedback.rows import rows
from projections.country_risk_feedback.table import answer
from projections.viewing.view import Column, View

VIEW = View(
    name="country-risk-feedback",
    number="V9",
    question="What happens to people returned to a country, was it foreseen, and do new decisions weigh it?",
    per=frozenset({"country_finding", "case"}),
    columns=(
        Column("country", "Country of return (ISO 3166-1)"),
        Column("finding", "Id of a finding; none for a country on which only harm is reported"),
        Column("area", "Part of the country that the finding is on (ISO 3166-2); none for all of it"),
        Column("theme", "What the finding is about"),
        Column("severity", "critical, serious or minor"),
        Column("groups", "Groups that it concerns; empty for everyone"),
        Column("cases_counted", "Cases from which it was drawn; small numbers are hidden"),
        Column("period_from", "First day of the period on which it rests"),
        Column("period_to", "Last day of that period"),
        Column("issued_at", "When the version that counts was issued"),
        Column("issued_by", "Body that issued it"),
        Column("valid_until", "Last day on which new decisions are expected to weigh it"),
        Column("state", "valid, expired or withdrawn, today"),
        Column(
            "harmed", "Persons about whom harm in the country was reported, unless they object to its use"
        ),
        Column("harmed_by_confidence", "These by the highest confidence in a report on them"),
        Column("harmed_by_foreseen", "These by whether the risk had been raised before the return"),
        Column(
            "decisions",
            "Decisions that had to weigh it: valid then, for such a person; none for lesser findings",
        ),
        Column("considered", "Of these, decisions with an assessment that lists it"),
        Column("ignored", "Of these, decisions that cite an assessment that leaves out what was long known"),
        Column("open", "Of these, decisions without assessment, or where it was recent or on an area only"),
        Column("contested", "Of these, decisions of which accounts differ"),
    ),
    rows=rows,
    answer=answer,
    filters={
        "country": "Only this country (ISO 3166-1)",
        "finding": "Only this finding",
        "theme": "Only findings on this theme",
        "severity": "Only findings of this severity",
        "area": "Only findings on this part of a country (ISO 3166-2)",
        "group": "Only findings that concern this group; everyone for those that name none",
    },
    brief=("country", "theme", "severity", "valid_until", "harmed", "decisions", "considered", "ignored"),
    services=("pre_return", "post_return"),
    parts=(FINDINGS,),
)
