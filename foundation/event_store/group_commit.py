"""One thread that stores the commands of many callers in few transactions.

While a transaction is on its way to the disk the next commands gather; they become the next group. So a
lone caller pays for one commit, and many callers share one.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any, Generic, TypeVar

from foundation.event_store.port import Command, Outcome, StoreUnavailableError

T = TypeVar("T")
Store = Callable[[Sequence[Command]], list[Outcome]]

LARGEST_GROUP = 1000
"""The most weight in one transaction: 1 for an event, and 1 more for every 16 KiB of its body."""
BODY_UNIT = 16 * 1024
IN_FLIGHT = 2
"""Groups of one bulk append that are queued at a time, so that other callers get their turn between them."""
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job(Generic[T]):
    commands: Sequence[Command]
    answer: Callable[[list[Outcome]], T]
    weight: int
    future: Future[T] = field(default_factory=Future)


class GroupCommit:
    """Queues commands and stores them in groups, in the order in which they came.

    `store` stores one group and returns after its commit; when it raises `StoreUnavailableError` it is
    called again with the same list until `patience` seconds have passed, and then its callers get the error.
    `committed` is called after every commit, before the callers are answered.
    """

    def __init__(self, store: Store, committed: Callable[[], None], *, patience: float = 5.0) -> None:
        self._store = store
        self._committed = committed
        self._patience = patience
        self._jobs: deque[_Job[Any]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="event-store-writer", daemon=True)
        self._thread.start()

    def submit(self, command: Command) -> Future[Outcome]:
        """Queue one command."""
        first: Callable[[list[Outcome]], Outcome] = itemgetter(0)
        return self._queue(_Job([command], first, _weight(command)))

    def store_many(self, commands: Sequence[Command]) -> list[Outcome]:
        """Store many commands in full groups and wait for them; the groups before an error stay stored."""
        outcomes: list[Outcome] = []
        waiting: deque[Future[list[Outcome]]] = deque()
        for part, weight in _parts(commands):
            if len(waiting) == IN_FLIGHT:
                outcomes += waiting.popleft().result()
            waiting.append(self._queue(_Job(part, list, weight)))
        for future in waiting:
            outcomes += future.result()
        return outcomes

    def close(self) -> None:
        """Take no more commands, store those that were taken, and end the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _queue(self, job: _Job[T]) -> Future[T]:
        with self._changed:
            if self._closed:
                raise StoreUnavailableError("the event store is closed; open it again and repeat the command")
            self._jobs.append(job)
            self._changed.notify()
        return job.future

    def _run(self) -> None:
        while group := self._next_group():
            live = [job for job in group if job.future.set_running_or_notify_cancel()]
            if live:
                self._commit(live)

    def _next_group(self) -> list[_Job[Any]]:
        """Wait for jobs; as many as fit into a group, none once closed and finished."""
        with self._changed:
            while not self._jobs and not self._closed:
                self._changed.wait()
            group: list[_Job[Any]] = []
            weight = 0
            while self._jobs and (not group or weight + self._jobs[0].weight <= LARGEST_GROUP):
                weight += self._jobs[0].weight
                group.append(self._jobs.popleft())
            return group

    def _commit(self, group: list[_Job[Any]]) -> None:
        try:
            outcomes = self._store_patiently([command for job in group for command in job.commands])
        except Exception as error:  # noqa: BLE001 - whatever it is belongs to the callers; the thread goes on
            for job in group:
                job.future.set_exception(error)
            return
        self._committed()
        following = iter(outcomes)
        for job in group:
            job.future.set_result(job.answer(list(islice(following, len(job.commands)))))

    def _store_patiently(self, commands: Sequence[Command]) -> list[Outcome]:
        deadline = time.monotonic() + self._patience
        pause = FIRST_PAUSE
        while True:
            try:
                return self._store(commands)
            except StoreUnavailableError as error:
                if time.monotonic() + pause > deadline:
                    raise
                logger.warning("%s; trying again", error)
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)


def _weight(command: Command) -> int:
    return sum(1 + len(event.body) // BODY_UNIT for event in command.events)


def _parts(commands: Sequence[Command]) -> Iterator[tuple[list[Command], int]]:
    part: list[Command] = []
    total = 0
    for command in commands:
        weight = _weight(command)
        if part and total + weight > LARGEST_GROUP:
            yield part, total
            part, total = [], 0
        part.append(command)
        total += weight
    if part:
        yield part, total
