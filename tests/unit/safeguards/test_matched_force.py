"""Which records of force are accounts of one use, and what makes a record an account of a case."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events.return_operation.force import RestraintApplied, UseOfForceObserved
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Ground, because
from tests.unit.safeguards.records_told import (
    CASE,
    DAY,
    MONDAY,
    MONITOR,
    OPERATION,
    POLICE,
    amended,
    judged,
    linked,
    restraint,
    rule,
    seen,
    told,
)

BY_MONITOR: dict[str, Any] = {"asserted_by_role": "independent_monitor", "asserted_by_body": MONITOR}
BY_POLICE: dict[str, Any] = {"asserted_by_role": "escort", "asserted_by_body": POLICE}


def hurt(h: History) -> Iterator[Ground]:
    """Some account tells of an injury."""
    for each in [*h.of(RestraintApplied), *h.of(UseOfForceObserved)]:
        if each.data.injury == "minor":
            yield because("Hurt.", each)


RULE = rule(breached=hurt, matter=("RestraintApplied|UseOfForceObserved by force_use",))


def sides(*records: AnyRecord) -> dict[Any, Any]:
    finding = judged(RULE, *records)
    assert finding is not None
    return finding.sides


BY_ESCORT = told(restraint(1), CASE, OPERATION, f"U-{UUID(int=1)}", **BY_POLICE)


def test_accounts_of_one_case_are_of_one_use_when_their_times_are_fifteen_minutes_apart_or_less() -> None:
    near = told(seen(25, injury="minor"), CASE, OPERATION, **BY_MONITOR)
    apart = told(seen(25.1, injury="minor"), CASE, OPERATION, **BY_MONITOR)

    assert sides(BY_ESCORT, near) == {"authority": "not_evidenced", "monitor": "breached"}
    assert sides(BY_ESCORT, apart) == {"authority": "breached", "monitor": "breached"}


@pytest.mark.parametrize(
    ("link", "outcome"), [("same_fact", "not_evidenced"), ("not_the_same_fact", "breached")]
)
def test_the_latest_link_decides_also_about_what_replaced_a_record(link: str, outcome: str) -> None:
    seen_first = told(seen(5), CASE, OPERATION, **BY_MONITOR)
    corrected = amended(seen_first, "correction", seen(5, injury="minor"))
    first = "same_fact" if link == "not_the_same_fact" else "not_the_same_fact"
    links = [
        told(linked(BY_ESCORT, seen_first, first), BY_ESCORT.id, **BY_MONITOR),
        told(linked(seen_first, BY_ESCORT, link), BY_ESCORT.id, occurred_at=MONDAY + DAY, **BY_MONITOR),
    ]

    assert sides(BY_ESCORT, seen_first, corrected, *links)["authority"] == outcome


def test_an_observation_that_names_no_case_counts_once_a_link_confirms_it() -> None:
    nameless = told(seen(5, injury="minor"), OPERATION, **BY_MONITOR)
    link = told(linked(nameless, BY_ESCORT, "same_fact_conflicting"), BY_ESCORT.id, **BY_MONITOR)

    assert sides(BY_ESCORT, nameless) == {"authority": "not_evidenced"}
    assert sides(BY_ESCORT, nameless, link) == {"authority": "not_evidenced", "monitor": "breached"}


def test_two_uses_that_one_observation_matches_are_not_one_assertion_of_the_body_that_told_both() -> None:
    second = told(restraint(2, injury="minor"), CASE, f"U-{UUID(int=2)}", **BY_POLICE)
    quiet = told(restraint(3), CASE, f"U-{UUID(int=3)}", recorded_at=MONDAY + timedelta(hours=1), **BY_POLICE)
    observed = told(seen(5), CASE, **BY_MONITOR)

    assert sides(second, quiet, observed) == {"authority": "breached", "monitor": "not_evidenced"}


def test_uses_that_one_body_tells_apart_stay_apart_where_an_observation_is_of_one_of_them_only() -> None:
    second = told(restraint(2, injury="minor"), CASE, f"U-{UUID(int=2)}", **BY_POLICE)
    observed = told(seen(5), CASE, **BY_MONITOR)
    link = told(linked(observed, second, "not_the_same_fact"), observed.id, **BY_MONITOR)

    assert sides(BY_ESCORT, second, observed)["monitor"] == "not_evidenced"
    assert sides(BY_ESCORT, second, observed, link)["monitor"] == "breached"
