"""Records over HTTP: batches of CloudEvents, repeated under the same ids until they are answered."""

import os
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import httpx

from events.base import kebab
from events.cloudevents import ATTRIBUTES, LISTS
from events.submission import Submission
from foundation.recording.faults import Fault
from foundation.recording.outcomes import Conflicting, Outcome, Receipt, Recorded, Refused, Repeated
from returnwatch.faults import UserFaultError

BATCH = 500
TRIES = 8
TIMEOUT = 60.0
"""Seconds."""


def token_from(path: Path | None) -> str:
    """The token in a file, else in RETURNWATCH_TOKEN; a command line is seen by every user of a machine."""
    if path is None:
        token = os.environ.get("RETURNWATCH_TOKEN", "")
    else:
        try:
            token = path.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise UserFaultError(f"{path}: the token cannot be read ({type(error).__name__})") from None
    if not token.strip():
        raise UserFaultError("token: none given; set RETURNWATCH_TOKEN or name a file with --token-file")
    return token.strip()


def cloud_event(submission: Submission) -> dict[str, Any]:
    """A submission as a structured CloudEvent, as any client would send it."""
    fields = submission.statement.model_dump(mode="json", exclude_none=True)
    event = submission.event
    return {
        ATTRIBUTES[name]: " ".join(value) if name in LISTS else value for name, value in fields.items()
    } | {
        "specversion": "1.0",
        "type": event.wire_type(),
        "source": f"/clients/import/{kebab(event.event_name())}",
        "data": event.model_dump(mode="json", exclude_none=True),
    }


class Remote:
    """A service somewhere else. UserFaultError when it cannot be reached or does not accept the token."""

    def __init__(self, url: str, token: str) -> None:
        self._address = f"{url.rstrip('/')}/v1/records"
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/cloudevents-batch+json",
        }

    def record_many(self, submissions: Iterable[Submission]) -> Iterator[Outcome]:
        """Record many submissions; an outcome for each, in the same order."""
        remaining = iter(submissions)
        with httpx.Client(timeout=TIMEOUT, headers=self._headers, trust_env=False) as client:
            while batch := list(islice(remaining, BATCH)):
                yield from self._record(client, batch)

    def _record(self, client: httpx.Client, batch: list[Submission]) -> Iterator[Outcome]:
        waiting = dict(enumerate(batch))
        outcomes: dict[int, Outcome] = {}
        for attempt in range(TRIES):
            results = self._post(client, [cloud_event(one) for one in waiting.values()])
            for number, result in zip(list(waiting), results, strict=bool(results)):
                if result["status"] < httpx.codes.INTERNAL_SERVER_ERROR:
                    outcomes[number] = _outcome(waiting.pop(number), result)
            if not waiting:
                return iter([outcomes[number] for number in range(len(batch))])
            time.sleep(min(0.2 * 2**attempt, 10))
        raise UserFaultError(f"{self._address}: no answer after {TRIES} tries; run the same command again")

    def _post(self, client: httpx.Client, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The results, or none when the service did not answer and should be asked again."""
        try:
            answer = client.post(self._address, json=events)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise UserFaultError("--url: write an address such as http://127.0.0.1:8080") from None
        except httpx.TransportError:
            return []
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return []
        if answer.status_code != httpx.codes.MULTI_STATUS:
            raise UserFaultError(f"{self._address}: answered {answer.status_code}: {_detail(answer)}")
        results: list[dict[str, Any]] = answer.json()
        return results


def _detail(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return "no Returnwatch service"


def _outcome(submission: Submission, result: dict[str, Any]) -> Outcome:
    status = result["status"]
    if status in (httpx.codes.OK, httpx.codes.CREATED):
        told = result["receipt"]
        receipt = Receipt(**told | {"dropped": tuple(told.get("dropped", ()))})
        return Recorded(receipt) if status == httpx.codes.CREATED else Repeated(receipt)
    if status == httpx.codes.CONFLICT:
        return Conflicting(submission.statement.event_id)
    problem = result["problem"]
    faults = [Fault(one["pointer"], one["detail"], one["remedy"]) for one in problem.get("errors", [])]
    return Refused(
        "rights" if status == httpx.codes.FORBIDDEN else "content",
        tuple(faults) or (Fault("", problem["detail"], "see the problem's type"),),
    )
