"""The change stream of findings: the same whatever pages and walks there were, told once, never edited."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.safeguards.judging.docket import Asked as Judged
from projections.safeguards.judging.evaluate import evaluate_one
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.rules.register import BY_ID
from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver, told
from tests.view_records import records_of

RULE = "refoulement.no-return-without-procedure"
RECORDS = sorted(
    records_of("refoulement/no-return-without-procedure"), key=lambda record: (record.recorded_at, record.id)
)


def _streamed(
    folder: Path, pages: Sequence[Sequence[AnyRecord]], *, walks: bool, step: int = 500
) -> list[Any]:
    """The events told of pages that arrive one after the other, walked at once or after each page."""
    folder.mkdir(exist_ok=True)
    with change_stream(folder) as (stream, log):
        runner, first = stream.runner(), 1
        for page in pages:
            deliver(runner, page, first)
            first += len(page)
            if walks:
                stream.tell(max(record.recorded_at for record in page), step)
        stream.tell(PAST_ALL_LIMITS, step)
        return told(log)


def _cut(records: Sequence[AnyRecord], cuts: set[int]) -> list[Sequence[AnyRecord]]:
    places = [0, *sorted(cuts), len(records)]
    pages = [records[start:end] for start, end in pairwise(places)]
    return [page for page in pages if page]


def _moments_are_whole(cuts: set[int]) -> set[int]:
    """Cuts that leave the records of one moment together."""
    return {cut for cut in cuts if RECORDS[cut - 1].recorded_at < RECORDS[cut].recorded_at}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return _streamed(tmp_path_factory.mktemp("whole") / "a", [RECORDS], walks=False)


@given(cuts=st.sets(st.integers(1, len(RECORDS) - 1)), step=st.sampled_from([1, 3, 500]))
@settings(max_examples=8, deadline=None)
def test_pages_and_walks_do_not_change_the_stream(
    tmp_path_factory: pytest.TempPathFactory, expected: list[Any], cuts: set[int], step: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")

    walked = _streamed(folder / "a", _cut(RECORDS, _moments_are_whole(cuts)), walks=True, step=step)

    assert walked == expected


@given(order=st.permutations(range(len(RECORDS))), pages=st.sets(st.integers(1, len(RECORDS) - 1)))
@settings(max_examples=6, deadline=None)
def test_order_of_arrival_before_a_walk_does_not_change_the_stream(
    tmp_path_factory: pytest.TempPathFactory, expected: list[Any], order: list[int], pages: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("shuffled")

    shuffled = _streamed(folder / "a", _cut([RECORDS[place] for place in order], pages), walks=False)

    assert shuffled == expected


def test_each_change_is_what_the_rules_find_at_its_moment(expected: list[Any]) -> None:
    assert len(expected) > 10
    before: dict[tuple[str, str], str] = {}
    for event in expected:
        data = event["data"]
        key = (data["subject"], data["rule"])
        moment = datetime.fromisoformat(data["as_of"])
        finding = evaluate_one(BY_ID[data["rule"]], data["subject"], Judged(RECORDS, moment, moment))
        assert data["outcome"] == (finding.outcome if finding is not None else "not_applicable")
        assert data["outcome_before"] == before.get(key, "not_applicable")
        assert data["outcome"] != data["outcome_before"] or data["contested"]
        before[key] = data["outcome"]
    for (subject, rule), outcome in before.items():
        finding = evaluate_one(BY_ID[rule], subject, Judged(RECORDS, PAST_ALL_LIMITS, PAST_ALL_LIMITS))
        assert outcome == (finding.outcome if finding is not None else "not_applicable")


def test_a_change_names_the_record_or_the_limit_that_caused_it(expected: list[Any]) -> None:
    recorded = {record.id: record.recorded_at for record in RECORDS}
    causes = [(event["data"]["cause"], datetime.fromisoformat(event["data"]["as_of"])) for event in expected]

    by_record = [(cause["event_id"], at) for cause, at in causes if "event_id" in cause]
    by_limit = [(datetime.fromisoformat(cause["limit"]), at) for cause, at in causes if "limit" in cause]

    assert by_record
    assert by_limit
    assert len(by_record) + len(by_limit) == len(causes)
    assert all(recorded[event_id] == at for event_id, at in by_record)
    assert all(limit == at for limit, at in by_limit)


def test_walking_again_tells_nothing_again(tmp_path: Path) -> None:
    with change_stream(tmp_path) as (stream, log):
        deliver(stream.runner(), RECORDS)
        first = stream.tell(PAST_ALL_LIMITS)
        before = told(log)

        again = stream.tell(PAST_ALL_LIMITS + timedelta(days=1))

        assert (first, again) == (len(before), 0)
        assert told(log) == before


def test_a_late_record_adds_changes_and_edits_none(tmp_path: Path) -> None:
    late = next(record for record in RECORDS if record.name == "ReturnCarriedOut")
    others = [record for record in RECORDS if record is not late]
    stands = datetime(2026, 1, 1, tzinfo=UTC)
    with change_stream(tmp_path) as (stream, log):
        runner = stream.runner()
        deliver(runner, others)
        stream.tell(stands)
        before = told(log)

        deliver(runner, [late], len(others) + 1)
        stream.tell(stands + timedelta(hours=1))

        added = told(log)[len(before) :]
        assert told(log)[: len(before)] == before
        assert added
        assert {event["data"]["cause"]["event_id"] for event in added} == {late.id}
        assert {datetime.fromisoformat(event["data"]["as_of"]) for event in added} == {stands}


def test_other_numbers_change_findings_where_the_walk_stands(tmp_path: Path) -> None:
    stands = datetime(2025, 5, 1, tzinfo=UTC)
    with change_stream(tmp_path) as (stream, log):
        deliver(stream.runner(), RECORDS)
        stream.tell(stands)
        before = told(log)
    numbers = Parameters(version="ombudsman-1", body="ORG-ombudsman", record_grace_days=3_000)

    with change_stream(tmp_path, numbers) as (stream, log):
        stream.tell(stands + timedelta(hours=1))

        added = told(log)[len(before) :]
        assert {event["data"]["rule"] for event in added} == {RULE}
        for event in added:
            assert event["data"]["cause"]["judged_by"].startswith("rules ")
            assert event["data"]["parameters_version"] == "ombudsman-1"
