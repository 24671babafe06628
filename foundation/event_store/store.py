"""The event store of the port, on any log that lets one writer at a time look up, insert and commit."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Protocol
from uuid import UUID

from foundation.event_store.admission import Admission, Known, admit, check_command
from foundation.event_store.group_commit import GroupCommit
from foundation.event_store.port import Command, EventStore, Outcome, StoredRecord

POLL = 0.1
"""Seconds after which a waiting reader looks by itself, since another process may have written."""

Commit = Callable[[list[StoredRecord]], None]


class RecordLog(Protocol):
    """A database that holds one log. Every method raises `StoreUnavailableError` when it does not answer."""

    def writing(
        self, ids: Sequence[UUID], streams: Sequence[str]
    ) -> AbstractContextManager[tuple[Known, Commit]]:
        """Keep the writers of all processes out; gives what is known and a way to insert and commit."""

    def select_records(self, after: int, limit: int) -> list[StoredRecord]:
        """The records above `after`, in order."""

    def select_record(self, event_id: UUID) -> StoredRecord | None:
        """The record of one id."""

    def head(self) -> int:
        """The last sequence."""

    def damages(self) -> Iterator[str]:
        """Places where the database contradicts itself."""

    def close(self) -> None:
        """Release the connections."""


class CheckedEventStore(EventStore, Protocol):
    """An event store that can examine its own database."""

    def check(self) -> Iterator[str]:
        """Yield a line for every place of physical damage; nothing for a sound log."""


class LoggedEventStore:
    """Fulfils the port with a group commit in front of a log."""

    def __init__(self, log: RecordLog, *, patience: float = 5.0) -> None:
        self._log = log
        self._bell = _Bell()
        self._unanswered: tuple[Sequence[Command], Admission] | None = None
        self._writer = GroupCommit(self._store_group, self._bell.ring, patience=patience)

    def submit(self, command: Command) -> Future[Outcome]:
        """Queue a command. Raises `ValueError` for one that could never be stored."""
        check_command(command)
        return self._writer.submit(command)

    def append(self, command: Command) -> Outcome:
        """Store one command and wait for it."""
        return self.submit(command).result()

    def append_many(self, commands: Sequence[Command]) -> list[Outcome]:
        """Store many commands in full groups. All are checked before the first is stored."""
        for command in commands:
            check_command(command)
        return self._writer.store_many(commands)

    def read(self, after: int, limit: int) -> list[StoredRecord]:
        """The records with sequence above `after`, in order, at most `limit`."""
        return self._log.select_records(after, limit)

    def find(self, event_id: UUID) -> StoredRecord | None:
        """One record, or None when no event has this id."""
        return self._log.select_record(event_id)

    def head(self) -> int:
        """The last sequence, 0 for an empty log."""
        return self._log.head()

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until the head is above `after`, at most `timeout` seconds; says whether it is."""
        deadline = time.monotonic() + timeout
        while True:
            rung = self._bell.count
            if self._log.head() > after:
                return True
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            self._bell.wait(rung, min(remaining, POLL))

    def check(self) -> Iterator[str]:
        """Yield a line for every place of physical damage; nothing for a sound log."""
        return self._log.damages()

    def close(self) -> None:
        """Finish what was submitted, then release the connections."""
        self._writer.close()
        self._bell.ring()
        self._log.close()

    def _store_group(self, commands: Sequence[Command]) -> list[Outcome]:
        events = [event for command in commands for event in command.events]
        ids = [event.event_id for event in events]
        streams = list({event.stream for event in events})
        with self._log.writing(ids, streams) as (known, commit):
            if self._was_stored(commands, known):
                return self._take_answer()
            admission = admit(commands, known)
            self._unanswered = commands, admission
            if admission.added:
                commit(admission.added)
        return self._take_answer()

    def _was_stored(self, commands: Sequence[Command], known: Known) -> bool:
        """Whether the last try at the very same group was committed although its answer was lost."""
        if self._unanswered is None:
            return False
        tried, admission = self._unanswered
        return tried is commands and admission.is_in(known)

    def _take_answer(self) -> list[Outcome]:
        assert self._unanswered is not None  # noqa: S101 - set by every way that leads here
        _, admission = self._unanswered
        self._unanswered = None
        return admission.outcomes


class _Bell:
    """Wakes the readers of this process; `count` tells whether it rang since one looked."""

    def __init__(self) -> None:
        self.count = 0
        self._rung = threading.Condition()

    def ring(self) -> None:
        with self._rung:
            self.count += 1
            self._rung.notify_all()

    def wait(self, count: int, timeout: float) -> None:
        with self._rung:
            if self.count == count:
                self._rung.wait(timeout)
