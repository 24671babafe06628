"""What stands of the records after amendments, by the body that made them and by when they became known."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events.pre_return.assessment import IndividualAssessmentCompleted
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from tests.unit.safeguards.records_told import DAY, MONDAY, MONITOR, amended, assessment, lawyer, told

LATER = MONDAY + 30 * DAY
FIRST = told(assessment("yes"))
CORRECTED = amended(FIRST, "correction", assessment("partly"))


def answers(*records: AnyRecord, known_at: Any = LATER, as_of: Any = LATER) -> list[str]:
    stand = standing(records, known_at, JudgedAt(as_of))
    return [r.data.individual for r in stand if isinstance(r.data, IndividualAssessmentCompleted)]


def test_a_correction_replaces_the_record_from_the_moment_at_which_it_became_known() -> None:
    assert answers(FIRST, CORRECTED) == ["partly"]
    assert answers(FIRST, CORRECTED, known_at=MONDAY) == ["yes"]


def test_an_addition_replaces_the_record_like_a_correction() -> None:
    assert answers(FIRST, amended(FIRST, "addition", assessment("no"))) == ["no"]


def test_a_correction_of_a_correction_counts_and_remembers_what_it_replaced() -> None:
    again = amended(CORRECTED, "correction", assessment("no"))

    stand = standing([FIRST, CORRECTED, again], LATER, JudgedAt(LATER))

    assert [(r.id, set(r.amended)) for r in stand] == [(again.id, {FIRST.id, CORRECTED.id})]


def test_of_two_corrections_of_one_record_the_one_recorded_last_counts() -> None:
    late = amended(FIRST, "correction", assessment("no"), recorded_at=MONDAY + DAY)

    assert answers(late, FIRST, CORRECTED) == ["no"]


def test_a_withdrawal_takes_the_record_out_whatever_its_own_data_say() -> None:
    gone = amended(FIRST, "withdrawal", lawyer("offered"))

    assert answers(FIRST, gone) == []
    assert answers(FIRST, CORRECTED, amended(FIRST, "withdrawal", recorded_at=MONDAY + DAY)) == []


def test_a_withdrawal_has_effect_although_it_tells_of_a_later_moment_than_is_judged() -> None:
    gone = amended(FIRST, "withdrawal", occurred_at=MONDAY + 9 * DAY)

    assert answers(FIRST, gone, as_of=MONDAY + DAY) == []


def test_the_withdrawal_of_a_correction_leaves_what_was_corrected() -> None:
    assert answers(FIRST, CORRECTED, amended(CORRECTED, "withdrawal")) == ["yes"]


def test_the_withdrawal_of_a_withdrawal_brings_the_record_back() -> None:
    gone = amended(FIRST, "withdrawal")

    assert answers(FIRST, gone, amended(gone, "withdrawal")) == ["yes"]


def test_a_correction_after_a_withdrawal_counts() -> None:
    gone = amended(FIRST, "withdrawal")
    again = amended(FIRST, "correction", assessment("no"), recorded_at=MONDAY + DAY)

    assert answers(FIRST, gone, again) == ["no"]


def test_a_confirmation_is_evidence_and_changes_nothing() -> None:
    confirmation = amended(FIRST, "confirmation", assessment("no"))

    stand = standing([FIRST, confirmation], LATER, JudgedAt(LATER))

    assert [(r.id, r.confirmed_by) for r in stand] == [(FIRST.id, (confirmation.id,))]


def test_amendments_by_another_body_are_assertions_of_its_own_and_take_nothing_out() -> None:
    other: dict[str, Any] = {"asserted_by_role": "independent_monitor", "asserted_by_body": MONITOR}
    correction = amended(FIRST, "correction", assessment("no"), **other)

    assert sorted(answers(FIRST, correction)) == ["no", "yes"]
    assert answers(FIRST, amended(FIRST, "withdrawal", **other)) == ["yes"]


def test_private_persons_without_a_name_are_one_when_role_and_subjects_agree() -> None:
    private: dict[str, Any] = {"asserted_by_role": "lawyer", "asserted_by_body": None}
    account = told(assessment("no"), **private)

    assert answers(account, amended(account, "withdrawal")) == []
    assert answers(account, amended(account, "withdrawal", asserted_by_role="guardian")) == ["no"]
    assert answers(account, amended(account, "withdrawal", asserted_by_person="Somebody")) == ["no"]


def test_the_fact_keeps_the_moment_that_the_amendment_states() -> None:
    moved = amended(FIRST, "correction", assessment("partly"), occurred_at=MONDAY + 5 * DAY)

    assert answers(FIRST, moved, as_of=MONDAY + 5 * DAY) == ["partly"]
    assert answers(FIRST, moved, as_of=MONDAY + 5 * DAY - timedelta(seconds=1)) == []


def test_records_that_amend_one_another_in_a_circle_take_nothing_out() -> None:
    first = told(assessment("yes"), amends=CORRECTED.id, amendment_kind="correction")
    second = told(assessment("no"), event_id=CORRECTED.id, amends=first.id, amendment_kind="correction")

    assert sorted(answers(first, second)) == ["no", "yes"]


@given(st.permutations([FIRST, CORRECTED, amended(CORRECTED, "confirmation"), amended(FIRST, "withdrawal")]))
def test_no_order_of_arrival_changes_what_stands(records: list[AnyRecord]) -> None:
    assert answers(*records) == answers(*sorted(records, key=lambda record: record.id))
