"""The index of changes answers as the log itself would, however far it has come."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from projections.finding_changes import index as indexing
from projections.finding_changes.change import Cause, FindingChanged
from projections.finding_changes.filters import CODES, FILTERS, codes
from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.reading import Asked, Page, history, page_of
from projections.finding_changes.telling import FindingChanges
from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver, told
from tests.view_records import records_of

BEYOND = 10**9


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FindingChanges]:
    folder: Path = tmp_path_factory.mktemp("stream")
    names = ("refoulement/no-return-without-procedure", "due-process/no-removal-while-remedy-pending")
    with change_stream(folder) as (stream, _):
        found = [name for name in names if (Path("tests/scenarios") / f"{name}.yaml").exists()]
        deliver(stream.runner(), records_of(*found))
        stream.tell(PAST_ALL_LIMITS)
        yield stream


@pytest.fixture(params=[0, 1, 40, BEYOND])
def index(stream: FindingChanges, request: pytest.FixtureRequest, monkeypatch: Any) -> Iterator[ChangeIndex]:
    """An index that has come so far, in small steps."""
    monkeypatch.setattr(indexing, "BATCH", 7)
    made = ChangeIndex(stream.engine)
    made.create()
    with stream.engine.begin() as connection:
        for table in reversed(indexing.METADATA.sorted_tables):
            connection.execute(table.delete())
        connection.execute(indexing.REACHED.insert().values(id=1, position=0))
    made.follow(UpTo(stream, request.param))  # type: ignore[arg-type]  # a log that ends earlier
    yield made
    made.follow(stream.log)


class UpTo:
    """The log as it was when it held fewer changes."""

    def __init__(self, stream: FindingChanges, end: int) -> None:
        self._log, self._end = stream.log, min(end, stream.log.head())

    def head(self) -> int:
        return self._end

    def read(self, after: int, limit: int) -> list[Any]:
        return [each for each in self._log.read(after, limit) if each.sequence <= self._end]


def questions(stream: FindingChanges) -> list[dict[str, str]]:
    """Every code that occurs, alone and with another, and codes that do not occur."""
    data = [event["data"] for event in told(stream.log)]  # type: ignore[arg-type]  # a checked store
    single = {(name, code) for each in data for name in FILTERS for code in codes(each, name)}
    pairs = [{"outcome": "breached", name: code} for name, code in sorted(single) if name != "outcome"]
    unused = [{name: code} for name, there_are in CODES.items() for code in there_are]
    threes = [{"severity": "critical", "contested": "no", "case": "C-nobody"}]
    return [dict([each]) for each in sorted(single)] + pairs + unused + threes


def whole(stream: FindingChanges, asked: Asked, index: ChangeIndex | None) -> list[int]:
    found: list[int] = []
    while True:
        page: Page = page_of(stream.log, asked, index)
        assert len(page.changes) <= asked.limit
        found += [each.position for each in page.changes]
        if not page.more:
            assert page.next == stream.log.head()
            return found
        assert page.next > asked.after
        asked = replace(asked, after=page.next)


def test_every_filter_finds_what_a_search_through_the_log_finds(
    stream: FindingChanges, index: ChangeIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "CANDIDATES", 5)
    asked = questions(stream)
    assert len(asked) > 100
    for filters in asked:
        for limit in (1, 1000) if len(filters) > 1 else (3,):
            question = Asked(0, limit, filters)
            assert whole(stream, question, index) == whole(stream, question, None), filters


def test_a_history_is_the_same_with_the_index_and_without(stream: FindingChanges, index: ChangeIndex) -> None:
    subjects = {event["subject"] for event in told(stream.log)}  # type: ignore[arg-type]  # a checked store
    assert len(subjects) > 2
    for subject in subjects:
        assert list(history(stream.log, subject, index=index)) == list(history(stream.log, subject))


def test_an_index_that_nobody_has_made_is_no_obstacle(tmp_path: Path) -> None:
    with change_stream(tmp_path) as (stream, log):
        deliver(stream.runner(), records_of("refoulement/no-return-without-procedure"))
        stream.tell(PAST_ALL_LIMITS)
        page = page_of(log, Asked(filters={"outcome": "breached"}), ChangeIndex(stream.engine))
        assert page == page_of(log, Asked(filters={"outcome": "breached"}))
        assert page.changes


def test_a_change_of_a_rule_that_is_no_longer_there_is_found_by_the_area_it_named() -> None:
    change = FindingChanged.model_construct(area="17", rule="gone", cause=Cause(event_id="EVT-1"))
    assert codes(orjson.loads(orjson.dumps({"area": change.area, "rule": change.rule})), "area") == ("17",)
