"""A projection is built anew beside the rows that serve."""

import threading
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Engine, inspect

from projections.runner.answers import Applied, Gap, Repeated
from projections.runner.generations import OvertakenError, begin
from projections.runner.opening import open_database
from projections.runner.page import Page
from projections.runner.progress import Progress
from projections.runner.projection import NotRebuildableError, OneGeneration
from projections.runner.rebuild import SourceLagsError, rebuild
from projections.runner.runner import Runner
from tests.integration.projections.ledger import Ledger, is_exact, page, shown
from tests.integration.projections.projector_process import log


def test_a_rebuild_has_the_rows_of_the_log_and_drops_the_old_ones(engine: Engine) -> None:
    Runner(engine, Ledger()).apply(page(1, 2, 3, bad=[2]))
    told: list[int] = []
    rebuilt = rebuild(engine, Ledger(), lambda places: log(12, places), Progress(told.append))
    assert (rebuilt.generation, rebuilt.records, rebuilt.dead, told) == (2, 12, 0, [5, 10, 12])
    assert is_exact(engine, 12)
    ledgers = {name for name in inspect(engine).get_table_names() if name.startswith("ledger")}
    assert ledgers == {"ledger_2", "ledger_rows_2"}


def test_old_rows_serve_until_the_switch(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 2))

    def pages(places: Mapping[str, int]) -> Iterator[Page]:
        for one in log(20, places):
            assert is_exact(engine, 2)
            yield one

    rebuild(engine, Ledger(), pages)
    assert is_exact(engine, 20)


def test_a_live_runner_goes_on_from_the_positions_of_the_new_rows(engine: Engine) -> None:
    live = Runner(engine, Ledger())
    live.apply(page(1, 2))
    rebuild(engine, Ledger(), lambda places: log(10, places))
    assert isinstance(live.apply(page(3, 4)), Repeated)
    assert live.apply(page(13, 14)) == Gap(11)
    assert isinstance(live.apply(page(9, 10, 11, 12)), Applied)
    assert is_exact(engine, 12)


def test_no_answer_goes_back_when_the_live_runner_was_faster(engine: Engine) -> None:
    live = Runner(engine, Ledger())
    live.apply(page(*range(1, 11)))
    known = 10

    def pages(places: Mapping[str, int]) -> Iterator[Page]:
        nonlocal known
        yield from log(known, places)
        if known < 30:
            live.apply(page(*range(known + 1, known + 11)))
            known += 10

    rebuild(engine, Ledger(), pages)
    assert is_exact(engine, 30)


def test_a_source_that_holds_less_than_the_rows_in_use_is_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.runner.rebuild.PAUSE", 0)
    Runner(engine, Ledger()).apply(page(*range(1, 11)))
    with pytest.raises(SourceLagsError):
        rebuild(engine, Ledger(), lambda places: log(9, places))
    assert is_exact(engine, 10)


def test_positions_in_a_topic_are_kept_by_a_rebuild_from_the_log(engine: Engine) -> None:
    live = Runner(engine, Ledger())
    live.apply(page(1, 3, source="topic/0", first=0))
    live.apply(page(2, 4, source="topic/1", first=0))
    rebuild(engine, Ledger(), lambda places: log(4, places))
    _, count, added, places = shown(engine)
    assert (count, added) == (4, 10)
    assert places == {"return_operation": 4, "topic/0": 1, "topic/1": 1}
    assert isinstance(live.apply(page(5, source="topic/0", first=2)), Applied)


def test_a_rebuild_that_was_overtaken_stops(engine: Engine) -> None:
    def pages(places: Mapping[str, int]) -> Iterator[Page]:
        begin(engine, Ledger())
        yield from log(5, places)

    with pytest.raises(OvertakenError):
        rebuild(engine, Ledger(), pages)
    assert is_exact(engine, 0)


def test_rebuilds_beside_a_running_projector_lose_nothing(url: str, engine: Engine) -> None:
    written = 0
    finished = threading.Event()

    def keep_projecting() -> None:
        nonlocal written
        own = open_database(url)
        runner = Runner(own, Ledger())
        while not finished.is_set() or runner.next_place("return_operation") <= written:
            if not finished.wait(0.01):
                written += 3
            first = runner.next_place("return_operation")
            if first <= written:
                runner.apply(page(*range(first, written + 1)))
        own.dispose()

    live = threading.Thread(target=keep_projecting)
    live.start()
    try:
        for _ in range(3):
            rebuild(engine, Ledger(), lambda places: log(written, places))
    finally:
        finished.set()
        live.join()
    assert is_exact(engine, written)


def test_what_is_never_rebuilt_says_so(engine: Engine) -> None:
    with pytest.raises(NotRebuildableError):
        rebuild(engine, OneGeneration("log", lambda _connection, _records: None), lambda _: iter(()))
