"""What the file shows and how it can be asked."""

from projections.case_file.parts import REPRESENTED
from projections.case_file.rows import rows
from projections.viewing.view import Column, View

VIEW = View(
    name="case-file",
    number="V1",
    question="What happened to this person and in what order, who says so, and what is contested?",
    per=frozenset({"case"}),
    columns=(
        Column("case", "Pseudonym of the person"),
        Column("time", "When it happened or began; who told it chose the offset"),
        Column("precision", "How exactly that time is known"),
        Column("phase", "Phase of the return"),
        Column("country", "Where it happened (ISO 3166-1)"),
        Column("event", "What is told, by its name in the catalogue"),
        Column("role", "Whose account it is, unless the reporter is protected"),
        Column("body", "Body whose account it is; none for private persons and protected reporters"),
        Column("side", "Side to which the account belongs"),
        Column("source_kinds", "How the author knows"),
        Column("confidence", "How sure the author is, where stated"),
        Column("summary", "Codes, times, numbers and ids of the open fields"),
        Column("hidden", "By class, the fields that are filled and not shown; values need a purpose"),
        Column("state", "stands, replaced, withdrawn, confirmation, withdrawal or without_effect"),
        Column(
            "contested", "Fields that other accounts of the same fact tell differently, with these records"
        ),
        Column("linked", "Records from which it follows, or that a monitor compared with it"),
        Column("amended_by", "Amendments, and whether the same author made them"),
        Column("attachments", "withheld where there are any; opening them needs a purpose"),
        Column(
            "findings",
            "Findings about the person that rest on the record, with their outcome; frozen ones are shown by "
            "safeguard-findings alone",
        ),
        Column("recorded_at", "When the platform accepted the record"),
        Column("record", "Id of the record"),
    ),
    rows=rows,
    filters={
        "case": "The file of this person",
        "event": "Only events of this name",
        "phase": "Only facts of this phase",
        "state": "Only records in this state, for example stands",
        "role": "Only accounts in this role",
        "side": "Only accounts of this side",
        "body": "Only accounts of this body",
        "operation": "Only records that name this operation",
        "contested": "yes or no: whether another account differs",
        "year": "Only facts of this year",
    },
    brief=("time", "phase", "event", "role", "side", "state", "contested", "summary"),
    as_of=True,
    parts=(REPRESENTED,),
)
