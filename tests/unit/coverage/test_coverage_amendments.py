"""What an amendment does to the row of an operation, and what it cannot do."""

import pytest

from events.codes.common import AmendmentKind
from tests.unit.coverage.folding import given, the_row
from tests.unit.coverage.said import (
    MINISTRY,
    OMBUDSMAN,
    event_id,
    figures,
    operation,
    presence,
)


def test_a_corrected_record_no_longer_counts() -> None:
    row = the_row(
        figures(2, row="A!2", returnees=5),
        figures(1, row="corrected", returnees=6, amends=2, kind="correction"),
    )
    assert (row["returnees"], row["differences"]) == (6, [])


def test_a_correction_can_move_a_record_to_another_operation() -> None:
    rows = given(figures(1, of=1, returnees=5), figures(2, of=2, returnees=5, amends=1, kind="correction"))
    assert list(rows) == [operation(2)]


def test_a_withdrawn_record_and_its_withdrawal_count_for_nothing() -> None:
    assert given(presence(1), presence(2, amends=1, kind="withdrawal")) == {}


def test_a_withdrawal_need_not_name_the_operation() -> None:
    assert given(presence(1), presence(2, of=None, amends=1, kind="withdrawal")) == {}


def test_a_withdrawn_correction_has_no_effect() -> None:
    row = the_row(
        figures(1, returnees=5),
        figures(2, returnees=6, amends=1, kind="correction"),
        figures(3, returnees=6, amends=2, kind="withdrawal"),
    )
    assert (row["returnees"], row["differences"]) == (5, [])


def test_a_corrected_correction_stays_in_place_of_the_first_record() -> None:
    row = the_row(
        figures(1, returnees=5),
        figures(2, row="b", returnees=6, amends=1, kind="correction"),
        figures(3, row="c", returnees=7, amends=2, kind="correction"),
    )
    assert (row["returnees"], row["differences"]) == (7, [])


def test_an_addition_completes_a_row() -> None:
    row = the_row(figures(1, returnees=5), figures(2, monitors_national=1, amends=1, kind="addition"))
    assert (row["returnees"], row["monitors_national"]) == (5, 1)


def test_an_amendment_by_another_body_stands_beside_the_record() -> None:
    row = the_row(presence(1), presence(2, by=MINISTRY, amends=1, kind="withdrawal"))
    assert row["monitored_forced_return"]
    assert row["differences"] == [
        {"of": "record", "value": "withdrawal", "source": event_id(1), "row": None, "author": MINISTRY}
    ]


@pytest.mark.parametrize("kind", ["withdrawal", "correction"])
@pytest.mark.parametrize("role", ["independent_monitor", "authority"])
def test_nobody_is_known_to_be_the_author_of_a_record_without_a_body(kind: AmendmentKind, role: str) -> None:
    row = the_row(
        presence(1, by=None, asserted_by_role="independent_monitor"),
        presence(
            2, by=None, asserted_by_role=role, amends=1, kind=kind, body=MINISTRY, phase_covered="hand_over"
        ),
    )
    assert OMBUDSMAN in [monitoring["body"] for monitoring in row["monitoring_bodies"]]
    assert row["differences"] == [
        {"of": "record", "value": kind, "source": event_id(1), "row": None, "author": role}
    ]


def test_a_body_cannot_withdraw_the_record_of_a_person_without_one_nor_the_reverse() -> None:
    assert the_row(presence(1, by=None), presence(2, amends=1, kind="withdrawal"))["monitored_any"]
    assert the_row(presence(1), presence(2, by=None, amends=1, kind="withdrawal"))["monitored_any"]


def test_records_that_withdraw_one_another_in_a_circle_have_no_effect_on_one_another() -> None:
    circle = [
        figures(1, returnees=5, row="a", amends=2, kind="correction"),
        figures(2, returnees=6, row="b", amends=1, kind="correction"),
    ]
    assert the_row(*circle)["returnees"] == 11
    assert the_row(*reversed(circle))["returnees"] == 11
