"""Statistics count persons once, whoever tells of them, and tell nothing of a few."""

from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.base import Event
from events.data_classes import Sealed
from events.pre_return.case import ReturnCaseOpened
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.movement import ReturnAborted, ReturnCarriedOut
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from projections.statistics.view import VIEW
from projections.viewing.rows import QuestionError
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY, MONDAY, MONITOR, amended, told
from tests.unit.views.totals_told import facts, table

BY_MONITOR = {"asserted_by_role": "independent_monitor", "asserted_by_body": MONITOR}


def case(number: int) -> str:
    return f"C-{UUID(int=number)}"


def opened(number: int, **fields: object) -> ReturnCaseOpened:
    return ReturnCaseOpened(
        **{
            "return_type": "forced",
            "host_country": "AT",
            "country_of_return": "GE",
            "nationality": ("GE",),
            "sex": "female",
            "age_band": "25_34",
            "child_status": "adult",
            "languages_understood": ("ka",),
            **fields,
        }
    )


def carried_out(at: datetime = MONDAY, return_type: str = "forced") -> ReturnCarriedOut:
    return ReturnCarriedOut(
        return_type=return_type,
        departed_at=at,
        country_reached="GE",
        family_members_together="unknown",
        escorted="yes",
        remedy_pending_according_to_asserter="no",
    )


def fact_of(*records: AnyRecord) -> dict[str, object]:
    return facts(VIEW, records)[case(1)]


def test_a_person_counts_under_the_month_of_the_first_departure_that_anybody_told() -> None:
    first = told(carried_out(MONDAY), case(1))
    later = told(carried_out(MONDAY + 40 * DAY), case(1), **BY_MONITOR, occurred_at=MONDAY + 40 * DAY)

    fact = fact_of(told(opened(1), case(1)), later, first)

    assert (fact["year"], fact["month"], fact["departed"]) == ("2024", "2024-01", "yes")


def test_where_sides_differ_a_person_counts_as_contested_and_not_as_the_last_one_says() -> None:
    authority = told(opened(1, return_type="assisted_voluntary"), case(1))
    monitor = told(opened(1, return_type="forced"), case(1), **BY_MONITOR)

    fact = fact_of(authority, monitor)

    assert (fact["return_type"], fact["sex"]) == ("contested", "female")


def test_what_its_author_corrected_or_withdrew_does_not_count() -> None:
    record = told(opened(1), case(1))
    departure = told(carried_out(), case(1))

    corrected = fact_of(record, amended(record, "correction", opened(1, sex="male")))
    withdrawn = fact_of(record, departure, amended(departure, "withdrawal"))

    assert (corrected["sex"], withdrawn["departed"]) == ("male", "no")
    assert not facts(VIEW, [record, amended(record, "withdrawal")])


def test_a_reason_that_cannot_be_opened_is_withheld() -> None:
    def aborted(reason: object) -> ReturnAborted:
        return ReturnAborted(
            scope="case",
            stage="pre_departure",
            aborted_at=MONDAY,
            reason=reason,
            decided_by="authority",
            after_care_given="unknown",
        )

    assert fact_of(told(aborted(Sealed(sealed="v1.erased")), case(1)))["abort_reason"] == "withheld"
    assert fact_of(told(aborted("medical"), case(1)))["abort_reason"] == "medical"
    assert fact_of(told(opened(1), case(1)))["abort_reason"] == "not_applicable"


def test_a_few_are_told_as_such_with_a_second_value_withheld() -> None:
    sexes = {"female": 11, "male": 14, "other": 3}
    people = [sex for sex, number in sexes.items() for _ in range(number)]
    records = [told(opened(n, sex=sex), case(n)) for n, sex in enumerate(people, 1)]

    by_sex = table(VIEW, records, by="sex")
    [whole] = table(VIEW, records)

    assert {row["sex"]: row["persons"] for row in by_sex} == {
        "female": "withheld",
        "male": 14,
        "other": "<5",
    }
    assert (whole["persons"], whole["operations"]) == (28, "<5")
    assert {"departed", "operations", "mean_detention_days"} <= set(whole["suppressed"])
    assert table(VIEW, records[:4])[0]["persons"] == "<5"


def test_two_dimensions_in_one_question_are_refused_with_what_can_be_asked() -> None:
    with pytest.raises(QuestionError, match=r"sex are not answered together.*year and month"):
        table(VIEW, [told(opened(1), case(1))], by="return_type", sex="female")
    with pytest.raises(QuestionError, match="month and year exclude each other"):
        table(VIEW, [told(opened(1), case(1))], year="2023", month="2024-01")


@given(order=st.permutations(range(60)))
@settings(max_examples=10, deadline=None)
def test_order_and_repetition_do_not_change_the_facts(order: list[int]) -> None:
    records = sample_records(4, 3)[:60]
    shuffled = [records[place] for place in order] + [records[place] for place in order[:9]]

    assert facts(VIEW, shuffled) == facts(VIEW, records)


def test_persons_of_invented_histories_are_those_counted_by_hand() -> None:
    records = sample_records(60, 7)
    now = max(record.recorded_at for record in records) + DAY
    stands = standing(records, now, JudgedAt(now))
    by_hand = {
        column: len(
            {case for record in stands if isinstance(record.data, events) for case in record.subjects("case")}
        )
        for column, events in {
            "persons": Event,
            "departed": ReturnCarriedOut,
            "with_force": RestraintApplied | UseOfForceObserved,
            "aborted_returns": ReturnAborted,
        }.items()
    }

    [whole] = table(VIEW, records)

    shown = {column: whole[column] for column in by_hand}
    few = {column for column, number in by_hand.items() if number < 5}
    hidden = {column for column, number in by_hand.items() if 0 < by_hand["persons"] - number < 5}
    assert shown == by_hand | dict.fromkeys(few, "<5") | dict.fromkeys(hidden, "withheld")
    assert whole["with_force"] == by_hand["with_force"]
