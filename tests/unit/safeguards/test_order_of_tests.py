"""The order in which outcomes are tested: breached, satisfied, at risk or near, silence, not evidenced."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.history import History
from projections.safeguards.judging.rule import Due, Ground, because, never
from tests.unit.safeguards.records_told import DAY, MONDAY, due_at, judged, lawyer, rule, told

HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
DUE = MONDAY + 10 * DAY


def holds(_h: History) -> Iterator[Ground]:
    """Always holds."""
    yield because("It holds.")


def at(moment: datetime, **said: Any) -> Finding:
    finding = judged(rule(**said), told(lawyer("offered")), as_of=moment)
    assert finding is not None
    return finding


def test_each_outcome_gives_way_to_those_before_it() -> None:
    silent = {"due": due_at(MONDAY - DAY), "silence_after_due": "breached"}

    assert at(MONDAY, breached=holds, satisfied=holds, at_risk=holds, **silent).outcome == "breached"
    assert at(MONDAY, satisfied=holds, at_risk=holds, **silent).outcome == "satisfied"
    assert at(MONDAY, at_risk=holds, **silent).outcome == "at_risk"
    assert at(MONDAY, **silent).outcome == "breached"
    assert at(MONDAY).outcome == "not_evidenced"


def test_a_rule_that_does_not_apply_gives_no_finding() -> None:
    assert judged(rule(applies=never, breached=holds), told(lawyer("offered"))) is None


@pytest.mark.parametrize(
    ("duty", "near"),
    [(due_at(DUE), 7 * DAY), (due_at(DUE, of_departure=True), 72 * HOUR)],
    ids=["any duty", "a duty at departure"],
)
def test_a_due_time_is_near_from_its_window_on_up_to_the_very_moment(duty: Any, near: timedelta) -> None:
    said = {"due": duty, "silence_after_due": "breached"}

    moments = (DUE - near - TICK, DUE - near, DUE, DUE + TICK)

    assert [at(each, **said).outcome for each in moments] == [
        "not_evidenced",
        "at_risk",
        "at_risk",
        "breached",
    ]


def test_a_window_of_the_rule_replaces_the_usual_one() -> None:
    assert at(DUE, due=due_at(DUE), own_window=True).outcome == "not_evidenced"


def test_in_the_grace_after_a_due_time_silence_means_nothing() -> None:
    said = {"due": due_at(DUE, silent_until=DUE + DAY), "silence_after_due": "at_risk"}

    outcomes = [at(each, **said).outcome for each in (DUE + TICK, DUE + DAY, DUE + DAY + TICK)]

    assert outcomes == ["not_evidenced", "not_evidenced", "at_risk"]


def test_one_duty_that_is_near_comes_before_the_silence_about_another() -> None:
    def two(_h: History) -> list[Due]:
        return [Due(DUE), Due(MONDAY - DAY)]

    finding = at(DUE, due=two, silence_after_due="breached")

    assert (finding.outcome, finding.due) == ("at_risk", MONDAY - DAY)


def test_a_finding_tells_when_it_may_change_by_time_alone() -> None:
    said = {"due": due_at(DUE), "silence_after_due": "breached"}

    assert at(DUE - 8 * DAY, **said).next_change == DUE - 7 * DAY
    assert at(DUE, **said).next_change == DUE + TICK
    assert at(DUE + TICK, **said).next_change is None


def test_facts_after_the_moment_judged_and_records_not_yet_known_are_left_out() -> None:
    later = told(lawyer("offered"), occurred_at=MONDAY + DAY)
    unknown = told(lawyer("offered"), recorded_at=MONDAY + DAY)

    assert judged(rule(), later, as_of=MONDAY) is None
    assert judged(rule(), unknown, as_of=MONDAY) is None
    assert judged(rule(), unknown, as_of=MONDAY, known_at=MONDAY + DAY) is not None


def test_a_finding_rests_on_the_records_of_the_reasons_that_decided_it_with_their_confirmations() -> None:
    def of_first(h: History) -> Iterator[Ground]:
        yield because("The first.", h.records[0])
        yield because("Done late.", done_late=MONDAY + DAY)

    first = told(lawyer("offered"))
    other = told(lawyer("requested"), occurred_at=MONDAY + HOUR)
    confirmed = told(lawyer("offered"), amends=first.id, amendment_kind="confirmation")

    finding = judged(rule(breached=of_first), first, other, confirmed)

    assert finding is not None
    assert finding.evidence == (first.id, confirmed.id)
    assert finding.explanation == ("The first.", "Done late.")
    assert (finding.done_late, finding.supporting_records, finding.direct) == (MONDAY + DAY, 1, True)
