"""Discrepancies of invented histories, against a plain comparison of every two accounts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from projections.discrepancies.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from tests.view_histories import rows, sampled, subjects

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
