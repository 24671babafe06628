"""What must hold for findings of any rule: arrival does not matter, the past stays, little is opened."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.data_classes import DataClass, Sealed, data_class_of
from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.evaluate import evaluate_one
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.opened_fields import OPENED
from projections.safeguards.rules.register import BY_ID
from projections.safeguards.scenario.checking import check
from projections.safeguards.scenario.loading import Expectation, Scenario, load

PATHS = sorted((Path(__file__).parents[2] / "scenarios").rglob("*.yaml"))


@cache
def scenario(path: Path) -> Scenario:
    return load(path)


def judged(records: Sequence[AnyRecord], expected: Expectation) -> Any:
    finding = evaluate_one(
        BY_ID[expected.safeguard], expected.subject, Asked(records, expected.as_of, expected.known_at)
    )
    return finding and (finding.outcome, finding.sides, finding.due, finding.done_late, finding.evidence)


@given(data=st.data())
@settings(max_examples=60)
def test_order_and_repetition_of_arrival_change_no_finding(data: st.DataObject) -> None:
    told = scenario(data.draw(st.sampled_from(PATHS)))
    expected = data.draw(st.sampled_from(told.expectations))
    shuffled = data.draw(st.permutations([*told.records, *told.records[:3]]))

    assert judged(shuffled, expected) == judged(told.records, expected)


@given(data=st.data())
@settings(max_examples=60)
def test_a_record_changes_no_finding_as_known_before_it(data: st.DataObject) -> None:
    told = scenario(data.draw(st.sampled_from(PATHS)))
    expected = data.draw(st.sampled_from(told.expectations))
    known = [record for record in told.records if record.recorded_at <= expected.known_at]

    assert judged(known, expected) == judged(told.records, expected)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_rule_reads_a_sealed_field_that_is_not_declared(path: Path) -> None:
    told = scenario(path)
    closed = Scenario(told.id, told.title, tuple(map(_closed, told.records)), told.expectations)

    missed = [each.expectation for each in check(closed) if not each.met]

    assert missed == []


def _closed(record: AnyRecord) -> AnyRecord:
    """The record with everything sealed that is not opened for judging."""
    values = {
        name: Sealed(sealed="x")
        for name, field in type(record.data).model_fields.items()
        if data_class_of(field) is not DataClass.OPEN
        and name not in OPENED.get(record.name, ())
        and getattr(record.data, name) not in (None, ())
    }
    return Record(record.envelope, record.data.model_copy(update=values))


def test_a_finding_states_what_it_rests_on() -> None:
    for path in PATHS:
        told = scenario(path)
        ids = {record.id for record in told.records}
        for each in check(told):
            if each.finding is not None:
                assert set(each.finding.evidence) <= ids
                assert each.finding.explanation
                assert isinstance(each.finding.as_of, datetime)
