"""What the view shows and how it can be asked."""

from projections.safeguard_findings.rows import frozen, rows
from projections.viewing.frozen import is_frozen
from projections.viewing.judged import KINDS
from projections.viewing.view import Column, View

VIEW = View(
    name="safeguard-findings",
    number="V2",
    question="Which safeguards were breached, are at risk, were kept, or have no evidence?",
    per=KINDS,
    columns=(
        Column("rule", "Id of the safeguard rule; `returnwatch safeguards explain` tells its text"),
        Column("area", "Area of the UNNM Mapping that the rule protects"),
        Column("severity", "critical, serious, minor or info"),
        Column("scope", "What the rule judges: a case, an operation, a disclosure and so on"),
        Column("subject", "What the finding is about"),
        Column("outcome", "breached, at_risk, not_evidenced or satisfied; the worst of the sides"),
        Column("sides", "Outcome by each side that speaks on the matter"),
        Column("contested", "Whether the sides' accounts lead to different outcomes"),
        Column("due", "When the duty must be fulfilled, where it is still open"),
        Column("done_late", "When it was fulfilled after its time"),
        Column("evidence", "Ids of the records on which the outcome rests"),
        Column("supporting_records", "How many records support it"),
        Column("direct", "Whether any of them is at first hand"),
        Column("explanation", "The conditions that matched, in words"),
        Column("rule_version", "Version of the rules"),
        Column("parameters_version", "Version of the numbers on which rules rest"),
        Column("platform_defaults", "Numbers of this rule that no source states and no body has confirmed"),
        Column("frozen", "Made for the last time when the personal data of the case were erased"),
        Column("as_of", "The moment judged"),
        Column("known_at", "Only records made by then were counted"),
    ),
    rows=rows,
    filters={
        "outcome": "Only findings with this outcome",
        "severity": "Only findings of this severity",
        "rule": "Only findings of this rule",
        "area": "Only findings that protect this area",
        "subject": "Only findings about this subject",
        "case": "Only findings about this case or what belongs to it",
        "operation": "Only findings about this operation or whoever was on it",
        "authority": "Only findings on which this authority left a record",
        "country": "Only findings with a record from this country (ISO 3166-1)",
        "contested": "yes or no: whether the sides differ",
        "year": "Only findings with a fact of this year",
    },
    brief=("outcome", "severity", "rule", "subject", "sides", "due", "explanation"),
    kept=is_frozen,
    keeping=frozen,
    as_of=True,
)
