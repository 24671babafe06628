"""Work beside whoever serves begins, goes on after a fault, and ends with the block or by itself."""

import threading

import pytest

from foundation.repeating import repeating

LONG = 600.0


def test_it_waits_before_the_first_time_unless_told_not_to() -> None:
    at_once, later = threading.Event(), threading.Event()

    with (
        repeating(lambda _: at_once.set(), "at once", LONG, at_once=True),
        repeating(lambda _: later.set(), "later", LONG),
    ):
        assert at_once.wait(30)

    assert not later.is_set()


def test_it_goes_on_after_a_fault_which_is_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    third, times = threading.Event(), iter(range(10_000))

    def work(_stop: threading.Event) -> None:
        if next(times) < 2:
            raise KeyError("Ada")
        third.set()

    with repeating(work, "looking", 0.01):
        assert third.wait(30)

    assert caplog.messages == ["looking: KeyError; it is tried again"] * 2
    assert "Ada" not in caplog.text


def test_work_that_must_not_go_on_ends_itself() -> None:
    times = []

    def work(stop: threading.Event) -> None:
        times.append(stop)
        stop.set()

    with repeating(work, "once", 0.01):
        while not times:
            threading.Event().wait(0.01)
        times[0].wait(30)

    assert len(times) == 1


def test_work_is_told_that_the_block_ends() -> None:
    begun, told = threading.Event(), []

    def work(stop: threading.Event) -> None:
        begun.set()
        told.append(stop.wait(30))

    with repeating(work, "long work", 0.01):
        assert begun.wait(30)

    assert told == [True]
