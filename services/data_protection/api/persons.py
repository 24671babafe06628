"""Handles the requests about a person's data."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar, get_args

from starlette.requests import Request
from starlette.responses import Response

from events.codes.data_protection import ErasureScope
from foundation.erasure.decisions import Erasure
from foundation.identity.caller import Caller, Scope
from foundation.problems import problem as problems
from foundation.problems.problem import Problem, ProblemError
from foundation.recording.faults import RefusedError
from foundation.recording_http.answers import response
from foundation.recording_http.contract import JSON
from foundation.recording_http.requests import RECORD_BYTES, Door, content, media_type
from services.data_protection.api import asked
from services.data_protection.api.asked import Asked, read_asked
from services.data_protection.api.problems import answering, malformed
from services.data_protection.application.access import Access
from services.data_protection.application.erasing import Grounds
from services.data_protection.application.holding import Wish
from services.data_protection.application.persons import Persons
from services.data_protection.application.rectifying import Rectification

AT_ONCE = 2
"""Requests that are worked on at a time: each reads every log, and recording goes on beside them."""
TURN = 0.02
"""Seconds. What is denied or not held is answered at the end of a turn."""
PRIVATE = {"Cache-Control": "no-store"}
SCOPES: dict[str, ErasureScope] = {name: name for name in get_args(ErasureScope)}

A = TypeVar("A", bound=Asked)
Members = dict[str, Any]


class PersonRequests:
    """The use cases on persons, as they are reached over HTTP."""

    def __init__(self, persons: Persons, door: Door) -> None:
        self._persons, self._door = persons, door
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def report(self, request: Request) -> Response:
        """Everything held on a person, opened for a purpose."""
        return await self._answer(request, "read", asked.ReportAsked, 200, self._report)

    async def make_request(self, request: Request) -> Response:
        """Record what a person asked for."""
        return await self._answer(request, "record", asked.RequestMade, 201, self._request)

    async def rectify(self, request: Request) -> Response:
        """Put one record right."""
        return await self._answer(request, "record", asked.RectificationAsked, 201, self._rectify)

    async def refuse(self, request: Request) -> Response:
        """Refuse a request."""
        return await self._answer(request, "record", asked.RefusalAsked, 201, self._refuse)

    async def erase(self, request: Request) -> Response:
        """Erase a person or case."""
        return await self._answer(request, "admin", asked.ErasureAsked, 200, self._erase)

    async def hold(self, request: Request) -> Response:
        """Place a legal hold."""
        return await self._answer(request, "record", asked.HoldAsked, 201, self._hold)

    async def release(self, request: Request) -> Response:
        """Lift the holds of a body."""
        return await self._answer(request, "record", asked.ReleaseAsked, 201, self._release)

    async def _answer(
        self,
        request: Request,
        scope: Scope,
        kind: type[A],
        status: int,
        use: Callable[[A, Access], Members],
    ) -> Response:
        caller, came = self._door.admit(request, scope), time.monotonic()
        media_type(request, (JSON,))
        raw = await content(request, RECORD_BYTES)
        try:
            what = _read(raw, kind)
            access = _access(caller, what)
            async with self._turns:
                with answering():
                    members = await asyncio.to_thread(use, what, access)
        except ProblemError:
            await asyncio.sleep(TURN - (time.monotonic() - came) % TURN)
            raise
        return response(202 if members.get("waiting") else status, members, headers=PRIVATE)

    def _report(self, what: asked.ReportAsked, access: Access) -> Members:
        return asdict(self._persons.reporting.report(what.subject, access))

    def _request(self, what: asked.RequestMade, access: Access) -> Members:
        made = self._persons.erasing.receive(
            what.subject, access, what.kind, what.identity_checked, extent=what.extent
        )
        return {"data_request": made}

    def _rectify(self, what: asked.RectificationAsked, access: Access) -> Members:
        change = Rectification(what.event_id, what.fields, what.data_request, what.recipients_told)
        amending, said = self._persons.rectifying.rectify(what.subject, access, change)
        return {"amending_event": amending, "rectification_event": said}

    def _refuse(self, what: asked.RefusalAsked, access: Access) -> Members:
        grounds = Grounds(
            "request_of_person",
            data_request=what.data_request,
            remedy_explained=what.remedy_explained,
            reasons=what.reasons,
        )
        answer = self._persons.erasing.refuse(what.subject, access, grounds, what.refusal_ground)
        return {"answer_event": answer, "refusal_ground": what.refusal_ground}

    def _erase(self, what: asked.ErasureAsked, access: Access) -> Members:
        grounds = Grounds(
            what.cause, SCOPES[what.scope], what.data_request, what.follows, what.remedy_explained
        )
        decided = self._persons.erasing.erase(what.subject, access, grounds)
        waiting = self._persons.erasing.waiting(decided)
        return {
            "erased": [_named(one) for one in decided if one not in waiting],
            "waiting": [_named(one) for one in waiting],
        }

    def _hold(self, what: asked.HoldAsked, access: Access) -> Members:
        wish = Wish(what.classes, what.until, what.complaint, what.incident)
        return {"hold_event": self._persons.holding.place(what.subject, access, wish)}

    def _release(self, what: asked.ReleaseAsked, access: Access) -> Members:
        said = self._persons.holding.release(what.subject, access, Wish(what.classes))
        left = self._persons.holding.in_force(what.subject)
        return {"release_event": said, "holds_in_force": [hold.event_id for hold in left]}


def _named(erasure: Erasure) -> Members:
    return {"case": erasure.case, "erasure_event": erasure.id}


def _read(raw: bytes, kind: type[A]) -> A:
    try:
        return read_asked(raw, kind)
    except RefusedError as error:
        raise malformed(error) from None


def _access(caller: Caller, what: Asked) -> Access:
    """Who asks and why. The body is the token's: nobody acts for another over HTTP."""
    if caller.body is None:
        detail = (
            "the token names no body; the access is recorded for one, so ask for a token that names yours"
        )
        raise ProblemError(Problem(problems.NOT_ALLOWED, detail))
    return Access(
        caller,
        caller.body,
        what.purpose,
        what.ground,
        what.consent,
        what.reason,
        emergency=isinstance(what, asked.ReportAsked) and what.emergency,
    )
