"""An erasure waits for those who judge from what it ends: until they have, or for a day."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from foundation.clock import system_clock
from foundation.erasure.decisions import Erasure
from foundation.erasure.eraser import Eraser
from foundation.erasure.keeping_erased import kept_erased
from foundation.erasure.opening import erasing_over, fence_before_serving, held_in
from foundation.erasure.sql_witnesses import SqlWitnesses, witnesses_at
from foundation.erasure.waiting import LONGEST
from foundation.erasure.witnessing import Witness, Witnessed
from foundation.vault.opened import Plain
from foundation.vault.sql_engines import engine_of
from returnwatch.embedded import Embedded, address, embedded
from services.data_protection.application.erasing import Grounds
from services.data_protection.application.persons import Persons, persons_over
from tests.integration.vault import lives
from tests.integration.vault.lives import CASE, access

STREAM = "finding-changes"
VIEWS = "monitoring-views"
WITHDRAWN = Grounds("consent_withdrawn")


class Stage:
    """A data directory whose erasures wait as they do between processes."""

    def __init__(self, folder: Path, opened: Embedded, closing: ExitStack) -> None:
        self.vault, self.opened = address(folder, "vault"), opened
        self.now = system_clock()
        self.carried = True
        """Whether the relays have carried everything."""
        self.witnesses: SqlWitnesses = closing.enter_context(witnesses_at(self.vault))
        judged = Witnessed(self.witnesses, opened.stores, lambda _service, _end: self.carried)
        parts = (self.vault, opened.stores, opened.vault, self.clock)
        self.eraser: Eraser = closing.enter_context(erasing_over(*parts, judged=judged))
        held = held_in(opened.stores)
        self.use: Persons = persons_over(held, opened.recorders, opened.vault, self.eraser, self.clock)

    def clock(self) -> datetime:
        return self.now

    def enlist(self, *names: str) -> list[Witness]:
        for name in names:
            self.witnesses.enlist(name, self.now)
        return [Witness(name, self.witnesses) for name in names]

    def erase(self) -> list[Erasure]:
        """Those that have to wait."""
        return self.use.erasing.waiting(self.use.erasing.erase(CASE, access(), WITHDRAWN))

    def still_opens(self) -> bool:
        records = self.opened.stores["pre_return"].read(0, 1)
        found = self.opened.vault.open_record(records[0].body).values()
        return lives.HEALTH in [one.value for one in found if isinstance(one, Plain)]


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr("services.data_protection.application.erasing.PATIENCE", 0)
    with embedded(tmp_path) as opened, ExitStack() as closing:
        lives.record_life(opened)
        yield Stage(tmp_path, opened, closing)


def test_nobody_is_waited_for_where_nobody_judges(stage: Stage) -> None:
    assert stage.erase() == []
    assert not stage.still_opens()


def test_an_erasure_waits_until_each_witness_has_judged_up_to_its_decision(stage: Stage) -> None:
    stream, views = stage.enlist(STREAM, VIEWS)
    waiting = stage.erase()
    assert [one.case for one in waiting] == [CASE]

    for witness in (stream, views):
        assert stage.eraser.resume() == []
        assert stage.still_opens()
        assert witness.look()
        witness.judged(stage.now - timedelta(microseconds=1))
        assert stage.eraser.resume() == [], "the decision itself was not reached"
        assert witness.look()
        witness.judged(stage.now)
        assert not witness.look()

    assert stage.eraser.resume() == waiting
    assert not stage.still_opens()
    assert stage.use.erasing.waiting(waiting) == []


def test_nobody_is_asked_before_everything_is_on_its_topic(stage: Stage) -> None:
    (stream,) = stage.enlist(STREAM)
    stage.carried = False
    stage.erase()
    stage.eraser.resume()
    assert not stream.look()

    stage.carried = True
    stage.eraser.resume()
    assert stream.look()


def test_a_witness_that_never_comes_back_holds_an_erasure_up_for_a_day(stage: Stage) -> None:
    stage.enlist(STREAM)
    waiting = stage.erase()
    stage.now += LONGEST - timedelta(microseconds=1)
    assert stage.eraser.resume() == []

    stage.now += timedelta(microseconds=1)

    assert stage.eraser.resume() == waiting
    assert not stage.still_opens()


def test_a_witness_that_was_dismissed_is_not_waited_for(stage: Stage) -> None:
    stage.enlist(STREAM)
    waiting = stage.erase()
    assert stage.witnesses.dismiss(STREAM)
    assert not stage.witnesses.dismiss(STREAM)
    assert stage.eraser.resume() == waiting


def test_other_services_leave_open_what_waits_and_fence_it_afterwards(stage: Stage) -> None:
    (stream,) = stage.enlist(STREAM)
    stage.erase()
    log = stage.opened.stores["data_protection"]
    assert fence_before_serving(stage.vault, log, stage.clock) == 0
    assert stage.still_opens()

    stage.eraser.resume()
    stream.look()
    stream.judged(stage.now)

    assert fence_before_serving(stage.vault, log, stage.clock) == 1
    assert not stage.still_opens()


def test_what_the_log_says_was_carried_out_is_never_waited_for_again(stage: Stage) -> None:
    assert stage.erase() == []
    stage.enlist(STREAM)
    engine = engine_of(stage.vault)
    with engine.begin() as connection:  # as a vault restored from a backup before the erasure
        connection.exec_driver_sql("DELETE FROM erasures")
        connection.exec_driver_sql("DELETE FROM erasure_position")
        connection.exec_driver_sql("UPDATE subject_keys SET state = 'active' WHERE wrapped IS NOT NULL")
    engine.dispose()

    assert [one.case for one in stage.eraser.resume()] == [CASE]
    assert stage.witnesses.asked(STREAM) == []


def test_what_had_to_wait_is_completed_beside_whatever_is_served(stage: Stage) -> None:
    (stream,) = stage.enlist(STREAM)
    (waiting,) = stage.erase()
    stage.eraser.resume()
    with kept_erased(stage.eraser, look=0.01):
        assert stream.look()
        stream.judged(stage.now)
        while waiting.id in stage.eraser.waiting():
            pass
    assert not stage.still_opens()
