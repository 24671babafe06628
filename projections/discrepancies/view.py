"""What the view shows and how it can be asked."""

from projections.discrepancies.parts import own_operations
from projections.discrepancies.rows import rows
from projections.viewing.accounts.uses import HOMES
from projections.viewing.view import PLATFORM_DEFAULTS, Column, View

COLUMNS = (
    Column("subject", "The case or operation of which the accounts tell"),
    Column("matter", "What they tell of: force, hand_over, medical_check, escort_report and so on"),
    Column("thing", "By what the thing is known within the subject: an id, or a record of it"),
    Column("field", "In what they differ; known_to and same_use ask whether there is a second account"),
    Column("authority_account", "What the authority tells, with records, role and body"),
    Column("monitor_account", "What monitors tell"),
    Column("person_account", "What the person tells, or those who speak for the person"),
    Column("other_accounts", "What anybody else tells, and reporters who are protected"),
    Column("matched_by", "Why they are held to tell of one thing: id, link, time_overlap or same_matter"),
    Column("difference", "How they differ, or which side alone knows of it"),
    Column("by", "Minutes between times, or units between numbers; none for codes"),
    Column("since", "When the account was recorded with which the difference came up"),
    Column("linked_by", "Judgements of monitors on these records, the latest of each pair"),
    Column("state", "open; linked when confirmed to be one fact; dismissed when judged not to be"),
    Column("platform_defaults", PLATFORM_DEFAULTS),
)
FILTERS = {
    "subject": "Only differences about this subject",
    "case": "Only differences about this person",
    "operation": "Only differences on this operation",
    "country": "Only differences with a record from this country (ISO 3166-1)",
    "authority": "Only differences with an account of this authority",
    "body": "Only differences with an account of this body",
    "side": "Only differences with an account of this side",
    "matter": "Only differences on this matter",
    "field": "Only differences in this field",
    "difference": "Only differences of this kind, for example only_monitor or fewer_than_on_record",
    "state": "open, linked or dismissed",
    "year": "Only differences on facts of this year",
}

VIEW = View(
    name="discrepancies",
    number="V5",
    question="Where do accounts of the same fact differ, and on what?",
    per=HOMES,
    columns=COLUMNS,
    rows=rows,
    filters=FILTERS,
    brief=("state", "subject", "matter", "field", "difference", "by", "since"),
    as_of=True,
    parts=(own_operations(COLUMNS, FILTERS),),
)
