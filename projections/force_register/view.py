"""What the register shows and how it can be asked."""

from projections.force_register.rows import rows
from projections.force_register.shares import BY, COLUMNS, shares
from projections.viewing.accounts.uses import HOMES
from projections.viewing.view import PLATFORM_DEFAULTS, Column, View

VIEW = View(
    name="force-register",
    number="V4",
    question="Which force was used, how long, why, on whom, and was a doctor called?",
    per=HOMES,
    columns=(
        Column("subject", "The case; the operation or use where no account names the person"),
        Column("case", "Pseudonym of the person on whom force was used, where it is known"),
        Column("operation", "Operations that its accounts name"),
        Column(
            "force_use", "Ids of the use; several where a monitor linked them, none where nobody named one"
        ),
        Column("first_told", "The earliest moment of force that any account tells of"),
        Column("countries", "Countries in which it was told of (ISO 3166-1)"),
        Column("phase", "Phase of the return, by side"),
        Column("means", "Means and techniques, by side"),
        Column("start", "When it began or was first seen, by side"),
        Column("end", "When it ended, was last seen, or means were taken off, by side"),
        Column("applied_by", "Role of those who used force, by side"),
        Column("justification", "Why force was used, or seemed to be, by side"),
        Column("individual_risk_assessment", "Whether the person's own risk was assessed before, by side"),
        Column("child", "Whether force was used on a child, by side"),
        Column("in_view_of_children", "Whether children saw it, by side"),
        Column("breathing_hindered", "Whether breathing was hindered, by side"),
        Column("proportionality", "How necessary and proportionate witnesses found it, by side"),
        Column(
            "minutes", "From the earliest beginning to the latest end of all accounts; none without an end"
        ),
        Column("prohibited", "Whether an account names a prohibited means; unless_consented for drugs alone"),
        Column("high_risk", "Means named that always call for a closer look"),
        Column("injury", "By side, whether what it tells of injuries is recorded; values need a purpose"),
        Column("medical_check", "By side: in_time, late or not_carried_out; empty when none is on record"),
        Column("medical_check_due", "By when a health professional should have seen the person"),
        Column("medical_records", "Ids of the records of examinations"),
        Column("accounts_present", "Sides that gave an account"),
        Column("accounts", "Every account with side, role, body and whether it is at first hand"),
        Column("platform_defaults", PLATFORM_DEFAULTS),
        Column("contested", "Fields in which accounts differ; the view discrepancies shows how"),
    ),
    rows=rows,
    filters={
        "case": "Only force on this person",
        "operation": "Only force on this operation",
        "force_use": "Only this use",
        "country": "Only force told of in this country (ISO 3166-1)",
        "authority": "Only force of which this authority left an account",
        "body": "Only force of which this body left an account",
        "year": "Only force of this year",
        "month": "Only force of this month, for example 2025-05",
        "phase": "Only force in this phase by any account",
        "means": "Only force with this means by any account",
        "applied_by": "Only force by this role by any account",
        "justification": "Only force for which any account gives this reason",
        "individual_risk_assessment": "yes, no or unknown by any account",
        "child": "yes, no or unknown by any account",
        "prohibited": "yes, no or unless_consented",
        "high_risk": "yes or no",
        "told_by": "Only force of which this side gave an account",
        "told_by_one_side": "yes or no: whether a single side knows of it",
        "contested": "yes or no: whether accounts differ",
        "medical_check": "in_time, late, not_carried_out or none_on_record",
        "proportionality": "Only force that a witness found so",
    },
    brief=("case", "start", "minutes", "means", "justification", "prohibited", "medical_check", "contested"),
    as_of=True,
    by=BY,
    totals=COLUMNS,
    answer=shares,
    pages=True,
)
