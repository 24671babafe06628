"""What the view shows and how it can be asked."""

from projections.follow_up_calendar.icalendar import icalendar
from projections.follow_up_calendar.parts import own_cases
from projections.follow_up_calendar.rows import rows, shown
from projections.viewing.view import PLATFORM_DEFAULTS, Column, Export, View

COLUMNS = (
    Column("subject", "The case, referral or data request to which the date belongs"),
    Column("cases", "Pseudonyms of the persons whom it concerns"),
    Column("due", "The last moment in time; a date without a time ends with its day"),
    Column(
        "kind",
        "arrival_check, plan, survey, monthly_contact, mid_term, final, school, referral, claim, "
        "planned_contact, remedy_deadline, detention_review or data_request",
    ),
    Column("reason", "What the date is counted from, or who set it"),
    Column("safeguard", "The safeguard rule from which it follows; empty where a record states the date"),
    Column("open_for", "Sides by whose accounts it is still to be done; empty when no side spoke on it"),
    Column("done_for", "Sides by whose accounts it was done, or is due on another date"),
    Column("contested", "Whether the sides differ on it"),
    Column("last_attempt", "The latest check or follow-up: when, with which outcome, and told by which side"),
    Column("silent_since", "The first attempt in vain since the person was last heard of"),
    Column("attempts_in_vain", "How many attempts in vain there were since then"),
    Column("safe_contact_note", "withheld where it is recorded; reading it needs opening with a purpose"),
    Column("intensity", "How close support is to be, as each side set it last"),
    Column("case_state", "open, closed (support after return was closed) or deceased"),
    Column("platform_defaults", PLATFORM_DEFAULTS),
    Column("overdue_days", "Whole days since the date passed"),
)
FILTERS = {
    "subject": "Only dates of this case, referral or data request",
    "case": "Only dates that concern this case",
    "kind": "Only this kind of contact or deadline",
    "day": "Only dates of this day, for example 2025-05-06",
    "week": "Only dates of this week of ISO 8601, for example 2025-W19",
    "month": "Only dates of this month, for example 2025-05",
    "overdue": "yes or no: whether the date has passed",
    "silent": "yes or no: whether the latest attempt was in vain",
    "intensity": "Only persons for whom a side set this closeness of support last",
    "case_state": "open, closed or deceased",
    "contested": "yes or no: whether the sides differ on whether it was done",
    "country": "Only persons of whom a record was made in this country (ISO 3166-1)",
    "body": "Only persons whom this body accompanies or monitors",
}

VIEW = View(
    name="follow-up-calendar",
    number="V7",
    question="Who must be contacted when and for what, who has gone silent, and which deadlines run?",
    per=frozenset({"case", "referral", "data_request"}),
    columns=COLUMNS,
    rows=rows,
    filters=FILTERS,
    brief=("due", "kind", "subject", "reason", "last_attempt", "silent_since", "intensity", "overdue_days"),
    shown=shown,
    exports={"ics": Export("text/calendar", icalendar)},
    as_of=True,
    parts=(own_cases(COLUMNS, FILTERS),),
)
