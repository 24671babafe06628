"""Notice and access of monitors, reports, and how the authority counts persons, in an operation's row."""

from tests.unit.coverage.folding import given, the_row
from tests.unit.coverage.said import (
    MINISTRY,
    MONDAY,
    OMBUDSMAN,
    escort_report,
    milestone,
    notice,
    operation,
    plan,
    refusal,
    report,
)


def test_each_account_of_a_notice_stands_with_its_author() -> None:
    row = the_row(
        notice(1, by=MINISTRY, hours_before_start="72"),
        notice(2, by=OMBUDSMAN, hours_before_start="2.5", place_offered="no"),
    )

    assert row["notice_hours"] == 2.5
    assert [(each["author"], each["place_offered"]) for each in row["notices"]] == [
        (MINISTRY, "yes"),
        (OMBUDSMAN, "no"),
    ]


def test_without_a_notice_nothing_is_said_of_it() -> None:
    row = the_row(plan(1))

    assert (row["notice_hours"], row["notices"], row["access_refusals"], row["reports"]) == (None, [], [], [])


def test_access_refused_and_granted_later_is_shown_with_its_phase() -> None:
    row = the_row(refusal(1, later_granted_at=MONDAY), refusal(2, kind="seat_or_view_refused", at=MONDAY))

    assert [(each["kind"], each["phase"]) for each in row["access_refusals"]] == [
        ("entry_refused", "en_route"),
        ("seat_or_view_refused", "en_route"),
    ]
    assert row["access_refusals"][0]["later_granted_at"] == MONDAY.isoformat()
    assert row["monitored_any"] is False


def test_a_notice_that_its_author_withdrew_is_gone() -> None:
    row = the_row(plan(1), notice(2), notice(3, amends=2, kind="withdrawal"))

    assert (row["notices"], row["notice_hours"]) == ([], None)


def test_a_report_shows_with_every_operation_that_it_covers() -> None:
    rows = given(plan(1), plan(2, 2), plan(3, 3), report(4, covered=[1, 2], subjects=[1]))

    assert [len(rows[operation(number)]["reports"]) for number in (1, 2, 3)] == [1, 1, 0]


def test_a_report_on_a_period_alone_is_about_no_operation() -> None:
    assert given(report(1)) == {}


def test_the_count_of_the_escort_stands_beside_that_at_departure() -> None:
    row = the_row(
        milestone(1, returnees_on_board=45),
        escort_report(
            2, by=MINISTRY, at=MONDAY, departed_count=44, handed_over_count=42, returned_back_count=2
        ),
    )

    assert (row["departed_returnees"], row["handed_over"], row["brought_back"]) == (44, 42, 2)
    assert [(each["of"], each["value"]) for each in row["differences"]] == [("departed_returnees", 45)]
