"""Many figures of many operations, and a client that sends them until every one is acknowledged."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import httpx

from events.envelope import Statement
from events.ids import subject_id
from events.return_operation import OperationFiguresReported
from events.structures import TeamCount
from events.submission import Submission
from returnwatch.remote import cloud_event

SPACE = UUID("0b8c3b0e-5d9e-4a57-8a26-5c6b1c3d7f10")
STATES = ("DE", "FR", "IT", "ES", "SE")
DESTINATIONS = ("TN", "AL", "NG", "GE")
TYPES = ("NRO", "JRO", "CRO", None)
BATCH = 25


def figures(count: int) -> list[Submission]:
    """Figures for a fifth as many operations, each told of by several states and in two documents."""
    return [_one(number, count // 5) for number in range(count)]


def _one(number: int, operations: int) -> Submission:
    operation, telling = number % operations, number // operations
    document = telling % 2
    identifier = subject_id("operation", uuid5(SPACE, f"operation {operation}"))
    dated = datetime(2024, 6, 1, tzinfo=UTC) + timedelta(days=200 * document)
    statement = Statement(
        event_id=subject_id("event", uuid5(SPACE, f"event {number}")),
        subject_ids=(identifier,),
        occurred_at=dated,
        occurred_precision="day",
        phase="en_route",
        country=STATES[telling % len(STATES)],
        asserted_by_role="authority",
        source_kinds=("document",),
    )
    event = OperationFiguresReported(
        operation=identifier,
        reference=f"RO-{operation}",
        operation_type=TYPES[operation % len(TYPES)],
        departed_on=date(2023, 1, 1) + timedelta(days=operation % 700),
        participating_country=STATES[telling % len(STATES)],
        countries_of_return=(DESTINATIONS[operation % len(DESTINATIONS)],),
        returnees=number % 60,
        team_counts=(TeamCount(role="escort", total=number % 90),),
        monitors_national=number % 3,
        source_document=f"figures {document}",
        source_row=f"sheet!{number}",
    )
    return Submission(statement, event)


class Client(threading.Thread):
    """Sends batches in order, each until every event of it is answered for good."""

    def __init__(
        self, url: str, token: str, submissions: Sequence[Submission], may_send: Callable[[int], bool]
    ) -> None:
        super().__init__(daemon=True)
        self._url, self._submissions, self._may_send = f"{url}/v1/records", submissions, may_send
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/cloudevents-batch+json",
        }
        self.acknowledged: dict[str, dict[str, Any]] = {}
        """Receipts by event id."""
        self.refused: list[Any] = []
        self.tries = 0
        self.stopped = threading.Event()

    def run(self) -> None:
        """Send everything."""
        with httpx.Client(headers=self._headers, timeout=20, trust_env=False) as client:
            for number, batch in enumerate(self._batches()):
                while not self._may_send(number) and not self.stopped.wait(0.05):
                    pass
                left = batch
                while left and not self.stopped.is_set():
                    left = self._send(client, left)

    def _batches(self) -> Iterator[list[Submission]]:
        for start in range(0, len(self._submissions), BATCH):
            yield list(self._submissions[start : start + BATCH])

    def _send(self, client: httpx.Client, batch: list[Submission]) -> list[Submission]:
        """The events to be sent again."""
        self.tries += 1
        try:
            answer = client.post(self._url, json=[cloud_event(one) for one in batch])
        except httpx.TransportError:
            self.stopped.wait(0.2)
            return batch
        if answer.status_code != httpx.codes.MULTI_STATUS:
            self.stopped.wait(0.2)
            return batch
        again = []
        for submission, result in zip(batch, answer.json(), strict=True):
            if result["status"] in (httpx.codes.OK, httpx.codes.CREATED):
                self.acknowledged[submission.statement.event_id] = result["receipt"]
            elif result["status"] >= httpx.codes.INTERNAL_SERVER_ERROR:
                again.append(submission)
            else:
                self.refused.append(result)
        return again
