"""Events to log, and a process that logs them: `logged_events.py EVENTS_URL LOG_URL BATCH`.

The process reads the event store from the start and appends in batches, printing the size after each commit.
"""

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from foundation.event_store.opening import open_store
from foundation.event_store.port import Command, EventStore, ProposedEvent
from foundation.tlog.notes import NoteSigner
from projections.audit_trail.trail import AuditTrail
from projections.runner.generations import writing
from projections.runner.opening import open_database

SERVICE = "return_operation"
SIGNER = NoteSigner("returnwatch.example/log", bytes(range(32)))
NOW = datetime(2024, 5, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Record:
    service: str
    sequence: int
    body: bytes


def event_id(number: int) -> str:
    return f"EVT-{UUID(int=number)}"


def body(number: int, recorded: str = "2024-05-01T10:00:00+00:00") -> bytes:
    attributes = {
        "id": event_id(number),
        "type": "org.returnwatch.return-operation.observation-filed.v1",
        "partitionkey": f"O-{UUID(int=number % 5)}",
        "recordedtime": recorded,
        "fingerprint": fingerprint(number).hex(),
        "data": {"text": "Überprüfung " * 20},
    }
    return json.dumps(attributes, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(8)).digest()


def records(start: int, stop: int, service: str = SERVICE) -> list[Record]:
    return [Record(service, number, body(number)) for number in range(start, stop)]


def fill(store: EventStore, start: int, stop: int) -> None:
    """Store events numbered like their sequences."""
    for number in range(start, stop):
        made = json.loads(body(number))
        proposed = ProposedEvent(
            UUID(int=number), made["partitionkey"], made["type"], body(number), fingerprint(number)
        )
        store.append(Command((proposed,)))


def open_trail(url: str) -> AuditTrail:
    """The log at an address, created when missing."""
    trail = AuditTrail(open_database(url), SIGNER, lambda: datetime.now(UTC))
    with writing(trail.engine).begin() as connection:
        trail.create(connection)
    return trail


def log(trail: AuditTrail, given: Sequence[Record]) -> None:
    with writing(trail.engine).begin() as connection:
        trail.apply(connection, given)


def log_store(trail: AuditTrail, store: EventStore, batch: int) -> None:
    """Log everything in the store from its beginning."""
    after = 0
    while page := store.read(after, batch):
        log(trail, [Record(SERVICE, found.sequence, found.body) for found in page])
        after = page[-1].sequence
        sys.stdout.write(f"{after}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    events_url, log_url, size = sys.argv[1:]
    log_store(open_trail(log_url), open_store(events_url), int(size))
