"""Rows of the calendar as iCalendar text (RFC 5545), for the calendars that people keep.

An entry says what is due and names pseudonyms alone: no contact note, no outcome, no rule.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from projections.viewing.view import Row

LONGEST = 75
"""Octets in a line, without its end (RFC 5545, 3.1)."""
LINE_END = "\r\n"

TITLES = {
    "arrival_check": "Check after arrival",
    "plan": "Reintegration plan",
    "survey": "Sustainability survey",
    "monthly_contact": "Contact",
    "mid_term": "Mid-term report",
    "final": "Final report",
    "school": "School enrolment",
    "referral": "Follow-up of a referral",
    "claim": "News of a claim",
    "planned_contact": "Contact",
    "remedy_deadline": "Deadline for a remedy",
    "detention_review": "Review of detention",
    "data_request": "Answer to a data request",
}
"""Kind to what an entry is called; a schedule that would tell of a danger is a contact like any other."""


def icalendar(rows: Iterable[Row], now: datetime) -> str:
    """The rows as one calendar. `now` stamps the entries (DTSTAMP); the same row always has the same UID."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Returnwatch//Follow-up calendar//EN"]
    for row in rows:
        lines += _entry(row, now)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + LINE_END for line in lines)


def _entry(row: Row, now: datetime) -> Iterator[str]:
    title, due = TITLES[row["kind"]], datetime.fromisoformat(row["due"])
    name = f"follow-up-calendar/{row['subject']}/{row['kind']}/{row['due']}"
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(NAMESPACE_URL, name)}"
    yield f"DTSTAMP:{_utc(now)}"
    yield _start(due)
    yield f"SUMMARY:{_text(title + ': ' + row['subject'])}"
    yield f"CATEGORIES:{_text(title)}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _start(due: datetime) -> str:
    """The day where the limit is its end, else the moment."""
    if due.time() == time.max:
        return f"DTSTART;VALUE=DATE:{due.date():%Y%m%d}"
    return f"DTSTART:{_utc(due)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return value


def _folded(line: str) -> str:
    """The line in parts of at most 75 octets; each but the first begins with a space (RFC 5545, 3.1)."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > LONGEST:
            parts.append(part)
            part = " "
        part += character
    return LINE_END.join((*parts, part))
