"""The register of complaints and the like: what is open, for whom it waits, who is shielded."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from projections.complaints_incidents_recommendations.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group
from projections.viewing.view import Made
from tests.unit.safeguards.records_told import CASE, DAY, MONDAY, MONITOR, OFFICE, POLICE, amended, told
from tests.unit.views.accountability_told import (
    COMPLAINT,
    INCIDENT,
    answered,
    assessed,
    complaint_by_returnee,
    handled,
    incident,
    recommended,
    step,
)

LATER = MONDAY + 400 * DAY


def made(*records: AnyRecord, as_of: datetime = LATER) -> Made:
    """The one row of the first subject of the first record."""
    [only] = VIEW.rows(Group(records[0].subject_ids[0], records, as_of))
    return only


def row(*records: AnyRecord, as_of: datetime = LATER) -> dict[str, Any]:
    assert VIEW.shown is not None
    return dict(VIEW.shown(made(*records, as_of=as_of).row, as_of))


def test_a_row_has_the_columns_that_the_view_declares() -> None:
    names = [column.name for column in VIEW.columns]

    for records in ([complaint_by_returnee()], [incident()], [recommended()]):
        assert list(row(*records)) == names
        assert set(made(*records).facets) == {*VIEW.filters, *(part.facet for part in VIEW.parts)}


def test_a_complaint_without_answer_is_overdue_from_its_first_limit_on() -> None:
    complaint = complaint_by_returnee()
    group = Group(COMPLAINT, [complaint], MONDAY + 2 * DAY)
    [before] = VIEW.rows(group)
    due = datetime.fromisoformat(before.row["next_due"])

    assert due > MONDAY
    assert before.facets["overdue"] == {"no"}
    assert group.clock.next_change is not None
    assert group.clock.next_change <= due + timedelta(seconds=1)
    late = made(complaint, as_of=due + timedelta(seconds=1))
    assert late.facets["overdue"] == {"yes"}
    assert row(complaint, as_of=due + 3 * DAY)["days_overdue"] == 3


def test_an_ended_complaint_is_open_no_longer_and_counts_its_days_to_the_end() -> None:
    records = [complaint_by_returnee(), step("receipt_given", 3), step("decided", 30, outcome="upheld")]

    shown = row(*records)

    assert (shown["state"], shown["days_open"], shown["next_due"]) == ("decided", 30, None)
    assert shown["outcome"] == {"monitor": ["upheld"]}
    assert shown["waiting_for"] == []
    assert made(*records).facets["open"] == {"no"}


def test_a_body_that_goes_on_after_another_closed_keeps_the_complaint_open_with_both_named() -> None:
    records = [
        complaint_by_returnee(),
        step("closed", 20, "authority", OFFICE, independent_of_body_complained_of="no"),
        step("under_examination", 25, independent_of_body_complained_of="yes"),
    ]

    shown = row(*records)

    assert shown["state"] == "under_examination"
    assert shown["ended_at"] is None
    assert shown["waiting_for"] == [MONITOR]
    assert shown["independent"] == {"authority": ["no"], "monitor": ["yes"]}


def test_bodies_that_tell_one_step_differently_are_shown_side_by_side() -> None:
    decided = [
        step("decided", 40, outcome="upheld"),
        step("decided", 40, "authority", OFFICE, outcome="not_upheld"),
    ]

    for order in (decided, decided[::-1]):
        shown = row(complaint_by_returnee(), *order)
        assert shown["outcome"] == {"authority": ["not_upheld"], "monitor": ["upheld"]}
        assert [(each["field"], each["sides"]) for each in shown["contested"]] == [
            ("outcome", {"authority": ["not_upheld"], "monitor": ["upheld"]})
        ]


def test_a_step_that_its_author_withdrew_does_not_count() -> None:
    ended = step("withdrawn", 5)

    shown = row(complaint_by_returnee(), ended, amended(ended, "withdrawal"))

    assert (shown["state"], shown["ended_at"]) == ("lodged", None)


def test_a_corrected_step_counts_as_corrected() -> None:
    ended = step("decided", 5, outcome="upheld")
    better = ended.data.model_copy(update={"outcome": "partly_upheld"})

    assert row(complaint_by_returnee(), ended, amended(ended, "correction", better))["outcome"] == {
        "monitor": ["partly_upheld"]
    }


@pytest.mark.parametrize("shield", ["field of the report", "envelope"])
def test_nothing_tells_who_reported_under_protection(shield: str) -> None:
    report = incident("returnee", None, CASE, reporter_protected=shield == "field of the report")
    if shield == "envelope":
        report = told(
            report.data,
            INCIDENT,
            CASE,
            asserted_by_role="returnee",
            asserted_by_body=None,
            reporter_protected=True,
        )

    found = made(report)

    text = repr((found.row, {name: sorted(codes) for name, codes in found.facets.items()}))
    assert CASE not in text
    assert "returnee" not in text
    assert "person'" not in text
    assert found.row["reporter_protected"] is True
    assert found.row["raised_by"] == ["reporter protected"]


def test_a_complaint_lodged_without_a_name_hides_whoever_lodged_it() -> None:
    shown = row(complaint_by_returnee(anonymity_requested=True, fear_of_retaliation="yes"))

    assert (shown["cases"], shown["raised_by"]) == (["withheld"], ["reporter protected"])
    assert shown["fear_of_retaliation"] == {"reporter protected": ["yes"]}


def test_the_category_of_an_incident_shows_only_where_it_tells_of_nobody() -> None:
    assert row(incident())["subject"] == ["use_of_force"]
    assert row(incident("escort", POLICE, CASE))["subject"] == ["withheld"]
    assert row(incident(category=Sealed(sealed="token")))["subject"] == ["withheld"]


def test_reports_of_one_incident_keep_their_sides() -> None:
    records = [incident(), incident("independent_monitor", MONITOR, severity="critical")]

    shown = row(*records)

    assert shown["severity"] == {"authority": ["minor"], "monitor": ["critical"]}
    assert "severity" in {each["field"] for each in shown["contested"]}
    assert made(*records).facets["severity"] == {"minor", "critical"}


def test_a_contested_category_is_named_without_its_values() -> None:
    told_twice = [incident(), incident("independent_monitor", MONITOR, category="death")]

    [entry] = [each for each in row(*told_twice)["contested"] if each["field"] == "category"]

    assert entry["sides"] == {}


def test_an_incident_is_due_on_the_day_set_for_its_report_until_it_is_concluded() -> None:
    launched = handled("launched", 2, final_report_due=date(2024, 3, 1))

    assert row(incident(), launched)["next_due"].startswith("2024-03-01")
    assert row(incident(), launched, handled("final_report", 20, violation_found="yes"))["outcome"] == {
        "authority": ["yes"]
    }
    assert row(incident(), launched, handled("final_report", 20))["next_due"] is None
    assert row(incident(), handled("closed", 20), handled("reopened", 30))["ended_at"] is None


def test_steps_without_a_report_make_a_row_too() -> None:
    shown = row(handled("enquiry", 5))

    assert (shown["state"], shown["opened_at"], shown["days_open"]) == ("enquiry", None, None)


def test_a_recommendation_without_reply_waits_for_its_addressee() -> None:
    shown = row(recommended())

    assert (shown["state"], shown["waiting_for"], shown["overdue"]) == ("no_reply", [POLICE], True)
    assert made(recommended()).facets["reply"] == {"none"}
    assert row(recommended(), as_of=MONDAY + DAY)["state"] == "issued"
    assert shown["safeguards"] == ["force.duration"]


@pytest.mark.parametrize(
    ("answer", "state", "is_open"),
    [
        ("accepted", "answered_accepted", True),
        ("accepted_partly", "answered_partly", True),
        ("rejected", "answered_rejected", False),
        ("more_time_requested", "issued", True),
    ],
)
def test_a_reply_decides_whether_anything_is_left_to_do(answer: str, state: str, is_open: bool) -> None:  # noqa: FBT001 - a parameter
    shown = row(recommended(), answered(answer, 10))

    assert (shown["state"], shown["ended_at"] is None) == (state, is_open)
    assert shown["reply"] == {"authority": [answer]}


def test_what_was_announced_is_due_until_it_is_assessed() -> None:
    accepted = answered("accepted", 10, implementation_due=date(2024, 5, 1))

    assert row(recommended(), accepted)["next_due"].startswith("2024-05-01")
    done = row(recommended(), accepted, assessed("implemented", 90))
    assert (done["state"], done["next_due"], done["implementation"]) == (
        "implemented",
        None,
        {"monitor": ["implemented"]},
    )


def test_two_bodies_that_assess_differently_are_both_shown() -> None:
    shown = row(
        recommended(),
        answered("accepted", 10),
        assessed("implemented", 90),
        assessed("not_implemented", 95, OFFICE),
    )

    assert shown["implementation"] == {"monitor": ["implemented", "not_implemented"]}
    assert [each["what"] for each in shown["contested"]] == ["assessment"]


RECORDS = [
    complaint_by_returnee(),
    step("receipt_given", 3),
    step("decided", 40, outcome="upheld"),
    step("decided", 40, "authority", OFFICE, outcome="not_upheld"),
    (ended := step("closed", 60)),
    amended(ended, "withdrawal"),
]


@given(order=st.permutations(RECORDS + RECORDS[:3]))
@settings(max_examples=30)
def test_neither_order_nor_repetition_changes_a_row(order: list[AnyRecord]) -> None:
    assert list(VIEW.rows(Group(COMPLAINT, order, LATER))) == [made(*RECORDS)]
