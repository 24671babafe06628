"""The calendar as iCalendar text keeps the form of RFC 5545 and names pseudonyms alone."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from projections.follow_up_calendar.duties import DUTIES
from projections.follow_up_calendar.icalendar import TITLES, icalendar
from projections.safeguards.rules.register import BY_ID

NOW = datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC)
ROW: dict[str, Any] = {
    "subject": "C-00000000-0000-4000-8000-000000000001",
    "kind": "mid_term",
    "due": "2025-05-31T23:59:59.999999+04:00",
    "safe_contact_note": "withheld",
    "silent_since": "2025-05-01T10:00:00+04:00",
}


def test_an_end_of_a_day_is_an_entry_of_that_day() -> None:
    text = icalendar([ROW], NOW)

    assert "\r\nDTSTART;VALUE=DATE:20250531\r\n" in text
    assert "\r\nDTSTAMP:20250506T070809Z\r\n" in text


def test_a_moment_is_told_in_utc() -> None:
    text = icalendar([ROW | {"kind": "arrival_check", "due": "2025-05-31T10:00:00+04:00"}], NOW)

    assert "\r\nDTSTART:20250531T060000Z\r\n" in text


def test_the_same_date_is_the_same_entry_and_another_date_another() -> None:
    other = ROW | {"due": "2025-06-30T23:59:59.999999+04:00"}
    uids = [line for line in icalendar([ROW, ROW, other], NOW).split("\r\n") if line.startswith("UID:")]

    assert uids[0] == uids[1] != uids[2]


def test_a_schedule_that_tells_of_a_danger_looks_like_any_contact() -> None:
    monthly = icalendar([ROW | {"kind": "monthly_contact"}], NOW)

    assert "SUMMARY:Contact: C-" in monthly
    assert "monthly" not in monthly


def test_nothing_but_the_date_its_kind_and_a_pseudonym_is_told() -> None:
    text = icalendar([ROW], NOW)

    assert "withheld" not in text
    assert "20250501" not in text


@given(st.text(min_size=1, max_size=300))
def test_every_line_is_folded_to_75_octets_and_unfolds_to_what_it_was(subject: str) -> None:
    text = icalendar([ROW | {"subject": subject}], NOW)
    lines = text.split("\r\n")

    assert all(len(line.encode()) <= 75 for line in lines)
    summary = next(line for line in text.replace("\r\n ", "").split("\r\n") if line.startswith("SUMMARY:"))
    assert summary.count("Mid-term report: ") == 1


def test_every_kind_has_a_title_and_every_duty_a_rule() -> None:
    assert all(TITLES.values())
    assert {duty.safeguard for duty in DUTIES} <= set(BY_ID)
