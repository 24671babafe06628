"""Further processes that make rows while the views are built anew, one for each core.

They see no database: records come in through a pipe, with the values that may be opened, and rows go out of
it. When the building process dies the pipes end, and so do they.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from queue import SimpleQueue

from projections.runner.errors import HaltedError
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.making import Maker, Stored, Wanted
from projections.viewing.opened import record_of
from projections.viewing.row_seal import RowSeal
from projections.viewing.view import Made, View

GetViews = Callable[[], Sequence[View]]
"""Gives the views in another process; a function that can be imported there."""
REMEMBERED = 20_000
"""Records that a process keeps read, since many subjects need the same ones."""
AHEAD = 2
"""Tasks that a process has before it, so that it never waits for the next."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some subjects, the ids of their records, and the bytes of these records."""

    wanted: Sequence[Wanted]
    events: Mapping[str, Sequence[str]]
    bodies: Mapping[str, bytes]


Answer = Mapping[str, Stored | None]
"""Subject to what to store of it; none where rows made before are needed, which lie in the database."""


class RowsBeforeNeededError(Exception):
    """Rows that stay as they were made can be read by the building process alone."""


class Hands:
    """Processes that make rows. Not safe to use from several threads."""

    def __init__(self, processes: Mapping[Connection, BaseProcess]) -> None:
        self._processes = processes
        self._before = dict.fromkeys(processes, 0)

    def give(self, task: Task) -> Iterator[Answer]:
        """Have the rows of a task made; gives answers to earlier ones while all processes are busy."""
        while min(self._before.values()) >= AHEAD:
            yield from self._answers()
        free = min(self._before, key=self._before.__getitem__)
        with _while_alive():
            free.send(task)
        self._before[free] += 1

    def rest(self) -> Iterator[Answer]:
        """The answers to all tasks that are still being made."""
        while any(self._before.values()):
            yield from self._answers()

    def _answers(self) -> Iterator[Answer]:
        for ready in wait([pipe for pipe, before in self._before.items() if before]):
            assert isinstance(ready, Connection)  # noqa: S101 - nothing else was waited for
            with _while_alive():
                answer = ready.recv()
            self._before[ready] -= 1
            if isinstance(answer, str):
                raise HaltedError(f"rows could not be made ({answer}); the rows in use go on serving")
            yield answer


@contextmanager
def hands(views: GetViews, parameters: Parameters, seal: RowSeal) -> Iterator[Hands]:
    """As many processes as this one may use cores, while the block lasts."""
    context = get_context("spawn")
    processes: dict[Connection, BaseProcess] = {}
    try:
        for _ in range(cores()):
            mine, theirs = context.Pipe()
            process: BaseProcess = context.Process(
                target=_work, args=(theirs, views, parameters, seal), daemon=True
            )
            process.start()
            theirs.close()
            processes[mine] = process
        yield Hands(processes)
    finally:
        for pipe in processes:
            pipe.close()
        for process in processes.values():
            process.join()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _while_alive() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise HaltedError("a process that makes rows has ended; the rows in use go on serving") from None


def _work(pipe: Connection, views: GetViews, parameters: Parameters, seal: RowSeal) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the building process ends the pipe
    maker = Maker(tuple(sorted(views(), key=lambda view: view.name)), parameters, seal)
    parsed: dict[str, AnyRecord] = {}
    tasks: SimpleQueue[Task | None] = SimpleQueue()
    # Read at once: who gives a task must not wait for one that waits to be rid of its answer.
    threading.Thread(target=_read, args=(pipe, tasks), daemon=True, name="tasks").start()
    while (task := tasks.get()) is not None:
        try:
            answer: Answer | str = _done(maker, task, parsed)
        except Exception as fault:  # noqa: BLE001 - told without its text, which could name somebody
            answer = type(fault).__name__
        try:
            pipe.send(answer)
        except OSError:
            return


def _read(pipe: Connection, tasks: SimpleQueue[Task | None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            tasks.put(pipe.recv())
    tasks.put(None)


def _done(maker: Maker, task: Task, parsed: dict[str, AnyRecord]) -> Answer:
    if len(parsed) > REMEMBERED:
        parsed.clear()
    for event, body in task.bodies.items():
        if event not in parsed:
            parsed[event] = record_of(body)
    return {
        each.subject: _made(maker, each, [parsed[event] for event in task.events[each.subject]])
        for each in task.wanted
    }


def _made(maker: Maker, wanted: Wanted, records: Sequence[AnyRecord]) -> Stored | None:
    try:
        return maker.made(wanted, records, _needs_rows_before)
    except RowsBeforeNeededError:
        return None


def _needs_rows_before(_view: View, _subject: str) -> list[Made]:
    raise RowsBeforeNeededError
