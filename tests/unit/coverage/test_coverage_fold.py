"""What the row of an operation shows, by what was said of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.codes.common import AmendmentKind
from projections.operation_coverage.project import evidence_in
from projections.operation_coverage.shares import Share
from tests.unit.coverage.folding import LATER, shares, the_row
from tests.unit.coverage.said import (
    AGENCY,
    MINISTRY,
    OMBUDSMAN,
    case,
    change,
    figures,
    milestone,
    observation,
    plan,
    presence,
)


def test_the_rows_of_one_document_add_up() -> None:
    row = the_row(
        figures(1, row="A!2", returnees=5, participating_country="DE"),
        figures(2, row="A!3", returnees=2, participating_country="FR"),
        figures(3, row="B!2", team_counts={"escort_leader": 1, "escort": 9, "medical_doctor": 2}),
    )
    assert (row["returnees"], row["escorts"], row["states"]) == (7, 10, ["DE", "FR"])
    assert row["differences"] == []


def test_figures_of_the_whole_and_by_state_do_not_add_up() -> None:
    said = (
        figures(1, row="Operations!2", returnees=30, team_counts={"escort": 9}, countries_of_return=("TN",)),
        figures(2, row="TCN!2", returnees=10, participating_country="DE"),
        figures(3, row="TCN!3", returnees=20, participating_country="IT"),
    )
    row = the_row(*said)
    assert (row["returnees"], row["escorts"], row["differences"]) == (30, 9, [])
    assert shares("state", *said) == [
        Share("state", "DE", 10, 0),
        Share("state", "IT", 20, 0),
        Share("state", "not_stated", 0, 9),
    ]
    assert shares("destination", *said) == [Share("destination", "TN", 30, 9)]


def test_a_figure_of_the_whole_that_differs_from_those_by_state_is_listed() -> None:
    row = the_row(
        figures(1, row="A!2", returnees=31),
        figures(2, row="B!2", returnees=10, participating_country="DE"),
        figures(3, row="B!3", returnees=20, participating_country="IT"),
    )
    assert row["returnees"] == 30
    assert row["differences"] == [
        {"of": "returnees", "value": 31, "source": "figures.xlsx", "row": "A!2", "author": AGENCY}
    ]


def test_two_documents_never_add_up_and_the_newer_one_is_shown() -> None:
    row = the_row(
        figures(1, document="old.xlsx", returnees=5),
        figures(2, document="new.xlsx", returnees=4, at=LATER),
    )
    assert row["returnees"] == 4
    assert row["differences"] == [
        {"of": "returnees", "value": 5, "source": "old.xlsx", "row": None, "author": AGENCY}
    ]


def test_a_figure_that_the_newer_document_leaves_out_is_taken_from_the_older_one() -> None:
    row = the_row(
        figures(1, document="old.xlsx", returnees=5, monitors_national=1),
        figures(2, document="new.xlsx", returnees=5, at=LATER),
    )
    assert (row["returnees"], row["monitors_national"], row["differences"]) == (5, 1, [])


def test_documents_of_the_same_moment_are_told_apart_by_name_whichever_was_recorded_first() -> None:
    for first, second in ((1, 2), (2, 1)):
        row = the_row(
            figures(first, document="a.xlsx", returnees=4, operation_type="JRO"),
            figures(second, document="b.xlsx", returnees=5, operation_type="NRO"),
        )
        assert (row["returnees"], row["type"]) == (5, "NRO")


OLD_AND_NEW = (
    figures(
        1,
        document="old.xlsx",
        departed_on=date(2023, 12, 31),
        participating_country="DE",
        countries_of_return=("TN",),
        returnees=7,
    ),
    figures(
        2,
        document="new.xlsx",
        at=LATER,
        departed_on=date(2024, 1, 2),
        participating_country="AT",
        countries_of_return=("NG",),
    ),
)


def test_states_destinations_and_day_are_those_of_the_newest_document() -> None:
    row = the_row(*OLD_AND_NEW)
    assert (row["states"], row["destinations"], row["departed_on"]) == (["AT"], ["NG"], "2024-01-02")
    assert row["year"] == "2024"
    assert row["differences"] == [
        {"of": of, "value": value, "source": "old.xlsx", "row": where, "author": AGENCY}
        for of, value, where in (
            ("departed_on", "2023-12-31", "A!2"), ("destinations", "TN", None), ("states", "DE", None)
        )
    ]  # fmt: skip


def test_figures_of_an_older_document_do_not_count_under_states_that_no_longer_hold() -> None:
    assert shares("state", *OLD_AND_NEW) == [Share("state", "AT", 0, 0), Share("state", "not_stated", 7, 0)]
    assert shares("destination", *OLD_AND_NEW) == [
        Share("destination", "NG", 0, 0),
        Share("destination", "not_stated", 7, 0),
    ]


def test_a_silent_newer_document_leaves_states_destinations_and_day() -> None:
    row = the_row(OLD_AND_NEW[0], figures(2, document="new.xlsx", at=LATER))
    assert (row["states"], row["destinations"], row["departed_on"]) == (["DE"], ["TN"], "2023-12-31")
    assert row["differences"] == []


def test_plans_and_milestones_stand_beside_the_newest_document() -> None:
    row = the_row(
        *OLD_AND_NEW,
        plan(3, participating_countries=("FR",), countries_of_return=("AL",)),
        milestone(4, reached_at=datetime(2024, 1, 1, tzinfo=UTC)),
    )
    assert (row["states"], row["destinations"]) == (["AT", "FR"], ["AL", "NG"])
    assert row["departed_on"] == "2024-01-01"


def test_a_row_stated_again_has_the_state_destination_and_day_that_it_was_given_last() -> None:
    row = the_row(
        figures(1, participating_country="DE", countries_of_return=("TN",), departed_on=date(2024, 1, 1)),
        figures(2, participating_country="AT", countries_of_return=("NG",), departed_on=date(2024, 1, 2)),
    )
    assert (row["states"], row["destinations"], row["departed_on"]) == (["AT"], ["NG"], "2024-01-02")
    assert [(d["of"], d["value"]) for d in row["differences"]] == [
        ("departed_on", "2024-01-01"),
        ("destinations", "TN"),
        ("states", "DE"),
    ]


@pytest.mark.parametrize("other_row", [True, False])
def test_a_late_correction_leaves_a_document_as_old_as_it_was(other_row: bool) -> None:  # noqa: FBT001 - a parameter of the test
    said = [
        figures(1, row="A!2", document="old.xlsx", returnees=5, operation_type="JRO"),
        figures(2, document="new.xlsx", returnees=9, operation_type="NRO", at=LATER),
        figures(
            3, row="A!2", document="old.xlsx", returnees=6, operation_type="CRO",
            at=LATER + timedelta(days=1), amends=1, kind="correction",
        ),
    ]  # fmt: skip
    if other_row:
        said.append(figures(4, row="A!3", document="old.xlsx", monitors_national=1))
    row = the_row(*said)
    assert (row["returnees"], row["type"]) == (9, "NRO")
    assert [(d["of"], d["value"]) for d in row["differences"]] == [("returnees", 6), ("type", "CRO")]


def test_a_row_stated_twice_counts_once() -> None:
    row = the_row(figures(1, returnees=5), figures(2, returnees=6))
    assert row["returnees"] == 6
    assert [(d["value"], d["row"]) for d in row["differences"]] == [(5, "A!2")]


def test_team_roles_that_are_no_escorts_state_no_number_of_escorts() -> None:
    row = the_row(
        figures(1, document="old.xlsx", team_counts={"escort": 50}),
        figures(2, document="new.xlsx", team_counts={"agency_representative": 1}, at=LATER),
    )
    assert row["escorts"] == 50


def test_the_earliest_day_of_departure_is_shown_and_others_are_listed() -> None:
    row = the_row(
        figures(1, row="A!2", departed_on=date(2024, 1, 9)),
        figures(2, row="B!2", departed_on=date(2024, 1, 8)),
    )
    assert (row["departed_on"], row["year"]) == ("2024-01-08", "2024")
    assert [(d["of"], d["value"], d["row"]) for d in row["differences"]] == [
        ("departed_on", "2024-01-09", "A!2")
    ]


def test_the_day_of_a_milestone_is_the_local_one() -> None:
    row = the_row(milestone(1, reached_at=datetime.fromisoformat("2024-01-01T00:30:00+02:00")))
    assert row["departed_on"] == "2024-01-01"


def test_an_operation_that_has_not_left_counts_in_the_year_for_which_it_is_planned() -> None:
    row = the_row(plan(1, planned_departure_at=datetime(2025, 3, 1, tzinfo=UTC)))
    assert (row["departed_on"], row["planned_for"], row["year"]) == (None, "2025-03-01", "2025")


def test_what_no_source_states_is_not_stated() -> None:
    row = the_row(figures(1))
    assert (row["type"], row["year"], row["returnees"]) == ("not_stated", "not_stated", None)
    assert (row["monitored_forced_return"], row["monitored_any"]) == (False, False)


def test_plan_and_milestones_tell_their_numbers() -> None:
    row = the_row(
        plan(1, planned_returnees=50, participating_countries=("DE", "FR"), organizing_authority=MINISTRY),
        milestone(2, returnees_on_board=45),
        milestone(3, milestone="return_leg_departed", returnees_on_board=2),
    )
    assert (row["planned_returnees"], row["departed_returnees"], row["brought_back"]) == (50, 45, 2)
    assert (row["type"], row["states"], row["organizing_body"]) == ("JRO", ["DE", "FR"], MINISTRY)


def test_national_and_pool_monitors_are_monitors_of_forced_returns() -> None:
    for kind in ("monitors_national", "monitors_pool_state", "monitors_pool_agency"):
        row = the_row(figures(1, **{kind: 1}))
        assert (row["monitored_forced_return"], row["monitored_any"]) == (True, True)


def test_the_agencys_own_monitors_are_not() -> None:
    row = the_row(figures(1, fundamental_rights_monitors=1, monitors_national=0))
    assert (row["monitored_forced_return"], row["monitored_any"]) == (False, True)


def test_a_monitoring_body_that_was_there_monitored_the_operation() -> None:
    row = the_row(presence(1), presence(2, phase_covered="hand_over"))
    assert (row["monitored_forced_return"], row["phases_covered"]) == (True, ["en_route", "hand_over"])
    assert row["monitoring_bodies"] == [
        {"body": OMBUDSMAN, "kind": "ombudsperson", "phases": ["en_route", "hand_over"]}
    ]


def test_a_body_of_another_kind_or_an_observation_is_some_monitoring() -> None:
    for body in (presence(1, body_kind="other"), observation(1)):
        row = the_row(body)
        assert (row["monitored_forced_return"], row["monitored_any"]) == (False, True)


@pytest.mark.parametrize("kind", ["correction", "addition", "confirmation"])
def test_an_observation_that_is_edited_stays_one_observation(kind: AmendmentKind) -> None:
    assert the_row(observation(1), change(2, amends=1, kind=kind))["observations"] == 1


def test_an_observation_that_its_author_takes_back_does_not_count() -> None:
    taken_back = change(3, amends=2, kind="withdrawal")
    assert the_row(plan(1), observation(2), taken_back)["observations"] == 0
    by_another = change(3, amends=2, kind="withdrawal", by=MINISTRY)
    assert the_row(plan(1), observation(2), by_another)["observations"] == 1


def test_an_observation_counts_once_however_often_it_is_filed() -> None:
    assert (
        the_row(observation(1, seen=1), observation(2, seen=1), observation(3, seen=2))["observations"] == 2
    )


def test_an_operation_counts_once_in_each_of_its_states_with_the_figures_of_that_state() -> None:
    assert shares(
        "state",
        figures(1, row="A!2", returnees=5, participating_country="DE"),
        figures(2, row="A!3", returnees=2, participating_country="DE"),
        figures(3, row="B!2", participating_country="FR", team_counts={"escort": 3}),
        figures(4, row="B!3", participating_country="XX", returnees=1),
    ) == [Share("state", "DE", 7, 0), Share("state", "FR", 0, 3), Share("state", "XX", 1, 0)]


def test_an_operation_without_states_counts_under_not_stated() -> None:
    assert shares("state", presence(1)) == [Share("state", "not_stated", 0, 0)]


def test_rows_that_name_no_destination_belong_to_the_only_one_there_is() -> None:
    rows = (
        figures(1, row="A!2", returnees=5, countries_of_return=("AL",)),
        figures(2, row="B!2", team_counts={"escort": 3}),
    )
    assert shares("destination", *rows) == [Share("destination", "AL", 5, 3)]
    second = figures(3, row="C!2", countries_of_return=("GE",))
    assert shares("destination", *rows, second) == [
        Share("destination", "AL", 5, 0),
        Share("destination", "GE", 0, 0),
        Share("destination", "not_stated", 0, 3),
    ]


def test_figures_for_several_destinations_together_are_not_divided() -> None:
    assert shares("destination", figures(1, returnees=5, countries_of_return=("AL", "GE"))) == [
        Share("destination", "AL", 0, 0),
        Share("destination", "GE", 0, 0),
        Share("destination", "several", 5, 0),
    ]


def test_a_case_is_no_evidence_about_an_operation() -> None:
    assert evidence_in(case(1)) == []
