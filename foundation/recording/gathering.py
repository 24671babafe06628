"""Hands commands of one event loop to the event store together, and their outcomes back together.

Requests that are ready in the same turn of the loop reach the writer at once, so that they share a
transaction; and one message wakes the loop for all of them. No command waits for another one.
"""

import asyncio
import threading
from concurrent.futures import Future

from foundation.event_store.port import Command, EventStore, Outcome, StoreUnavailableError

Waiting = asyncio.Future[Outcome]


class Gathering:
    """Used from one event loop."""

    def __init__(self, store: EventStore, loop: asyncio.AbstractEventLoop) -> None:
        self._store, self.loop = store, loop
        self._commands: list[tuple[Command, Waiting]] = []
        self._ended: list[tuple[Waiting, Future[Outcome]]] = []
        self._lock = threading.Lock()

    def submit(self, command: Command) -> Waiting:
        """The outcome to come, or StoreUnavailableError."""
        waiting: Waiting = self.loop.create_future()
        if not self._commands:
            self.loop.call_soon(self._hand_over)
        self._commands.append((command, waiting))
        return waiting

    def _hand_over(self) -> None:
        commands, self._commands = self._commands, []
        for command, waiting in commands:
            if waiting.cancelled():
                continue  # nobody waits for it, and it was not promised to anyone
            try:
                future = self._store.submit(command)
            except (StoreUnavailableError, ValueError) as error:
                waiting.set_exception(error)
            else:
                future.add_done_callback(lambda done, waiting=waiting: self._end(waiting, done))  # type: ignore[misc]  # mypy does not infer a lambda's defaults

    def _end(self, waiting: Waiting, future: Future[Outcome]) -> None:
        """Called in the writer's thread; wakes the loop unless it was woken and did not look yet."""
        with self._lock:
            self._ended.append((waiting, future))
            if len(self._ended) > 1:
                return
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            ended, self._ended = self._ended, []
        for waiting, future in ended:
            if waiting.done():
                continue  # the request was given up meanwhile
            error = future.exception()
            if error is not None:
                waiting.set_exception(error)
            else:
                waiting.set_result(future.result())
