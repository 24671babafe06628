"""Discrepancies: where accounts of one fact differ, which sides are silent, which counts do not add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.return_operation.accountability import ComplaintLodged
from events.return_operation.force import UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from events.return_operation.movement import HandoverCompleted
from projections.discrepancies.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from tests.force_told import HANDED_OVER, SEEN, applied, handed_over, linked, report, seen
from tests.view_histories import amended, made, moment, rows, subjects, told
from tests.view_records import records_of


def found(subject: str, *records: AnyRecord) -> list[tuple[str, str, str, str]]:
    shown = rows(VIEW, subject, records)
    return sorted((row["matter"], row["field"], row["difference"], row["state"]) for row in shown)


def test_accounts_that_agree_are_no_discrepancy() -> None:
    assert found("C-1", applied(), seen()) == []
    assert found("C-1", handed_over("escort"), handed_over("independent_monitor")) == []


@pytest.mark.parametrize("by", ["independent_monitor", "returnee", "medical_professional"])
def test_a_use_that_one_side_alone_knows_is_shown(by: str) -> None:
    side = {"independent_monitor": "monitor", "returnee": "person", "medical_professional": "provider"}[by]

    assert found("C-1", seen(by=by)) == [("force", "known_to", f"only_{side}", "open")]
    assert found("C-1", applied()) == [("force", "known_to", "only_authority", "open")]
    assert found("C-1", applied(), seen(by=by)) == []


def test_means_differ_where_a_witness_names_one_that_the_authority_does_not() -> None:
    more = applied(means=["handcuffs_back", "velcro_band"])

    assert found("C-1", more, seen()) == []
    [row] = rows(VIEW, "C-1", [applied(), seen(means=["handcuffs_back", "spit_hood"])])
    assert (row["matter"], row["field"], row["difference"]) == ("force", "means", "values_differ")
    assert [each["value"] for each in row["authority_account"]] == [["handcuffs_back"]]
    assert [each["value"] for each in row["monitor_account"]] == [["handcuffs_back", "spit_hood"]]
    assert row["person_account"] == row["other_accounts"] == []


def test_times_differ_by_more_than_fifteen_minutes() -> None:
    assert found("C-1", applied(), seen(seen_until="11:45")) == []

    [row] = rows(VIEW, "C-1", [applied(), seen(seen_until="11:46")])
    assert (row["field"], row["difference"], row["by"]) == ("time", "times_differ", 16)
    assert row["matched_by"] == ["time_overlap"]


def test_numbers_of_staff_differ() -> None:
    [row] = rows(VIEW, "C-1", [applied(staff_count=2), seen(staff_count=5, force_use="U-1")])

    assert (row["field"], row["difference"], row["by"], row["matched_by"]) == (
        "staff_count",
        "numbers_differ",
        3,
        ["id"],
    )


def test_an_injury_is_named_as_a_field_and_its_values_are_withheld() -> None:
    [row] = rows(VIEW, "C-1", [applied(), seen(injury="serious")])

    assert row["field"] == "injury"
    assert [each["value"] for each in row["monitor_account"]] == ["withheld"]
    assert "serious" not in str(row)
    erased = seen(injury="serious").filled({"injury": Sealed(sealed="gone")})
    assert found("C-1", applied(), erased) == []


def test_hand_over_differs_in_time_and_in_what_was_seen() -> None:
    monitor = handed_over("independent_monitor", handed_over_at="18:40", belongings_returned="no")

    assert found("C-1", handed_over("escort"), monitor) == [
        ("hand_over", "belongings_returned", "values_differ", "open"),
        ("hand_over", "handed_over_at", "times_differ", "open"),
    ]


def test_a_time_known_by_the_day_agrees_with_any_of_that_day() -> None:
    vague = told(
        HandoverCompleted,
        HANDED_OVER | {"handed_over_at": "09:00"},
        of="C-1 O-1",
        by="returnee",
        at="09:00",
        name="vague",
        occurred_precision="day",
    )

    assert found("C-1", handed_over("escort"), vague) == []


def test_hand_overs_without_any_operation_are_compared() -> None:
    mine = handed_over("escort", of="C-1").filled({"operation": None})
    theirs = handed_over("returnee", of="C-1", receiver_kind="none").filled({"operation": None})

    assert found("C-1", mine, theirs) == [("hand_over", "receiver_kind", "values_differ", "open")]


def test_a_medical_check_took_place_or_did_not() -> None:
    def check(by: str, *, done: bool) -> AnyRecord:
        data = {
            "purpose": "after_restraint",
            "carried_out": done,
            "fitness": "not_relevant",
            "examiner_independent": "unknown",
            "medication_given_without_consent": "no",
        }
        return told(MedicalExaminationRecorded, data, of="C-1", by=by, at="13:00", name=f"medical-{by}")

    assert found("C-1", check("escort", done=True), check("returnee", done=False)) == [
        ("medical_check", "carried_out", "values_differ", "open")
    ]


def test_a_complaint_of_force_without_official_record_is_shown() -> None:
    data = {
        "complaint": "M-1",
        "channel": "monitor",
        "subject": "force_or_restraint",
        "against_role": "escort",
        "lodged_at": "21:00",
        "anonymity_requested": False,
        "fear_of_retaliation": "yes",
    }
    lodged = told(ComplaintLodged, data, of="M-1 C-1", by="returnee", at="21:00", name="complaint")
    hidden = lodged.filled({"anonymity_requested": True})

    assert found("C-1", lodged) == [("force", "known_to", "only_person", "open")]
    assert found("C-1", hidden) == [("force", "known_to", "only_reporter_protected", "open")]
    [row] = rows(VIEW, "C-1", [hidden])
    assert "returnee" not in str(row)
    assert found("C-1", lodged, applied(), seen()) == []


def test_a_monitor_confirms_or_dismisses_a_difference() -> None:
    mine, theirs = applied(), seen(means=["spit_hood"])

    assert found("C-1", mine, theirs) == [("force", "means", "values_differ", "open")]
    for link in ("same_fact", "same_fact_conflicting"):
        [row] = rows(VIEW, "C-1", [mine, theirs, linked(link, mine, theirs)])
        assert (row["state"], row["matched_by"], row["linked_by"][0]["link"]) == ("linked", ["link"], link)
    assert found("C-1", mine, theirs, linked("not_the_same_fact", mine, theirs)) == [
        ("force", "known_to", "only_authority", "open"),
        ("force", "known_to", "only_monitor", "open"),
        ("force", "same_use", "perhaps_one_use", "dismissed"),
    ]


def test_a_difference_in_what_has_an_id_stays_visible_when_dismissed() -> None:
    mine, theirs = handed_over("escort"), handed_over("returnee", receiver_kind="none")

    assert found("C-1", mine, theirs, linked("not_the_same_fact", mine, theirs)) == [
        ("hand_over", "receiver_kind", "values_differ", "dismissed")
    ]


def test_a_link_that_was_withdrawn_leaves_the_difference_open() -> None:
    mine, theirs = applied(), seen(means=["spit_hood"])
    link = linked("same_fact", mine, theirs)
    withdrawn = amended(link, "withdrawal", "unlinked", "2025-05-07T10:00:00+02:00")

    assert found("C-1", mine, theirs, link, withdrawn) == [("force", "means", "values_differ", "open")]


def test_a_judgement_on_any_two_records_is_shown_with_the_fields_it_names() -> None:
    mine, theirs = seen(), handed_over("escort")
    link = linked("same_fact_conflicting", mine, theirs, "restraints_removed_before", "He lied about it")

    assert ("linked_records", "restraints_removed_before", "judged_contradicting", "linked") in found(
        "C-1", mine, theirs, link
    )
    assert "lied" not in str(rows(VIEW, "C-1", [mine, theirs, link]))


def test_an_account_that_names_nobody_is_proposed_to_be_one_with_others_of_its_operation() -> None:
    mine, nameless = applied(), seen(of="O-1")

    assert found("O-1", mine, nameless) == [
        ("force", "known_to", "only_monitor", "open"),
        ("force", "same_use", "perhaps_one_use", "open"),
    ]
    assert found("O-1", mine, nameless, linked("same_fact", mine, nameless)) == []
    assert ("force", "same_use", "perhaps_one_use", "dismissed") in found(
        "O-1", mine, nameless, linked("not_the_same_fact", mine, nameless)
    )


def test_a_correction_ends_a_difference_and_it_is_still_known_as_of_before() -> None:
    mine, theirs = applied(), seen(means=["spit_hood"])
    corrected = amended(
        mine, "correction", "fixed", "2025-05-20T10:00:00+02:00", means=("handcuffs_back", "spit_hood")
    )

    assert found("C-1", mine, theirs, corrected) == []
    [row] = rows(VIEW, "C-1", [mine, theirs, corrected], known_at=mine.recorded_at)
    assert row["field"] == "means"


def test_a_difference_is_known_since_the_second_account() -> None:
    late = told(
        UseOfForceObserved,
        SEEN | {"means": ["spit_hood"]},
        of="C-1",
        by="nhri",
        at="11:05",
        name="late",
        recorded="2025-06-01T08:00:00+02:00",
    )
    [row] = rows(VIEW, "C-1", [applied(), late])

    assert row["since"] == "2025-06-01T08:00:00+02:00"


HISTORY = [
    applied(),
    seen(means=["spit_hood"]),
    seen("nameless", of="O-1"),
    linked("same_fact_conflicting", applied(), seen()),
    amended(seen(), "addition", "more", "2025-05-09T10:00:00+02:00", means=("spit_hood", "velcro_band")),
    handed_over("escort"),
    handed_over("returnee", receiver_kind="none"),
    report(departed_count=7),
    *records_of("force/duration", "monitoring/body-told-in-time"),
]


@given(order=st.permutations(range(len(HISTORY))), twice=st.sampled_from(range(len(HISTORY))))
@settings(max_examples=25, deadline=None)
def test_neither_order_nor_repetition_of_records_changes_the_rows(order: list[int], twice: int) -> None:
    mixed = [*(HISTORY[place] for place in order), HISTORY[twice]]
    for subject in (*subjects(HISTORY, "case"), *subjects(HISTORY, "operation")):
        assert made(VIEW, subject, mixed) == made(VIEW, subject, HISTORY)


def test_rows_hold_every_column_and_filter_under_keys_of_their_own() -> None:
    for subject in (platform_id("C-1"), platform_id("O-1")):
        shown = made(VIEW, subject, HISTORY)
        assert len({each.key for each in shown}) == len(shown) > 2
        for each in shown:
            assert set(each.row) == {column.name for column in VIEW.columns}
            assert set(each.facets) == set(VIEW.filters)


def test_times_are_shown_as_each_account_tells_them() -> None:
    theirs = handed_over("returnee", handed_over_at="2025-05-06T20:30:00+04:00")
    [row] = rows(VIEW, "C-1", [handed_over("escort"), theirs])

    assert row["authority_account"][0]["value"] == moment("18:00")
    assert row["person_account"][0]["value"] == "2025-05-06T20:30:00+04:00"
    assert row["by"] == 30
