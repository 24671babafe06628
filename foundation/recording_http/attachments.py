"""Handles the requests about attachments: announce a file, send it in parts, ask how far it is, read it."""

import asyncio
import re
import time
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from itertools import chain

from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from foundation.attachments.announcing import ID_PATTERN, read_announced
from foundation.attachments.attachments import Attachments, OpenFile
from foundation.attachments.errors import UnknownAttachmentError
from foundation.attachments.receiving import Progress, Receiving
from foundation.problems import problem as problems
from foundation.problems.problem import Problem, ProblemError
from foundation.recording_http.answers import problem_response, response
from foundation.recording_http.attachments_contract import COMPLETE, LENGTH, OFFSET, PART_TYPE
from foundation.recording_http.attachments_failures import answering
from foundation.recording_http.attachments_reason import GROUND, PURPOSE, read_why
from foundation.recording_http.contract import JSON
from foundation.recording_http.records import TURN
from foundation.recording_http.requests import Door, content, media_type

ANNOUNCEMENT_BYTES = 16 * 1024
HIDDEN = (
    "no attachment that you may see, for what you want it, has this id; unless it is open, say why in the "
    f"headers {PURPOSE} and {GROUND}"
)
NUMBER = re.compile(r"[0-9]{1,16}", re.ASCII)
IDENTIFIER = re.compile(ID_PATTERN)
INERT = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
"""A file is somebody's evidence and may be anything: no browser keeps, guesses at or runs it."""


class AttachmentRequests:
    """The attachments of an installation, as they are reached over HTTP."""

    def __init__(self, attachments: Attachments, door: Door) -> None:
        self._attachments, self._door = attachments, door

    async def start(self, request: Request) -> Response:
        """Announce a file."""
        caller = self._door.admit(request, "record")
        media_type(request, (JSON,))
        raw = await content(request, ANNOUNCEMENT_BYTES)
        with answering():
            announced = read_announced(raw)
            identifier, progress, is_new = await asyncio.to_thread(self._attachments.start, caller, announced)
        headers = {"Location": f"/v1/attachments/{identifier}"} | _told(progress)
        return response(201 if is_new else 200, {"attachment_id": identifier}, headers=headers)

    async def progress(self, request: Request) -> Response:
        """How much of a file has arrived."""
        caller = self._door.admit(request, "record")
        with answering():
            progress = await asyncio.to_thread(self._attachments.progress, caller, _identifier(request))
        return Response(headers=_told(progress) | {"Cache-Control": "no-store"})

    async def part(self, request: Request) -> Response:
        """Bring some bytes of a file, from an offset on."""
        caller = self._door.admit(request, "record")
        _check_form(request)
        offset, length = _number(request, OFFSET), _length(request)
        with answering():
            receiving = await asyncio.to_thread(self._attachments.receive, caller, _identifier(request))
            receiving.begin(offset, length)
            try:
                await _take(request.stream(), receiving)
            except ClientDisconnect:
                await asyncio.to_thread(receiving.keep)
                raise
            progress = await asyncio.to_thread(receiving.end)
        return Response(status_code=204, headers=_told(progress))

    async def show(self, request: Request) -> Response:
        """A whole file."""
        caller, came = self._door.admit(request, "read"), time.monotonic()
        why = read_why(request.headers)
        with answering():
            try:
                file = await asyncio.to_thread(self._attachments.open, caller, _identifier(request), why)
            except UnknownAttachmentError as error:
                await asyncio.sleep(TURN - (time.monotonic() - came) % TURN)
                return _hidden(error)
            # The first bytes open before the answer begins, so that one that does not open is a problem.
            first = await asyncio.to_thread(next, file.pieces, b"")
        return StreamingResponse(_pieces(first, file), headers=_described(request, file))


def _hidden(error: UnknownAttachmentError) -> Response:
    """The same answer for what is not there and for what is denied, which is recorded once it was sent."""
    answer = problem_response(Problem(problems.NOT_FOUND, HIDDEN))
    answer.background = BackgroundTask(error.note) if error.note else None
    return answer


async def _take(pieces: AsyncIterator[bytes], receiving: Receiving) -> None:
    async for piece in pieces:
        if receiving.add(piece):
            await asyncio.to_thread(receiving.keep)


def _pieces(first: bytes, file: OpenFile) -> Iterator[bytes]:
    yield from chain([first], file.pieces)


def _described(request: Request, file: OpenFile) -> dict[str, str]:
    announced = file.announced
    digest = b64encode(bytes.fromhex(announced.sha256)).decode()
    headers = INERT | {
        "Content-Type": announced.media_type,
        "Content-Length": str(announced.size),
        "Content-Disposition": f'attachment; filename="{_identifier(request)}"',
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    if announced.working_copy_of:
        headers["Link"] = f'</v1/attachments/{announced.working_copy_of}>; rel="working-copy-of"'
    return headers


def _told(progress: Progress) -> dict[str, str]:
    return {
        OFFSET: str(progress.offset),
        LENGTH: str(progress.size),
        COMPLETE: "?1" if progress.is_complete else "?0",
    }


def _identifier(request: Request) -> str:
    identifier = str(request.path_params["attachment_id"])
    if not IDENTIFIER.fullmatch(identifier):
        raise ProblemError(Problem(problems.NOT_FOUND, "no attachment that you may see has this id"))
    return identifier


def _check_form(request: Request) -> None:
    form = request.headers.get("content-type", "").lower().strip()
    encoding = request.headers.get("content-encoding", "identity").lower()
    if form != PART_TYPE or encoding != "identity":
        detail = f"send {PART_TYPE}, without content encoding"
        raise ProblemError(Problem(problems.MEDIA, detail), {"Accept-Patch": PART_TYPE})


def _number(request: Request, header: str) -> int:
    value = request.headers.get(header, "")
    if not NUMBER.fullmatch(value):
        detail = f"the header {header} must be a whole number of at most 16 digits"
        raise ProblemError(Problem(problems.MALFORMED, detail))
    return int(value)


def _length(request: Request) -> int | None:
    return _number(request, "Content-Length") if "content-length" in request.headers else None
