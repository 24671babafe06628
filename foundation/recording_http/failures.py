"""Every way in which a request can fail, as a problem. Nothing submitted reaches an answer or a log."""

import logging
import time
import traceback
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.event_store.port import StoreUnavailableError
from foundation.problems import problem as problems
from foundation.problems.problem import Kind, Problem, ProblemError
from foundation.recording_http.access_log import AccessLog
from foundation.recording_http.answers import problem_response
from foundation.vault.errors import VaultError

RETRY_AFTER = "1"
"""Seconds."""
logger = logging.getLogger(__name__)


def answer_failures(app: FastAPI) -> None:
    """Let the application answer every failure with a problem, and write its access log."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(HTTPException, _of_the_router)
    app.add_exception_handler(StoreUnavailableError, _unavailable)
    app.add_exception_handler(VaultError, _unavailable)
    app.add_middleware(Outermost)


class Outermost:
    """Answers what nothing else answered, and writes one line for each request.

    The line has the pattern of the address instead of the address, and neither query nor content. Of an
    unexpected error only its type and place are written: its text may repeat what was submitted.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._log = app, AccessLog()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begin = 0, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            pass
        except Exception as error:  # noqa: BLE001 - the last place that can answer
            logger.error("unexpected %s in %s", type(error).__name__, _place(error))  # noqa: TRY400 - see above
            if not status:
                await problem_response(_failed(scope["method"]))(scope, receive, noting)
        finally:
            self._log.note(scope, status, time.perf_counter() - begin)


READING = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that record nothing (RFC 9110, section 9.2.1: safe methods)."""


def _failed(method: str) -> Problem:
    if method in READING:
        return Problem(problems.FAILED, "it could not be read; tell whoever runs this service")
    return Problem(problems.FAILED, "whether it was recorded is unknown; send the same again")


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "an unknown place"


async def _problem(_request: Request, error: Any) -> Response:
    return problem_response(error.problem, error.headers)


async def _unavailable(request: Request, error: Exception) -> Response:
    logger.warning("%s: answered with 503", type(error).__name__)
    again = "ask again" if request.method in READING else "send the same content again with the same id"
    detail = f"a database does not answer; {again}"
    return problem_response(Problem(problems.UNAVAILABLE, detail), {"Retry-After": RETRY_AFTER})


async def _of_the_router(request: Request, error: Any) -> Response:
    if error.status_code == 405:
        allowed = _methods_of(request)
        return problem_response(
            Problem(problems.METHOD, f"use {allowed}; the addresses are in /openapi.json"), {"Allow": allowed}
        )
    if error.status_code == 404:
        return problem_response(Problem(problems.NOT_FOUND, "the addresses are in /openapi.json"))
    kind = Kind("http", error.status_code, "The request is not one that is understood here")
    return problem_response(Problem(kind, "the addresses are in /openapi.json"), error.headers)


def _methods_of(request: Request) -> str:
    """Every method that some route takes at this address."""
    matching = [
        route for route in request.app.router.routes if route.matches(request.scope)[0] is not Match.NONE
    ]
    return ", ".join(sorted({method for route in matching for method in getattr(route, "methods", ())}))
