"""What every event store promises.

* `append` answers only after the events are on disk.
* Sequence order is commit order, without holes: a reader that goes on from the last sequence it saw
  misses nothing.
* A command is stored whole or not at all.
* An event id is stored once. The same id with the same fingerprint gives the first result again; with
  another fingerprint the command is refused and nothing of it is stored.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """An event ready to be stored, its personal fields already sealed."""

    event_id: UUID
    stream: str
    """The subject whose events stay in order: the partition key, for example `C-…` or `O-…`."""
    topic: str
    """The stored name: the CloudEvents type, never a Python path."""
    body: bytes
    """Canonical bytes of the structured CloudEvent, stored and logged as they are."""
    fingerprint: bytes
    """32 bytes that are equal exactly when the content as submitted is equal."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """An event with its place in the log of its service. Sequences start at 1."""

    sequence: int
    event_id: UUID
    stream: str
    version: int
    """Position in its stream, starting at 1."""
    topic: str
    body: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Command:
    """Events of one stream that are stored together or not at all."""

    events: tuple[ProposedEvent, ...]
    expected_version: int | None = None
    """Version of the stream that the author has seen; None when any will do."""


@dataclass(frozen=True, slots=True)
class Appended:
    """The events are on disk, for the first time."""

    records: tuple[StoredRecord, ...]


@dataclass(frozen=True, slots=True)
class AlreadyStored:
    """Every event was stored before with the same content: the first result again."""

    records: tuple[StoredRecord, ...]


@dataclass(frozen=True, slots=True)
class OtherContent:
    """An event id is in use for other content. Nothing of the command was stored."""

    event_id: UUID


@dataclass(frozen=True, slots=True)
class StreamMoved:
    """The stream has another version than expected. Nothing of the command was stored."""

    stream: str
    expected: int
    actual: int


Outcome = Appended | AlreadyStored | OtherContent | StreamMoved


class StoreUnavailableError(Exception):
    """The database did not answer. Whether the command was stored is unknown: repeat it with the same ids."""


class EventStore(Protocol):
    """One service's log. Safe to call from many threads."""

    def submit(self, command: Command) -> Future[Outcome]:
        """Queue a command; the future ends when the command is on disk or refused."""

    def append(self, command: Command) -> Outcome:
        """Store one command and wait for it."""

    def append_many(self, commands: Sequence[Command]) -> list[Outcome]:
        """Store many commands in few transactions; each has its own outcome, in the same order."""

    def read(self, after: int, limit: int) -> list[StoredRecord]:
        """The records with sequence above `after`, in order, at most `limit`."""

    def find(self, event_id: UUID) -> StoredRecord | None:
        """One record, or None when no event has this id."""

    def head(self) -> int:
        """The last sequence, 0 for an empty log."""

    def wait(self, after: int, timeout: float) -> bool:
        """Wait until the head is above `after`, at most `timeout` seconds; says whether it is."""

    def close(self) -> None:
        """Finish what was submitted, then release the connections."""
