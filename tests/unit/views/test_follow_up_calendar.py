"""The follow-up calendar: what is due, for whom it is open, who has gone silent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.data_protection.rights import ErasureCarriedOut
from events.post_return.arrival import ArrivalChecked
from events.pre_return.decision import ReturnDecisionIssued
from events.pre_return.remedy import LegalRemedyLodged
from projections.follow_up_calendar.rows import rows, shown
from projections.follow_up_calendar.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.group import Group
from projections.viewing.view import Made
from tests.unit.safeguards.records_told import CASE, DAY, MONDAY, OFFICE, told
from tests.view_records import records_of

DEADLINE = MONDAY + 14 * DAY

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
    made_known = due_kinds(made(REPORTS, "C-1", "2025-03-21T00:00:00+04:00"))
    withdrawn = due_kinds(made(REPORTS, "C-1", "2025-03-25T00:00:00+04:00"))

    assert "mid_term" not in made_known
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
        assert set(each.facets) == {*VIEW.filters, *(part.facet for part in VIEW.parts)}


def test_a_safe_contact_note_is_withheld_whether_sealed_or_opened() -> None:
    for note in ("call the neighbour at noon", Sealed(sealed="gone")):
        noted = [
            each.filled({"safe_contact_method": note}) if isinstance(each.data, ArrivalChecked) else each
            for each in CHECKS
        ]
        found = made(noted, "C-4", "2025-03-04T09:00:00+04:00")

        assert {each.row["safe_contact_note"] for each in found} == {"withheld"}
        assert "neighbour" not in str([each.row for each in found])


def test_a_request_for_data_brings_its_date_until_it_is_answered() -> None:
    records = records_of("data/request-answered-within-one-month")

    asked = made(records, "Z-1", "2025-02-15T10:00:00+01:00")
    answered = made(records, "Z-1", "2025-03-06T10:00:00+01:00")

    assert due_kinds(asked) == {"data_request": "2025-02-28"}
    assert asked[0].facets["case"] == {platform_id("C-1")}
    assert answered == []


def test_no_row_names_the_rule_that_would_tell_of_a_danger() -> None:
    records = records_of("vulnerability/trafficking-follow-up-schedule")

    found = made(records, "C-1", "2025-02-15T10:00:00+02:00")

    assert "2025-02-28" in {each.row["due"][:10] for each in found if each.row["kind"] == "monthly_contact"}
    assert "trafficking" not in str(found)


def test_two_decisions_with_one_deadline_are_one_date() -> None:
    found = rows(Group(CASE, [_decision(1), _decision(2)], MONDAY + DAY))

    (row,) = [dict(each.row) for each in found]
    assert (row["kind"], row["due"]) == ("remedy_deadline", DEADLINE.isoformat())
    assert (row["open_for"], row["done_for"]) == (["authority"], [])


def test_a_remedy_that_was_lodged_leaves_no_deadline() -> None:
    lodged = LegalRemedyLodged(
        remedy=f"R-{UUID(int=1)}",
        kind="appeal_against_return",
        lodged_at=MONDAY + DAY,
        against_decision=f"D-{UUID(int=1)}",
        suspensive_effect="automatic",
    )
    records = [_decision(1), told(lodged, CASE, occurred_at=MONDAY + DAY)]

    assert list(rows(Group(CASE, records, MONDAY))) != []
    assert list(rows(Group(CASE, records, MONDAY + DAY))) == []


def test_after_an_erasure_nobody_is_contacted_any_more() -> None:
    erased = ErasureCarriedOut(
        cause="retention_end",
        scope="case_personal",
        events_affected_count=1,
        key_destroyed_at=MONDAY + DAY,
        recipients_told=(),
    )
    records = [_decision(1), told(erased, CASE, occurred_at=MONDAY + DAY)]

    assert list(rows(Group(CASE, records, MONDAY))) != []
    assert list(rows(Group(CASE, records, MONDAY + DAY))) == []


def _decision(number: int) -> AnyRecord:
    decision = ReturnDecisionIssued(
        decision=f"D-{UUID(int=number)}",
        kind="return_decision",
        deciding_authority=OFFICE,
        issued_on=MONDAY.date(),
        nationality_at_decision=("GE",),
        country_of_return="GE",
        remedy_deadline=DEADLINE,
    )
    return told(decision, CASE)


@given(order=st.permutations(REPORTS), twice=st.sets(st.integers(0, len(REPORTS) - 1)))
def test_rows_are_the_same_in_whatever_order_and_however_often_records_come(
    order: list[AnyRecord], twice: set[int]
) -> None:
    at = "2025-04-02T00:00:00+04:00"
    expected = made(REPORTS, "C-4", at)

    again = made([*order, *(REPORTS[place] for place in sorted(twice))], "C-4", at)

    assert again == expected
