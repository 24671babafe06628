"""Rows made in several processes are those made in one, and no process outlives the one that builds."""

import os
import select
import subprocess
import sys
from multiprocessing import active_children
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy import select as select_from

from projections.query.views import every_view, monitoring_views
from projections.runner.errors import HaltedError
from projections.runner.page import Page
from projections.runner.positions import serving
from projections.runner.progress import Progress
from projections.runner.reading import reading
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from projections.safeguards.judging.parameters import Parameters
from projections.viewing import projecting
from projections.viewing.hands import Hands, Task, hands
from projections.viewing.making import Stored, Wanted
from projections.viewing.row_seal import IN_CLEAR
from projections.viewing.table import NAME, tables
from tests.integration.projections.hands_process import staying
from tests.servers import ROOT
from tests.view_records import delivered, records_of

RECORDS = records_of("refoulement/no-return-without-procedure", "force/medical-check-after")
PAGES = [Page("pre_return", delivered(RECORDS))]


def rows(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        of = tables(serving(connection, NAME))
        return [
            list(map(tuple, connection.execute(select_from(*each.c).order_by(*each.primary_key))))
            for each in (of.row, of.facet, of.due, of.waiting)
        ]


def hears(told: list[tuple[int, int]]) -> Progress:
    """Keeps of how many subjects the rows were made, and of how many in all."""
    return Progress(made=lambda subjects, of: told.append((subjects, of)))


def one(number: int) -> Task:
    """A subject that has no records."""
    subject = f"C-00000000-0000-4000-8000-{number:012d}"
    return Task([Wanted(subject)], {subject: ()}, {})


@pytest.mark.parametrize("in_one_go", [15, projecting.IN_ONE_GO])
@pytest.mark.parametrize("many", [1, projecting.MANY])
def test_rows_are_the_same_wherever_and_in_how_many_goes_they_are_made(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, many: int, in_one_go: int
) -> None:
    Runner(engine, monitoring_views()).apply(PAGES[0])
    told_by_one: list[tuple[int, int]] = []
    rebuild(engine, monitoring_views(), lambda _: iter(PAGES), hears(told_by_one))
    in_one = rows(engine)

    monkeypatch.setattr(projecting, "MANY", many)
    monkeypatch.setattr(projecting, "IN_ONE_GO", in_one_go)
    monkeypatch.setattr(projecting, "AT_ONCE", 3)
    monkeypatch.setattr(projecting, "cores", lambda: 2)
    told: list[tuple[int, int]] = []
    rebuild(engine, monitoring_views(), lambda _: iter(PAGES), hears(told))

    assert rows(engine) == in_one
    assert len(in_one[0]) > 20
    subjects = told_by_one[-1][0]
    assert told_by_one == [(subjects, subjects)]
    assert told == sorted(set(told))
    assert len(told) == -(-subjects // 3)
    assert told[-1] == (subjects, subjects)


@pytest.mark.parametrize("heard", [3, 18])
def test_who_hears_of_the_rows_may_end_the_rebuild_and_the_old_ones_serve(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, heard: int
) -> None:
    Runner(engine, monitoring_views()).apply(PAGES[0])
    before = rows(engine)
    monkeypatch.setattr(projecting, "MANY", 1)
    monkeypatch.setattr(projecting, "IN_ONE_GO", 15)
    monkeypatch.setattr(projecting, "AT_ONCE", 3)
    monkeypatch.setattr(projecting, "cores", lambda: 2)

    def stops(subjects: int, _of: int) -> None:
        if subjects >= heard:
            raise InterruptedError(subjects)

    with pytest.raises(InterruptedError, match=str(heard)):
        rebuild(engine, monitoring_views(), lambda _: iter(PAGES), Progress(made=stops))

    assert rows(engine) == before
    assert active_children() == []
    rebuild(engine, monitoring_views(), lambda _: iter(PAGES))
    assert rows(engine) == before


def test_every_task_is_answered_once_and_who_dies_is_noticed() -> None:
    with hands(every_view, Parameters(), IN_CLEAR) as processes:
        given = [one(number) for number in range(9)]
        answers = [dict(each) for task in given for each in processes.give(task)]
        answers += map(dict, processes.rest())

        assert sorted(next(iter(each)) for each in answers) == sorted(
            next(iter(task.events)) for task in given
        )
        assert all(each == {next(iter(each)): Stored([], [], None)} for each in answers)
        _kill_and_notice(processes)
    assert active_children() == []


def _kill_and_notice(processes: Hands) -> None:
    for child in active_children():
        child.kill()
        child.join()
    with pytest.raises(HaltedError, match="has ended"):
        _answers_to(processes, one(1))


def _answers_to(processes: Hands, task: Task) -> list[Any]:
    return [*processes.give(task), *processes.rest()]


def test_what_goes_wrong_in_a_process_is_told_without_its_text() -> None:
    with hands(every_view, Parameters(), IN_CLEAR) as processes:
        list(processes.give(Task([Wanted("C-1")], {"C-1": ["E"]}, {"E": b"Somebody's name"})))
        with pytest.raises(HaltedError, match=r"could not be made \([A-Za-z]+\)"):
            list(processes.rest())


def test_rows_that_stay_are_left_to_the_building_process() -> None:
    record = delivered(RECORDS)[0]
    case = RECORDS[0].subjects("case")[0]
    with hands(staying, Parameters(), IN_CLEAR) as processes:
        list(processes.give(Task([Wanted(case)], {case: ["E"]}, {"E": record.body})))
        assert list(processes.rest()) == [{case: None}]


def test_they_end_when_the_building_process_is_killed() -> None:
    command = [sys.executable, "-m", "tests.integration.projections.hands_process"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as building:
        assert building.stdout is not None
        children = [os.pidfd_open(int(number)) for number in building.stdout.readline().split()]
        building.kill()

    for child in children:
        assert select.select([child], [], [], 60)[0], "a process outlived the one for which it worked"
        os.close(child)
    assert children
