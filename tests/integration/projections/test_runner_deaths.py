"""Projectors and rebuilds that are killed, or started twice by mistake, do no harm."""

import subprocess
import sys
import time

from sqlalchemy import Engine, select

from projections.runner.generations import begin, prepare
from projections.runner.rebuild import rebuild
from projections.runner.runner import Runner
from projections.runner.table import POSITION
from tests.integration.projections.ledger import Ledger, is_exact, page
from tests.integration.projections.projector_process import log, project
from tests.servers import ROOT

COUNT = 400


def started(work: str, url: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.integration.projections.projector_process", work, url, str(COUNT)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_at(process: "subprocess.Popen[str]", engine: Engine, place: int) -> None:
    """Kill -9 once some generation has come to a place, in the middle of whatever is done then."""
    deadline = time.monotonic() + 200
    while furthest(engine) < place and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.kill()
    process.communicate()


def furthest(engine: Engine) -> int:
    """The place of the newest generation that has one."""
    with engine.connect() as connection:
        places = connection.execute(select(POSITION.c.place).order_by(POSITION.c.generation.desc()))
        return places.scalars().first() or 0


def test_rows_and_position_agree_whenever_a_projector_is_killed(url: str, engine: Engine) -> None:
    prepare(engine, Ledger())
    for target in (20, 90, 160, 230, 300):
        kill_at(started("project", url), engine, target)
        place = Runner(engine, Ledger()).next_place("return_operation")
        assert is_exact(engine, place - 1)
    project(url, COUNT)
    assert is_exact(engine, COUNT)


def test_two_projectors_in_processes_apply_everything_once(url: str, engine: Engine) -> None:
    both = [started("project", url), started("project", url)]
    for process in both:
        process.communicate(timeout=120)
    assert [process.returncode for process in both] == [0, 0]
    assert is_exact(engine, COUNT)


def test_a_killed_rebuild_leaves_the_old_rows_serving(url: str, engine: Engine) -> None:
    Runner(engine, Ledger()).apply(page(*range(1, 31)))
    for target in (40, 90, 180):
        kill_at(started("rebuild", url), engine, target)
        assert is_exact(engine, 30)
    rebuilt = rebuild(engine, Ledger(), lambda places: log(COUNT, places))
    assert (rebuilt.records, rebuilt.dead) == (COUNT, 0)
    assert is_exact(engine, COUNT)


def test_a_second_rebuild_beside_the_first_does_no_harm(url: str, engine: Engine) -> None:
    Runner(engine, Ledger()).apply(page(1, 2, 3))
    first = started("rebuild", url)
    while furthest(engine) < 10:
        time.sleep(0.005)
    rebuild(engine, Ledger(), lambda places: log(COUNT, places))
    first.communicate(timeout=120)
    assert first.returncode == 0
    assert is_exact(engine, COUNT)


def test_generations_left_behind_are_dropped(engine: Engine) -> None:
    Runner(engine, Ledger()).apply(page(1, 2, 3))
    assert [begin(engine, Ledger()) for _ in range(3)] == [2, 3, 4]
    assert rebuild(engine, Ledger(), lambda places: log(3, places)).generation == 5
    assert is_exact(engine, 3)
