"""Counts of the escorts' report that do not add up, or fall short of what is on record."""

from events.return_operation.force import RestraintApplied
from events.return_operation.movement import OperationMilestoneReached
from projections.discrepancies.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from tests.force_told import APPLIED, applied, handed_over, report
from tests.view_histories import rows, told


def found(subject: str, *records: AnyRecord) -> list[tuple[str, str, str, str]]:
    shown = rows(VIEW, subject, records)
    return sorted((row["matter"], row["field"], row["difference"], row["state"]) for row in shown)


def test_counts_of_the_escort_report_do_not_add_up() -> None:
    [row] = rows(VIEW, "O-1", [report(departed_count=5, handed_over_count=3, returned_back_count=1)])

    assert (row["field"], row["difference"], row["by"]) == ("departed_count", "does_not_add_up", 1)
    assert row["authority_account"][0]["value"]["handed_over_count"] == 3
    assert rows(VIEW, "O-1", [report()]) == []


def test_the_escort_report_counts_fewer_than_are_on_record() -> None:
    second = told(
        RestraintApplied,
        APPLIED | {"force_use": "U-2"},
        of="C-2 O-1 U-2",
        by="escort",
        at="11:00",
        name="other",
        body="ORG-other",
        recorded="2025-06-20T10:00:00+02:00",
    )
    moments = applied("blow", of="C-3 O-1 U-3", force_use="U-3", means=["blow_or_kick"])

    assert found("O-1", report(), applied()) == []
    [row] = rows(VIEW, "O-1", [report(), applied(), second])
    assert (row["field"], row["difference"], row["by"]) == ("restraint_used_count", "fewer_than_on_record", 1)
    assert [each["value"] for each in row["authority_account"]] == [1, 1, 1]
    assert row["since"] == "2025-06-20T10:00:00+02:00"
    assert found("O-1", report(), applied(), moments) == [
        ("escort_report", "restraint_means_used", "values_differ", "open")
    ]
    three = [handed_over("independent_monitor", of=f"C-{number} O-1") for number in range(3)]
    assert found("O-1", report(), *three) == [
        ("escort_report", "handed_over_count", "fewer_than_on_record", "open")
    ]


def test_those_on_board_are_not_those_who_departed() -> None:
    left = {"operation": "O-1", "milestone": "departed", "reached_at": "12:00", "returnees_on_board": 3}
    departed = told(
        OperationMilestoneReached, left, of="O-1", by="independent_monitor", at="12:00", name="departed"
    )

    assert found("O-1", report(), departed) == [("escort_report", "departed_count", "numbers_differ", "open")]
