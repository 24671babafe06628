"""Whose account counts: sides, bodies of one side, what is left open, and the same fact told twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.pre_return.assessment import GuardianAppointed, IndividualAssessmentCompleted
from events.pre_return.circumstances import JusticeClaimRecorded
from events.pre_return.remedy import LegalRepresentationRecorded
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.history import History
from projections.safeguards.judging.matter import Group, accounts
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Ground, Rule, because
from tests.unit.safeguards.records_told import (
    CASE,
    DAY,
    MONDAY,
    MONITOR,
    OFFICE,
    POLICE,
    assessment,
    guardian,
    judged,
    lawyer,
    rule,
    told,
)

BY_MONITOR: dict[str, Any] = {"asserted_by_role": "independent_monitor", "asserted_by_body": MONITOR}
BY_POLICE: dict[str, Any] = {"asserted_by_role": "escort", "asserted_by_body": POLICE}
BY_LAWYER: dict[str, Any] = {"asserted_by_role": "lawyer", "asserted_by_body": None}


def any_not_individual(h: History) -> Iterator[Ground]:
    """Some assessment was not individual."""
    for each in h.of(IndividualAssessmentCompleted):
        if each.data.individual == "no":
            yield because("Not individual.", each)


def every_individual(h: History) -> Iterator[Ground]:
    """Every assessment was individual, and there is one."""
    found = h.of(IndividualAssessmentCompleted)
    if found and all(each.data.individual == "yes" for each in found):
        yield because("Individual.", *found)


def of_assessments(matter: tuple[str, ...] = ("IndividualAssessmentCompleted by assessment",)) -> Rule:
    return rule(breached=any_not_individual, satisfied=every_individual, matter=matter)


def found(*records: AnyRecord, matter: Rule | None = None) -> Finding:
    finding = judged(matter or of_assessments(), *records)
    assert finding is not None
    return finding


def test_the_worst_side_leads_and_a_difference_is_contested_whoever_spoke_last() -> None:
    monitor = told(assessment("no"), **BY_MONITOR)
    office = told(assessment("yes"), recorded_at=MONDAY + DAY)

    finding = found(monitor, office)

    assert (finding.outcome, finding.contested) == ("breached", True)
    assert finding.sides == {"authority": "satisfied", "monitor": "breached"}


def test_on_its_own_account_a_side_hears_nobody_else_about_the_same_thing() -> None:
    finding = found(told(assessment("yes")), told(assessment("yes"), **BY_MONITOR))

    assert (finding.outcome, finding.contested) == ("satisfied", False)


def test_about_another_thing_a_side_hears_everybody() -> None:
    finding = found(told(assessment("no")), told(assessment("yes", number=2), **BY_MONITOR))

    assert finding.sides == {"authority": "breached", "monitor": "breached"}


def test_without_a_matter_the_finding_is_made_on_all_records_and_never_contested() -> None:
    records = told(assessment("yes")), told(assessment("no"), **BY_MONITOR)

    finding = found(*records, matter=of_assessments(()))

    assert (finding.outcome, finding.contested, finding.sides) == ("breached", False, {})


def test_a_technical_record_makes_nobody_a_side() -> None:
    assert found(told(assessment("no"), asserted_by_role="platform", asserted_by_body=None)).sides == {}


def test_bodies_of_one_side_are_heard_apart_where_they_differ_about_one_thing() -> None:
    finding = found(told(assessment("yes")), told(assessment("no"), **BY_POLICE))

    assert (finding.sides, finding.contested) == ({"authority": "breached"}, False)


def test_a_body_without_an_account_of_its_own_uses_those_of_its_side() -> None:
    # Each of the two speaks of the first thing; only one of them of the second.
    records = (
        told(assessment("yes")),
        told(assessment("yes"), **BY_POLICE),
        told(assessment("no", number=2)),
        told(assessment("yes", number=2), **BY_MONITOR),
    )

    finding = found(*records)

    assert finding.sides == {"authority": "breached", "monitor": "satisfied"}


def of_one_heard(h: History) -> Iterator[Ground]:
    """The interview was in German."""
    for each in h.of(IndividualAssessmentCompleted):
        if each.data.interview_language == "de":
            yield because("In German.", each)


@pytest.mark.parametrize("other", [BY_MONITOR, BY_POLICE], ids=["another side", "another body of the side"])
def test_what_an_account_leaves_open_is_taken_from_the_other_accounts_of_that_thing(
    other: dict[str, Any],
) -> None:
    matter = rule(satisfied=of_one_heard, matter=("IndividualAssessmentCompleted by assessment",))
    silent, telling = told(assessment()), told(assessment(interview_language="de"), **other)
    elsewhere = told(assessment(number=2, interview_language="de"), **other)

    assert set(found(silent, telling, matter=matter).sides.values()) == {"satisfied"}
    assert found(silent, matter=matter).outcome == "not_evidenced"
    assert found(silent, telling, elsewhere, matter=matter).sides["authority"] == "satisfied"


def test_a_body_of_a_side_hears_no_other_body_of_it_about_the_same_thing() -> None:
    matter = rule(satisfied=of_one_heard, matter=("IndividualAssessmentCompleted by assessment",))
    german = told(assessment(interview_language="de"))
    english = told(assessment(interview_language="en"), **BY_POLICE)

    assert found(german, matter=matter).outcome == "satisfied"
    assert found(german, english, matter=matter).sides == {"authority": "not_evidenced"}


def test_what_an_account_states_is_not_taken_from_others() -> None:
    matter = rule(satisfied=of_one_heard, matter=("IndividualAssessmentCompleted by assessment",))
    own, other = (
        told(assessment(interview_language="en")),
        told(assessment(interview_language="de"), **BY_MONITOR),
    )

    assert found(own, other, matter=matter).sides == {"authority": "not_evidenced", "monitor": "satisfied"}


def reached_last(h: History) -> Iterator[Ground]:
    """The last word about a lawyer is that one was reached or asked for."""
    steps = h.of(LegalRepresentationRecorded)
    if steps and steps[-1].data.state in {"contact_made", "requested"}:
        yield because("Reached.", steps[-1])


def test_a_step_outside_the_states_of_the_matter_counts_for_every_side_and_asserts_nothing() -> None:
    matter = rule(
        satisfied=reached_last, matter=("LegalRepresentationRecorded[contact_made, obstructed] by case+date",)
    )
    account = told(lawyer("obstructed"))
    step = told(lawyer("requested"), occurred_at=MONDAY + timedelta(hours=1), **BY_LAWYER)

    finding = found(account, step, matter=matter)

    assert finding.sides == {"authority": "satisfied"}


def in_office(h: History) -> Iterator[Ground]:
    """Every record tells of a guardian in office."""
    steps = h.of(GuardianAppointed)
    if steps and all(each.data.state == "appointed" for each in steps):
        yield because("In office.", *steps)


GUARDIANS = rule(satisfied=in_office, matter=("GuardianAppointed by case+effective_on",))


def test_the_same_fact_told_again_by_the_same_body_counts_as_told_last() -> None:
    first = told(guardian("refused"))
    again = told(guardian("appointed"), recorded_at=MONDAY + DAY)

    assert found(first, again, matter=GUARDIANS).outcome == "satisfied"
    assert found(again, first, matter=GUARDIANS).outcome == "satisfied"


@pytest.mark.parametrize(
    ("data", "envelope"),
    [
        (guardian("appointed"), {"occurred_at": MONDAY + timedelta(hours=1)}),
        (guardian("appointed", effective_on=date(2024, 1, 9)), {}),
        (guardian("appointed"), {"asserted_by_body": POLICE}),
    ],
    ids=["another moment", "another key", "another body"],
)
def test_what_differs_in_moment_key_or_body_is_another_assertion(
    data: GuardianAppointed, envelope: dict[str, Any]
) -> None:
    again = told(data, **{"recorded_at": MONDAY + DAY, **envelope})

    assert found(told(guardian("refused")), again, matter=GUARDIANS).outcome == "not_evidenced"


def test_a_repeated_assertion_counts_once_also_in_what_a_rule_applies_to() -> None:
    def refused(h: History) -> Iterator[Ground]:
        for each in h.of(GuardianAppointed):
            if each.data.state == "refused":
                yield because("Refused.", each)

    about_refusals = rule(applies=refused, matter=("GuardianAppointed by case+effective_on",))
    first, again = told(guardian("refused")), told(guardian("appointed"), recorded_at=MONDAY + DAY)

    assert judged(about_refusals, first, again) is None
    assert judged(about_refusals, first) is not None


def test_whoever_speaks_of_the_matter_the_accounts_of_all_sides_stay_at_hand() -> None:
    def two_told(h: History) -> Iterator[Ground]:
        if len(h.whole.of(IndividualAssessmentCompleted)) > len(h.of(IndividualAssessmentCompleted)):
            yield because("Others tell of it too.")

    matter = rule(satisfied=two_told, matter=("IndividualAssessmentCompleted by assessment",))

    finding = found(told(assessment()), told(assessment(), **BY_MONITOR), matter=matter)

    assert finding.sides == {"authority": "satisfied", "monitor": "satisfied"}


@pytest.mark.parametrize("text", ["NoSuchEvent by case", "GuardianAppointed(x) by case"])
def test_a_matter_that_names_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no event of the catalogue"):
        Group.parse(text)


def test_several_events_may_be_accounts_of_one_thing_with_states_of_their_own() -> None:
    group = Group.parse("GuardianAppointed[ended]|IndividualAssessmentCompleted by case+date")

    assert group.keys == ("case", "date")
    assert [
        group.holds(told(each)) for each in (guardian("ended"), guardian(), assessment(), lawyer("ended"))
    ] == [
        True,
        False,
        True,
        False,
    ]


def test_records_of_other_cases_make_nobody_a_side() -> None:
    other = told(assessment("no"), f"C-{UUID(int=99)}", **BY_MONITOR)

    assert found(told(assessment("yes"), asserted_by_body=OFFICE), other).sides == {"authority": "satisfied"}


def claim(state: str, number: int | None = None) -> JusticeClaimRecorded:
    stated = {"asked": True, "none_declared": False, "state": state, "state_since": date(2024, 1, 8)}
    return JusticeClaimRecorded(**stated, claim=number and f"K-{UUID(int=number)}")  # type: ignore[arg-type] # codes


@pytest.mark.parametrize(
    ("others", "is_the_first"),
    [([1], True), ([1, 1], True), ([1, 2], False), ([], False)],
    ids=["one thing", "one thing told twice", "two things", "none"],
)
def test_an_event_without_id_belongs_to_the_only_thing_that_has_one(
    others: list[int], *, is_the_first: bool
) -> None:
    group = Group.parse("JusticeClaimRecorded by claim+state")
    with_id = [told(claim("filed", number)) for number in others]
    without = told(claim("filed"))

    *_, last = accounts([group], [*with_id, without], CASE, {})

    assert (last.things == {(0, f"K-{UUID(int=1)}", "filed")}) == is_the_first


def test_the_state_of_a_thing_does_not_hide_which_thing_it_is() -> None:
    group = Group.parse("JusticeClaimRecorded by claim+state")

    *_, last = accounts([group], [told(claim("filed", 1)), told(claim("settled"))], CASE, {})

    assert last.things == {(0, f"K-{UUID(int=1)}", "settled")}
