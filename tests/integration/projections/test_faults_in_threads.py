"""A fault in what goes on beside the answers is told without its text, and ends nothing else."""

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from foundation.clock import system_clock
from projections.finding_changes import following
from projections.runner.errors import HaltedError
from projections.runner.generations import prepare
from projections.runner.opening import open_database
from projections.safeguards.judging.parameters import Parameters
from projections.viewing import keeping_time
from projections.viewing.renewing import Making, renewing
from tests.change_streams import change_stream
from tests.integration.projections.renewing_process import hour, views

NAMED = "Ada"
"""Stands in the text of a fault for the name of a person."""


def critical(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelname == "CRITICAL"]


class Faulty:
    """A projection whose rows cannot be made anew at first."""

    name = "faulty"

    def __init__(self) -> None:
        self.asked = 0
        self.again = threading.Event()

    def create(self, connection: Connection, generation: int) -> None:
        """Nothing."""

    def drop(self, connection: Connection, generation: int) -> None:
        """Nothing."""

    def apply(self, connection: Connection, generation: int, records: Any) -> None:
        """Nothing."""

    def settle(self, _connection: Connection, _generation: int, _now: Any = None) -> int:
        """A fault that names somebody, and then nothing is left."""
        self.asked += 1
        if self.asked == 1:
            raise ValueError(NAMED)
        self.again.set()
        return 0


def test_limits_are_looked_at_again_after_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(keeping_time, "INTERVAL", 0.01)
    engine, faulty = open_database(f"sqlite:///{tmp_path}/views.sqlite"), Faulty()

    with keeping_time.keeping_time(engine, faulty, system_clock):
        assert faulty.again.wait(30)
    engine.dispose()

    assert critical(caplog) == ["limits of the views: ValueError; it is tried again"]
    assert NAMED not in caplog.text


def test_changes_are_looked_for_again_after_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(following, "INTERVAL", 0.01)
    asked, again = iter([True]), threading.Event()

    def known() -> None:
        if next(asked, False):
            raise ValueError(NAMED)
        again.set()

    with change_stream(tmp_path) as (stream, _), following.keeping_told(stream, known):
        assert again.wait(30)

    assert critical(caplog) == ["changes of findings: ValueError; it is tried again"]
    assert NAMED not in caplog.text


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (ValueError(NAMED), "rows could not be made anew (ValueError); rows go on by what they were made by"),
        (HaltedError("a process that makes rows has ended"), "a process that makes rows has ended"),
    ],
)
def test_rows_that_cannot_be_made_anew_stay_and_it_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Exception, told: str
) -> None:
    def pages() -> Any:
        raise fault

    engine = open_database(f"sqlite:///{tmp_path}/views.sqlite")
    prepare(engine, views(Parameters()))
    making = Making(engine, views(), pages, hour)

    with renewing(making):
        while not critical(caplog):
            threading.Event().wait(0.01)
    engine.dispose()

    assert critical(caplog) == [f"{told}. Run returnwatch rebuild --all"]
    assert NAMED not in caplog.text
