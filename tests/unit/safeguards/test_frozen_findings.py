"""Findings that the erasure of a case ends, and those that it leaves as they are."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from events.data_protection.rights import ErasureCarriedOut
from events.pre_return.remedy import LegalRepresentationRecorded
from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.evaluate import evaluate_one
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Ground, because
from tests.unit.safeguards.records_told import CASE, DAY, MONDAY, OPERATION, judged, lawyer, rule, told

ERASED_AT = MONDAY + 2 * DAY


def obstructed(h: History) -> Iterator[Ground]:
    """A lawyer was kept away."""
    for each in h.of(LegalRepresentationRecorded):
        if each.data.state == "obstructed":
            yield because("Kept away.", each)


def erasure(scope: str) -> AnyRecord:
    stated: dict[str, Any] = {"cause": "request_of_person", "scope": scope, "recipients_told": ()}
    data = ErasureCarriedOut(**stated, events_affected_count=1, key_destroyed_at=ERASED_AT)
    return told(data, occurred_at=ERASED_AT)


BEFORE = told(lawyer("offered"), CASE, OPERATION)
AFTER = told(lawyer("obstructed"), CASE, OPERATION, occurred_at=MONDAY + DAY, recorded_at=MONDAY + 3 * DAY)


@pytest.mark.parametrize("scope", ["case_personal", "case_special"])
def test_the_erasure_of_a_case_freezes_its_findings_against_later_records(scope: str) -> None:
    finding = judged(rule(breached=obstructed), BEFORE, erasure(scope), AFTER)

    assert finding is not None
    assert (finding.outcome, finding.frozen, finding.next_change) == ("not_evidenced", True, None)


def test_before_the_erasure_became_known_nothing_is_frozen() -> None:
    finding = judged(rule(breached=obstructed), BEFORE, erasure("case_personal"), known_at=MONDAY + DAY)

    assert finding is not None
    assert not finding.frozen


@pytest.mark.parametrize("named", [(), (CASE,)])
def test_the_erasure_of_another_case_freezes_nothing(named: tuple[str, ...]) -> None:
    other = told(lawyer("obstructed"), f"C-{UUID(int=7)}", *named)

    finding = evaluate_one(
        rule(breached=obstructed),
        f"C-{UUID(int=7)}",
        Asked([other, erasure("case_personal")], MONDAY + 9 * DAY, MONDAY + 9 * DAY),
    )

    assert finding is not None
    assert (finding.outcome, finding.frozen) == ("breached", False)


@pytest.mark.parametrize("scope", ["operation", "authority_day"])
def test_findings_about_many_cases_outlive_the_erasure_of_one(scope: Any) -> None:
    of_many = rule(breached=obstructed, scope=scope)

    finding = evaluate_one(
        of_many,
        OPERATION,
        Asked([BEFORE, erasure("case_personal"), AFTER], MONDAY + 9 * DAY, MONDAY + 9 * DAY),
    )

    assert finding is not None
    assert (finding.outcome, finding.frozen) == ("breached", False)
