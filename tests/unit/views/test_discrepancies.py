"""Discrepancies: where accounts of one fact differ, which sides are silent, which counts do not add up."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import Sealed
from events.return_operation.accountability import ComplaintLodged
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.handling import MedicalExaminationRecorded
from events.return_operation.monitoring import AccountsLinked
from events.return_operation.movement import EscortReportFiled, HandoverCompleted, OperationMilestoneReached
from projections.discrepancies.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from tests.view_histories import amended, made, moment, rows, sampled, subjects, told
from tests.view_records import records_of

APPLIED: dict[str, Any] = {
    "force_use": "U-1",
    "means": ["handcuffs_back"],
    "started_at": "11:00",
    "ended_at": "11:30",
    "phase_of_use": "en_route",
    "applied_by": "escort",
    "justification": "active_resistance",
    "individual_risk_assessment": "yes",
    "on_child": "no",
    "injury": "none",
}
SEEN: dict[str, Any] = {
    "means": ["handcuffs_back"],
    "seen_from": "11:05",
    "seen_until": "11:20",
    "phase_of_use": "en_route",
    "used_by": "escort",
    "justification_perceived": "unknown",
    "proportionality": "cannot_assess",
    "on_child": "unknown",
    "injury": "none",
    "breathing_hindered": "no",
}
HANDED_OVER: dict[str, Any] = {
    "operation": "O-1",
    "handed_over_at": "18:00",
    "place": "IATA:TBS",
    "receiver_kind": "border_police",
    "restraints_removed_before": "yes",
    "belongings_returned": "yes",
    "data_categories_given_to_receiver": [],
    "treatment_seen": "professional",
}
REPORT: dict[str, Any] = {
    "operation": "O-1",
    "departed_count": 2,
    "handed_over_count": 2,
    "not_departed_count": 0,
    "returned_back_count": 0,
    "restraint_used_count": 1,
    "restraint_means_used": ["handcuffs_back"],
    "incidents_count": 0,
    "complaints_received_count": 0,
    "injuries_count": 0,
    "protection_claims_count": 0,
    "last_legal_check": "no_order",
}


def applied(name: str = "applied", of: str = "C-1 O-1 U-1", **data: Any) -> AnyRecord:
    return told(RestraintApplied, APPLIED | data, of=of, by="escort", at="11:00", name=name)


def seen(
    name: str = "seen", of: str = "C-1 O-1", *, by: str = "independent_monitor", **data: Any
) -> AnyRecord:
    return told(UseOfForceObserved, SEEN | data, of=of, by=by, at="11:05", name=name)


def handed_over(by: str, of: str = "C-1 O-1", **data: Any) -> AnyRecord:
    return told(
        HandoverCompleted,
        HANDED_OVER | data,
        of=of,
        by=by,
        at="18:00",
        name=f"hand-over-{by}-{of}".replace(" ", "-"),
    )


def report(**data: Any) -> AnyRecord:
    return told(EscortReportFiled, REPORT | data, of="O-1", by="escort", at="20:00", name="report")


def linked(link: str, first: AnyRecord, second: AnyRecord, *conflict: str) -> AnyRecord:
    data = {"first_event": first.id, "second_event": second.id, "link": link}
    named = {"fields_in_conflict": list(conflict)} if conflict else {}
    of = f"{first.id} {second.id}"
    return told(AccountsLinked, data | named, of=of, by="nhri", at="20:00", name=f"link-{link}")


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


PLAIN = {
    "remedy": ("LegalRemedyLodged", "remedy", ("lodged_at", "suspensive_effect", "in_time")),
    "detention": ("LibertyRestrictionStarted", "liberty_measure", ("started_at", "ground", "child_held")),
    "decision": ("ReturnDecisionIssued", "decision", ("kind", "issued_on", "country_of_return")),
}
"""Matter to its event, the id of the thing, and some of its fields."""


def test_invented_histories_give_the_differences_of_a_plain_comparison() -> None:
    records = sampled(100)
    shown, expected = set(), set()
    for case in subjects(records, "case"):
        mine = [record for record in records if case in record.subject_ids]
        shown |= {
            (case, row["matter"], row["thing"], row["field"])
            for row in rows(VIEW, case, mine)
            if row["matter"] in PLAIN and row["field"] in PLAIN[row["matter"]][2]
        }
        expected |= {(case, *each) for each in _plainly(mine)}
    assert shown == expected
    assert len(expected) > 10


def _plainly(records: Sequence[AnyRecord]) -> set[tuple[str, str, str]]:
    differing = set()
    for matter, (event, thing, fields) in PLAIN.items():
        told_of: list[Any] = [record for record in records if record.name == event]
        for first, second in combinations(told_of, 2):
            one = getattr(first.data, thing) == getattr(second.data, thing)
            if not one or first.author == second.author:
                continue
            same_author = [r for r in told_of if getattr(r.data, thing) == getattr(first.data, thing)]
            for field in fields:
                mine = [r for r in same_author if r.author == first.author]
                theirs = [r for r in same_author if r.author == second.author]
                if _all_differ(mine, theirs, field):
                    differing.add((matter, getattr(first.data, thing), field))
    return differing


def _all_differ(mine: Sequence[Any], theirs: Sequence[Any], field: str) -> bool:
    pairs = [
        (
            getattr(a.data, field),
            getattr(b.data, field),
            {a.envelope.occurred_precision, b.envelope.occurred_precision},
        )
        for a in mine
        for b in theirs
    ]
    said = [each for each in pairs if None not in each[:2] and "unknown" not in each[:2]]
    return bool(said) and all(_differ(*each) for each in said)


def _differ(mine: Any, theirs: Any, precisions: set[str]) -> bool:
    if not isinstance(mine, datetime):
        return bool(mine != theirs)
    allowed = 86_400 if "day" in precisions else 900
    return bool(abs((mine - theirs).total_seconds()) > allowed)


def test_times_are_shown_as_each_account_tells_them() -> None:
    theirs = handed_over("returnee", handed_over_at="2025-05-06T20:30:00+04:00")
    [row] = rows(VIEW, "C-1", [handed_over("escort"), theirs])

    assert row["authority_account"][0]["value"] == moment("18:00")
    assert row["person_account"][0]["value"] == "2025-05-06T20:30:00+04:00"
    assert row["by"] == 30
