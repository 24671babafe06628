"""The follow-up calendar: what is due, for whom it is open, who has gone silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.post_return.arrival import ArrivalChecked
from projections.follow_up_calendar.rows import rows, shown
from projections.follow_up_calendar.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.group import Group
from projections.viewing.view import Made
from tests.view_records import records_of

REPORTS = records_of("post_return/follow-up-reports")
CHECKS = records_of("post_return/arrival-check")


def made(records: Iterable[AnyRecord], subject: str, at: str) -> list[Made]:
    """The rows of a subject, of records known by a moment."""
    moment = datetime.fromisoformat(at)
    known = [record for record in records if record.recorded_at <= moment]
    return list(rows(Group(platform_id(subject), known, moment)))


def due_kinds(found: Iterable[Made]) -> dict[str, Any]:
    """Kind to its day."""
    return {each.row["kind"]: each.row["due"][:10] for each in found}


def test_a_plan_brings_the_dates_of_both_reports_until_they_are_made() -> None:
    before = due_kinds(made(REPORTS, "C-2", "2024-12-01T00:00:00+04:00"))
    between = due_kinds(made(REPORTS, "C-2", "2025-03-01T00:00:00+04:00"))
    after = due_kinds(made(REPORTS, "C-2", "2026-03-15T00:00:00+04:00"))

    assert (before["mid_term"], before["final"]) == ("2025-02-28", "2026-02-28")
    assert "mid_term" not in between
    assert between["final"] == "2026-02-28"
    assert not {"mid_term", "final"} & set(after)


def test_an_amendment_takes_a_report_back_and_the_date_is_open_again() -> None:
    told = due_kinds(made(REPORTS, "C-1", "2025-03-21T00:00:00+04:00"))
    withdrawn = due_kinds(made(REPORTS, "C-1", "2025-03-25T00:00:00+04:00"))

    assert "mid_term" not in told
    assert withdrawn["mid_term"] == "2025-02-28"


def test_sides_that_differ_on_whether_it_was_done_are_both_named() -> None:
    found = made(REPORTS, "C-4", "2025-02-26T00:00:00+04:00")

    (mid_term,) = (each.row for each in found if each.row["kind"] == "mid_term")
    assert (mid_term["open_for"], mid_term["done_for"]) == (["provider"], ["monitor"])
    assert mid_term["contested"]


def test_a_person_whom_an_attempt_did_not_reach_has_gone_silent() -> None:
    (check,) = (
        each
        for each in made(CHECKS, "C-4", "2025-03-10T09:00:00+04:00")
        if each.row["kind"] == "arrival_check"
    )

    assert check.row["last_attempt"]["outcome"] == "not_reached"
    assert check.row["silent_since"] == "2025-03-03T10:00:00+04:00"
    assert check.facets["silent"] == {"yes"}
    assert check.facets["overdue"] == {"yes"}
    assert check.facets["week"] == {"2025-W10"}


def test_days_overdue_are_counted_at_the_moment_of_asking() -> None:
    (check,) = (
        each.row
        for each in made(CHECKS, "C-4", "2025-03-04T09:00:00+04:00")
        if each.row["kind"] == "arrival_check"
    )
    due = datetime.fromisoformat(check["due"])

    assert shown(check, due)["overdue_days"] == 0
    assert shown(check, due - timedelta(days=3))["overdue_days"] == 0
    assert shown(check, due + timedelta(days=2, hours=1))["overdue_days"] == 2


def test_every_row_has_every_column_and_no_other() -> None:
    found = made([*REPORTS, *CHECKS], "C-4", "2025-03-04T09:00:00+04:00")

    assert found
    for each in found:
        assert set(shown(each.row, datetime.fromisoformat(each.row["due"]))) == {c.name for c in VIEW.columns}
        assert set(each.facets) == set(VIEW.filters)


def test_a_safe_contact_note_is_withheld_whether_sealed_or_opened() -> None:
    for note in ("call the neighbour at noon", Sealed(sealed="gone")):
        noted = [
            each.filled({"safe_contact_method": note}) if isinstance(each.data, ArrivalChecked) else each
            for each in CHECKS
        ]
        found = made(noted, "C-4", "2025-03-04T09:00:00+04:00")

        assert {each.row["safe_contact_note"] for each in found} == {"withheld"}
        assert "neighbour" not in str([each.row for each in found])


@given(order=st.permutations(REPORTS), twice=st.sets(st.integers(0, len(REPORTS) - 1)))
def test_rows_are_the_same_in_whatever_order_and_however_often_records_come(
    order: list[AnyRecord], twice: set[int]
) -> None:
    at = "2025-04-02T00:00:00+04:00"
    expected = made(REPORTS, "C-4", at)

    again = made([*order, *(REPORTS[place] for place in sorted(twice))], "C-4", at)

    assert again == expected
