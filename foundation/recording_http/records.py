"""Handles the requests about records: parse, call one use case, shape the reply."""

import asyncio
import re
import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from events.base import Event
from events.ids import UUID_PATTERN, uuid_of
from events.submission import Submission
from foundation.clock import NewId
from foundation.problems import problem as problems
from foundation.problems.problem import Problem, ProblemError
from foundation.recording.cloud_event_form import CLOUD_EVENT as AS_CLOUD_EVENT
from foundation.recording.cloud_event_form import read_cloud_event
from foundation.recording.desk import Desk
from foundation.recording.faults import Fault, RefusedError
from foundation.recording.forms import OWN, Form, read_own
from foundation.recording.json_input import read_json
from foundation.recording.outcomes import Outcome, Refused
from foundation.recording.reading_record import read_record
from foundation.recording.recording_batch import record_batch
from foundation.recording_http.answers import item_members, record_response, response
from foundation.recording_http.contract import BATCH, CLOUD_EVENT, JSON
from foundation.recording_http.requests import (
    BATCH_BYTES,
    BATCH_ITEMS,
    BATCH_VALUES,
    RECORD_BYTES,
    Door,
    content,
    media_type,
)

EVENT_ID = re.compile(f"(EVT-)?{UUID_PATTERN}")
TURN = 0.02
"""Seconds. What is not found, or hidden, is answered at the end of a turn, so that how long it took to look
says nothing."""


class Records:
    """The records of one desk, as they are reached over HTTP."""

    def __init__(self, desk: Desk, door: Door, new_id: NewId) -> None:
        self._desk, self._door, self._new_id = desk, door, new_id

    async def record(self, request: Request, kind: type[Event]) -> Response:
        """Record one event of this kind."""
        caller = self._door.admit(request, "record")
        media = media_type(request, (JSON, CLOUD_EVENT))
        raw = await content(request, RECORD_BYTES)
        try:
            submission, form = self._read(raw, media, kind)
        except RefusedError as error:
            return record_response(Refused("content", error.faults))
        return record_response(form.told(await self._desk.recorders[kind].record(caller, submission)))

    async def record_many(self, request: Request) -> Response:
        """Record every event of a batch on its own. The answer is 207 with a result for each, in order."""
        caller = self._door.admit(request, "record")
        media_type(request, (BATCH,))
        items = _items(await content(request, BATCH_BYTES))
        outcomes: list[Outcome] = await asyncio.to_thread(
            record_batch, self._desk.recorders, caller, items, self._new_id
        )
        return response(207, [item_members(outcome) for outcome in outcomes])

    async def show(self, request: Request) -> Response:
        """One record as a structured CloudEvent: the stored bytes, with the sequence added at their end."""
        caller = self._door.admit(request, "read")
        came = time.monotonic()
        identifier = str(request.path_params["event_id"])
        record = None
        if EVENT_ID.fullmatch(identifier):
            event_id = uuid_of(f"EVT-{identifier.removeprefix('EVT-')}")
            record = await asyncio.to_thread(read_record, self._desk.stores, caller, event_id)
        if record is None:
            await asyncio.sleep(TURN - (time.monotonic() - came) % TURN)
            raise ProblemError(Problem(problems.NOT_FOUND, "no record that you may see has this id"))
        body = record.body[:-1] + b',"sequence":%d}' % record.sequence
        return Response(body, media_type=CLOUD_EVENT)

    def _read(self, raw: bytes, media: str, kind: type[Event]) -> tuple[Submission, Form]:
        document = read_json(raw)
        if media == JSON:
            return read_own(document, kind, self._new_id), OWN
        return read_cloud_event(document, self._desk.recorders, self._new_id, kind), AS_CLOUD_EVENT


def _items(raw: bytes) -> list[Any]:
    try:
        items = read_json(raw, BATCH_VALUES)
    except RefusedError as error:
        raise _malformed(*error.faults) from None
    if not isinstance(items, list):
        raise _malformed(Fault("", "must be a list", "send a CloudEvents batch"))
    if len(items) > BATCH_ITEMS:
        raise _malformed(Fault("", "has too many items", f"send at most {BATCH_ITEMS} at a time"))
    return items


def _malformed(*faults: Fault) -> ProblemError:
    return ProblemError(Problem(problems.MALFORMED, "nothing was recorded; put this right first", faults))
