"""Decides which commands of a group are stored, and as which records, without touching a database.

The commands are taken in order, each on top of what the ones before it added, so a group has the same
outcomes as its commands alone, one after the other.

* Every event known with equal content: `AlreadyStored`, whatever version was expected, so that a repeat
  after a lost answer is never taken for a conflict.
* An id in use for other content, in the log, earlier in the group or within the command: `OtherContent`.
* Something is new and the stream has another version than expected: `StreamMoved`.
* Otherwise `Appended`. When some events were known with equal content only the others are added; the
  records name both, in the command's order. So after an accepting outcome the whole command is in the log,
  and a refused one has added nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from foundation.event_store.port import (
    AlreadyStored,
    Appended,
    Command,
    OtherContent,
    Outcome,
    ProposedEvent,
    StoredRecord,
    StreamMoved,
)

LONGEST_NAME = 255
"""Bytes of a stream or topic name; far below what an index entry of either database can hold."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the log held, as far as a group asks, when the group got the right to write."""

    head: int
    records: Mapping[UUID, StoredRecord]
    """The records of those ids of the group that are in use."""
    versions: Mapping[str, int]
    """The versions of the group's streams; a stream without events may be missing."""


@dataclass(frozen=True, slots=True)
class Admission:
    """One outcome per command, and the records to insert, whose sequences follow the head."""

    outcomes: list[Outcome]
    added: list[StoredRecord]

    def is_in(self, known: Known) -> bool:
        """Whether exactly these records were stored: tells what became of a commit without an answer."""
        return bool(self.added) and all(known.records.get(record.event_id) == record for record in self.added)


def admit(commands: Sequence[Command], known: Known) -> Admission:
    """Plan one group."""
    group = _Group(known)
    outcomes = [group.admit(command) for command in commands]
    return Admission(outcomes, group.added)


def check_command(command: Command) -> None:
    """Raise `ValueError` for a command that no log can hold, before it can spoil a group."""
    if not command.events:
        raise ValueError("a command needs at least one event")
    if len({event.stream for event in command.events}) != 1:
        raise ValueError("the events of a command belong to one stream; use a command for each stream")
    for event in command.events:
        _check_name("stream", event.stream)
        _check_name("topic", event.topic)
        if len(event.fingerprint) != 32:
            raise ValueError("a fingerprint has 32 bytes, as SHA-256 gives them")


class _Group:
    def __init__(self, known: Known) -> None:
        self.added: list[StoredRecord] = []
        self._head = known.head
        self._records = dict(known.records)
        self._versions = dict(known.versions)

    def admit(self, command: Command) -> Outcome:
        fresh: dict[UUID, ProposedEvent] = {}
        for event in command.events:
            seen = self._records.get(event.event_id) or fresh.get(event.event_id)
            if seen is None:
                fresh[event.event_id] = event
            elif seen.fingerprint != event.fingerprint:
                return OtherContent(event.event_id)
        if fresh:
            stream, expected = command.events[0].stream, command.expected_version
            actual = self._versions.get(stream, 0)
            if expected is not None and expected != actual:
                return StreamMoved(stream, expected, actual)
            for event in fresh.values():
                self._add(event)
        records = tuple(self._records[event.event_id] for event in command.events)
        return Appended(records) if fresh else AlreadyStored(records)

    def _add(self, event: ProposedEvent) -> None:
        self._head += 1
        version = self._versions.get(event.stream, 0) + 1
        record = StoredRecord(
            self._head, event.event_id, event.stream, version, event.topic, event.body, event.fingerprint
        )
        self._versions[event.stream] = version
        self._records[event.event_id] = record
        self.added.append(record)


def _check_name(kind: str, name: str) -> None:
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        length = 0
    if not 0 < length <= LONGEST_NAME or "\0" in name:
        raise ValueError(f"a {kind} is 1 to {LONGEST_NAME} bytes of UTF-8 text without NUL")
