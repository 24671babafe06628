"""What the installation shows: views over HTTP, the log, and how far everything has come."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection

from events.base import SERVICES
from events.kafka_binding import topic
from events.submission import Submission
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.recording.outcomes import Recorded
from foundation.relay.positions import open_positions
from foundation.tlog.keys import load_key
from projections.audit_trail.faults import Report
from projections.audit_trail.verify import verify
from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.view import coverage
from projections.runner.opening import open_database
from projections.runner.positions import positions
from returnwatch.commands.importing import OPERATOR
from returnwatch.embedded import embedded
from tests.system.harness import Installation, topic_ends

SERVICE = "return_operation"
TOPIC = topic("return_operation")
EVENTS, VIEWS, AUDIT = "returnwatch_return_operation", "returnwatch_views", "returnwatch_audit"


class Reader:
    """Reads an installation with a token."""

    def __init__(self, installation: Installation, token: str) -> None:
        self._installation = installation
        self._client = httpx.Client(
            base_url=installation.query_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
        )

    def rows(self, **question: str) -> list[dict[str, Any]]:
        """Every row of the coverage view that answers a question."""
        rows: list[dict[str, Any]] = []
        while True:
            answer = self._client.get("/v1/views/operation-coverage", params=question | {"limit": "1000"})
            assert answer.status_code == 200, answer.text
            rows += answer.json()["rows"]
            if not answer.json()["next"]:
                return rows
            question["after"] = answer.json()["next"]

    def coverage(self) -> dict[str, list[dict[str, Any]]]:
        """The whole view: totals by every dimension, and every operation."""
        return {by: self.rows(by=by) for by in DIMENSIONS} | {"operations": self.rows()}

    def checkpoint(self) -> str | None:
        """The newest signed checkpoint, None while nobody answers."""
        try:
            answer = self._client.get("/log/checkpoint")
        except httpx.TransportError:
            return None
        return answer.text if answer.is_success else None

    def proof(self, event_id: str) -> str:
        """The proof file of one event."""
        answer = self._client.get(f"/log/proof/{event_id}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def close(self) -> None:
        """Release the connections."""
        self._client.close()


def is_carried(installation: Installation, head: int) -> bool:
    """Whether the relay has put everything up to `head` on the topic."""
    found = open_positions(installation.postgres.dsn(EVENTS))
    try:
        return found.get(TOPIC) == head
    finally:
        found.close()


def has_read_all(installation: Installation, database: str, projection: str) -> bool:
    """Whether a projection stands at the end of every partition of every topic."""
    engine = open_database(installation.postgres.dsn(database))
    try:
        with engine.connect() as connection:
            stands = {one.source: one.place for one in positions(connection, projection)}
    finally:
        engine.dispose()
    return stands == topic_ends(installation.kafka.bootstrap, map(topic, SERVICES))


def wait_until_shown(installation: Installation) -> int:
    """Wait until view and log hold everything that is stored; the number of events."""
    store = open_store(installation.postgres.dsn(EVENTS))
    head = store.head()
    store.close()
    installation.wait_for(lambda: is_carried(installation, head))
    for database, name in ((VIEWS, "operation_coverage"), (AUDIT, "audit_trail")):
        installation.wait_for(lambda database=database, name=name: has_read_all(installation, database, name))
    return head


def verified(installation: Installation, kept: Sequence[str]) -> Report:
    """Compare the whole log with the stored events and with checkpoints that were fetched."""
    store = open_store(installation.postgres.dsn(EVENTS))
    engine = open_database(installation.postgres.dsn(AUDIT))
    try:
        verifier = load_key(installation.keys / "log.key").verifier
        return verify(engine, {SERVICE: store}, verifier, system_clock(), kept=kept)
    finally:
        engine.dispose()
        store.close()


def embedded_coverage(
    folder: Path, submissions: Iterable[Submission] = ()
) -> dict[str, list[dict[str, Any]]]:
    """The whole view as one process makes it, after recording some more events in a data directory."""
    with embedded(folder) as opened:
        for outcome in opened.record_many(OPERATOR, submissions):
            assert isinstance(outcome, Recorded)
        opened.catch_up()
        with opened.views.connect() as connection:
            return {by: coverage(connection, by).rows for by in DIMENSIONS} | {
                "operations": list(_operations(connection))
            }


def _operations(connection: Connection) -> Iterator[dict[str, Any]]:
    after: str | None = None
    while True:
        answer = coverage(connection, after=after, limit=1000)
        # As they look after their way through JSON.
        yield from json.loads(json.dumps(answer.rows, default=str))
        if answer.next is None:
            return
        after = answer.next
