"""Feedback by country: what is found and reported, whether decisions weigh it, and no number of a few."""

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.country_risk_feedback.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.overlapping import told_together
from projections.viewing.suppression import split
from tests.unit.safeguards.records_told import DAY, MONITOR, OFFICE, amended
from tests.unit.views.feedback_told import (
    DECIDED,
    LATER,
    case_id,
    decided,
    facts,
    finding_id,
    found,
    harmed,
    table,
    weighed,
)

LIMIT = 5
COLUMNS = [column.name for column in VIEW.columns]


def became(*records: AnyRecord) -> Any:
    """What became of the first finding in the one decision on record."""
    [fact] = [row for row in facts(records) if row["fact"] == "decision"]
    return fact["weighing"][finding_id(1)]


def cases(count: int, first: int = 1) -> range:
    return range(first, first + count)


def test_a_row_tells_what_a_finding_says_and_whether_it_is_still_valid() -> None:
    [row] = table([found(valid_until=LATER.date())])

    assert list(row) == COLUMNS
    assert (row["country"], row["theme"], row["severity"]) == ("GE", "ill_treatment", "serious")
    assert (row["cases_counted"], row["state"], row["issued_by"]) == (12, "valid", MONITOR)
    assert table([found(valid_until=(LATER - DAY).date())])[0]["state"] == "expired"


def test_a_finding_from_few_cases_does_not_tell_how_many() -> None:
    assert table([found(cases_counted=4)])[0]["cases_counted"] == "<5"
    assert table([found(cases_counted=5)])[0]["cases_counted"] == 5


def test_the_last_version_of_a_finding_counts_whenever_it_was_recorded() -> None:
    versions = [found(severity="serious"), found(days=30, severity="critical", withdrawn=True)]

    for order in (versions, versions[::-1]):
        [row] = table(order)
        assert (row["severity"], row["state"]) == ("critical", "withdrawn")


def test_bodies_that_speak_of_one_finding_each_keep_their_version() -> None:
    other = found(severity="minor")
    of_another = amended(other, "addition")
    mine = of_another.envelope.model_copy(
        update={"asserted_by_body": OFFICE, "amends": None, "amendment_kind": None}
    )

    rows = table([found(), type(other)(mine, other.data)])

    assert {(row["issued_by"], row["severity"]) for row in rows} == {(MONITOR, "serious"), (OFFICE, "minor")}


def test_a_corrected_finding_shows_as_corrected_and_a_withdrawn_record_not_at_all() -> None:
    first = found()
    better = first.data.model_copy(update={"theme": "documents"})

    assert table([first, amended(first, "correction", better)])[0]["theme"] == "documents"
    assert table([first, amended(first, "withdrawal")]) == []


def test_a_decision_that_lists_the_finding_considered_it() -> None:
    assert became(found(), weighed(7, 1), decided(7)) == "considered"


def test_a_decision_whose_assessment_leaves_it_out_ignored_it() -> None:
    assert became(found(), weighed(7), decided(7)) == "ignored"


@pytest.mark.parametrize(
    "records",
    [
        (found(days=90), weighed(7), decided(7)),
        (found(area="GE-TB"), weighed(7), decided(7)),
        (found(), decided(7, cites=False)),
    ],
    ids=["recent", "on an area", "no assessment cited"],
)
def test_what_was_not_yet_expected_or_cannot_be_seen_is_open(records: tuple[AnyRecord, ...]) -> None:
    assert became(*records) == "open"


@pytest.mark.parametrize(
    "finding",
    [
        found(severity="minor"),
        found(country="AM"),
        found(days=150),
        found(valid_until=(DECIDED - DAY).date()),
        found(withdrawn=True),
        found(groups_affected=("pregnant",)),
    ],
    ids=["minor", "of another country", "later", "expired", "withdrawn", "of another group"],
)
def test_a_decision_need_not_weigh_what_did_not_bear_on_it(finding: AnyRecord) -> None:
    assert [row["fact"] for row in facts([finding, weighed(7), decided(7)])] == ["finding"]


def test_accounts_of_one_assessment_that_differ_leave_it_contested() -> None:
    by_lawyer = weighed(7, 2, asserted_by_role="lawyer", asserted_by_body=None)

    for order in ([weighed(7, 1), by_lawyer], [by_lawyer, weighed(7, 1)]):
        assert became(found(), *order, decided(7)) == "contested"


def test_accounts_of_one_decision_that_differ_leave_it_contested() -> None:
    by_lawyer = decided(7, country_of_return="AM", asserted_by_role="lawyer", asserted_by_body=None)

    assert became(found(), weighed(7), decided(7), by_lawyer) == "contested"


def test_an_account_that_leaves_the_assessment_open_takes_it_from_the_others() -> None:
    by_lawyer = decided(7, cites=False, asserted_by_role="lawyer", asserted_by_body=None)

    assert became(found(), weighed(7), decided(7), by_lawyer) == "ignored"


def test_numbers_of_decisions_show_when_no_part_is_small() -> None:
    records = [found()]
    records += [each for case in cases(6) for each in (weighed(case, 1), decided(case))]
    records += [each for case in cases(5, 20) for each in (weighed(case), decided(case))]

    [row] = table(records)

    assert (row["decisions"], row["considered"], row["ignored"]) == (11, 6, 5)
    assert (row["open"], row["contested"]) == ("<5", "<5")


def test_a_few_that_ignored_it_are_hidden_with_those_who_did_not() -> None:
    records = [found()]
    records += [each for case in cases(12) for each in (weighed(case, 1), decided(case))]
    records += [each for case in cases(2, 20) for each in (weighed(case), decided(case))]

    [row] = table(records)

    assert (row["decisions"], row["considered"], row["ignored"]) == (14, "withheld", "<5")


def test_findings_of_nearly_the_same_decisions_do_not_show_who_is_between() -> None:
    records = [found(1), found(2, valid_until=DECIDED.date())]
    records += [each for case in cases(10) for each in (weighed(case, 1, 2), decided(case))]
    records += [each for case in cases(2, 20) for each in (weighed(case, 1, 2), decided(case, days=110))]

    numbers = {row["finding"]: row["decisions"] for row in table(records)}

    assert numbers == {finding_id(1): 12, finding_id(2): "withheld"}


def test_lesser_findings_tell_no_decisions() -> None:
    assert table([found(severity="minor")])[0]["decisions"] is None


def test_persons_harmed_are_counted_once_whoever_reports_it() -> None:
    records = [harmed(case) for case in cases(6)]
    records += [harmed(1, "family_member", confidence_in_report="low"), harmed(2, "lawyer")]

    [row] = table(records)

    assert (row["finding"], row["harmed"]) == (None, 6)
    assert row["harmed_by_confidence"] == {"high": 6}
    assert row["harmed_by_foreseen"] == {"no": 6}


def test_reports_that_differ_on_what_was_foreseen_are_contested() -> None:
    records = [
        report
        for case in cases(5)
        for report in (harmed(case), harmed(case, "family_member", was_foreseen_in_assessment="yes"))
    ]

    assert table(records)[0]["harmed_by_foreseen"] == {"contested": 5}


@pytest.mark.parametrize("answer", ["refused", "withdrawn"])
def test_a_report_that_the_harmed_person_does_not_want_used_is_not_counted(answer: str) -> None:
    records = [harmed(case) for case in cases(5)]

    assert table([*records, harmed(9, returnee_agrees_to_use=answer)])[0]["harmed"] == 5


def test_few_persons_harmed_are_hidden() -> None:
    [row] = table([found(), *(harmed(case) for case in cases(4))])

    assert (row["harmed"], row["harmed_by_confidence"]) == ("<5", {})


def test_no_fact_names_a_case_or_what_happened_to_it() -> None:
    text = repr(facts([found(), weighed(7), decided(7), harmed(7)]))

    assert case_id(7) not in text
    assert "extortion" not in text


def test_filters_choose_findings_and_never_change_a_number() -> None:
    records = [
        found(1),
        found(2, severity="critical", theme="stigma"),
        found(3, "AM", groups_affected=("pregnant",)),
    ]
    records += [each for case in cases(7) for each in (weighed(case, 1), decided(case), harmed(case))]
    everything = table(records)

    for name, code in (
        ("country", "GE"),
        ("theme", "stigma"),
        ("severity", "serious"),
        ("finding", finding_id(1)),
        ("group", "everyone"),
        ("group", "pregnant"),
    ):
        chosen = table(records, **{name: code})
        assert chosen
        assert len(chosen) < len(everything)
        assert all(row in everything for row in chosen)
    assert table(records, area="GE-TB") == []


RECORDS = [
    found(),
    found(2, days=20),
    *(each for case in cases(3) for each in (weighed(case, 1), decided(case), harmed(case))),
    (wrong := harmed(3, "lawyer")),
    amended(wrong, "withdrawal"),
]


@given(order=st.permutations(RECORDS + RECORDS[:4]))
@settings(max_examples=25)
def test_neither_order_nor_repetition_changes_a_fact(order: list[AnyRecord]) -> None:
    assert facts(order) == facts(RECORDS)


VALUES = ("considered", "ignored", "open", None)


@given(
    kinds=st.lists(
        st.tuples(st.integers(1, 12), *(st.sampled_from(VALUES) for _ in range(3))), min_size=1, max_size=6
    )
)
@settings(max_examples=300)
def test_no_two_numbers_that_are_told_leave_a_few_between_them(kinds: list[tuple[int, ...]]) -> None:
    members = [
        {f"finding {place}": str(value) for place, value in enumerate(values) if value is not None}
        for count, *values in kinds
        for _ in range(count)
    ]

    told = told_together(members, {finding for each in members for finding in each}, LIMIT)

    sets = [
        {place for place, member in enumerate(members) if member.get(finding) in values}
        for finding, own in told.items()
        if own is not None
        for values in [*([value] for value in own.shown), own.values]
    ]
    for first, second in product(sets, sets):
        for between in (first, first - second, first & second):
            assert not 0 < len(between) < LIMIT
    for first, second, third in combinations(sets, 3):
        assert not 0 < len(first - second - third) < LIMIT


def test_a_division_that_would_leave_a_few_is_withheld_as_a_whole() -> None:
    members = [{"a": "yes", "b": "yes"}] * 6 + [{"a": "yes"}] * 3 + [{"a": "yes", "b": "no"}] * 7

    told = told_together(members, ["b", "a"], LIMIT)

    assert told == {"a": split({"yes": 16}, LIMIT), "b": None}


def test_those_whom_nothing_divides_hide_nothing() -> None:
    members = [{"a": "yes"}] * 6 + [{"a": "no"}] * 7 + [{}] * 2

    assert told_together(members, ["a"], LIMIT) == {"a": split({"yes": 6, "no": 7}, LIMIT)}
