"""What the feedback by country counts equals what is counted plainly from all records."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from projections.country_risk_feedback.view import VIEW
from projections.runner.opening import open_database
from projections.runner.positions import serving
from projections.runner.reading import reading
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from projections.viewing.projecting import MonitoringViews
from projections.viewing.rows import all_rows
from projections.viewing.table import NAME, tables
from projections.viewing.view import Question, Row
from tests.sample_records import sample_records
from tests.unit.views.feedback_told import LATER, decided, found, harmed, weighed
from tests.view_records import apply

APART = "IS"
"""A country to which nobody is returned in the invented histories."""
GRACE = timedelta(days=30)
CONFIDENCE = ("high", "medium", "low")


@pytest.fixture(scope="module")
def records() -> Sequence[AnyRecord]:
    """Invented histories, and some cases on which findings bear."""
    told = [found(1, APART), found(2, APART, 50, groups_affected=("pregnant",)), found(3, APART, 85)]
    told += [each for case in range(1, 14) for each in _decided(case, listed=case < 8)]
    told += [harmed(case, country=APART) for case in range(1, 8)]
    return [*sample_records(40, 3), *told]


@pytest.fixture(scope="module")
def facts(records: Sequence[AnyRecord], tmp_path_factory: pytest.TempPathFactory) -> Sequence[Row]:
    """Every fact, as the running view keeps it."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('views') / 'views.sqlite'}")
    try:
        apply(engine, MonitoringViews([VIEW]), records, pages=4)
        with reading(engine) as connection:
            return list(all_rows(connection, tables(serving(connection, NAME)), VIEW.name))
    finally:
        engine.dispose()


def test_persons_harmed_are_those_counted_by_hand(records: Sequence[AnyRecord], facts: Sequence[Row]) -> None:
    expected = sorted(map(repr, _harmed(_standing(records))))

    assert len(expected) > 8
    assert sorted(repr(dict(fact)) for fact in facts if fact["fact"] == "harm") == expected


def test_decisions_are_those_counted_by_hand(records: Sequence[AnyRecord], facts: Sequence[Row]) -> None:
    expected = sorted(map(repr, _weighed(_standing(records))))

    assert len(expected) >= 13
    assert sorted(repr(fact["weighing"]) for fact in facts if fact["fact"] == "decision") == expected


def test_the_table_has_the_numbers_of_the_facts(facts: Sequence[Row]) -> None:
    assert VIEW.answer is not None

    [row] = [
        row
        for row in VIEW.answer(facts, Question(LATER, {"country": APART}))
        if row["finding"] == found(1).data.country_finding
    ]

    own = [fact for fact in facts if fact["country"] == APART]
    assert row["harmed"] == sum(fact["fact"] == "harm" for fact in own)
    told = [fact["weighing"].get(row["finding"]) for fact in own if fact["fact"] == "decision"]
    assert (row["considered"], row["ignored"]) == (told.count("considered"), told.count("ignored")) == (7, 6)


def _decided(case: int, *, listed: bool) -> Sequence[AnyRecord]:
    return weighed(case, *([1] if listed else [])), decided(case, country_of_return=APART)


def _standing(records: Sequence[AnyRecord]) -> list[AnyRecord]:
    now = max(LATER, *(record.recorded_at for record in records))
    return standing(records, now, JudgedAt(now))


def _harmed(records: Sequence[AnyRecord]) -> Iterator[dict[str, Any]]:
    reports = defaultdict(list)
    for record in records:
        told: Any = record.data
        if record.name == "HarmReported" and told.returnee_agrees_to_use not in {"refused", "withdrawn"}:
            for case in record.subjects("case"):
                reports[case, told.country].append(told)
    for (_, country), each in reports.items():
        foreseen = {told.was_foreseen_in_assessment or "not_stated" for told in each}
        if {"yes", "no"} <= foreseen:
            answer = "contested"
        else:
            answer = min(foreseen, key=["yes", "no", "unknown", "not_stated"].index)
        yield {
            "fact": "harm",
            "country": country,
            "confidence": min((told.confidence_in_report for told in each), key=CONFIDENCE.index),
            "foreseen": answer,
        }


def _weighed(records: Sequence[AnyRecord]) -> Iterator[dict[str, str]]:
    """For each decision with one account, by nested loops over all findings and assessments."""
    named: dict[str, list[AnyRecord]] = defaultdict(list)
    for record in records:
        named[record.name].append(record)
    for record in named["ReturnDecisionIssued"]:
        told: Any = record.data
        became = {}
        for finding in named["CountryFindingIssued"]:
            says: Any = finding.data
            bears = says.country == told.country_of_return and says.severity in {"serious", "critical"}
            valid = finding.occurred_at.date() < told.issued_on <= says.valid_until and not says.withdrawn
            if bears and valid and not says.groups_affected:
                became[says.country_finding] = _became(
                    record, finding, named["IndividualAssessmentCompleted"]
                )
        if became:
            yield became


def _became(decision: AnyRecord, finding: AnyRecord, assessments: Sequence[AnyRecord]) -> str:
    told: Any = decision.data
    says: Any = finding.data
    cited, listed = False, False
    for record in assessments:
        assessment: Any = record.data
        same = assessment.assessment == told.assessment
        if decision.subjects("case") != record.subjects("case"):
            continue
        if same or record.occurred_at.date() <= told.issued_on:
            listed |= says.country_finding in (assessment.country_findings_considered or ())
        cited |= same
    if listed:
        return "considered"
    old = finding.occurred_at.date() <= told.issued_on - GRACE
    return "ignored" if cited and old and says.area is None else "open"
