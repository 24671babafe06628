"""Every way in which a question can fail, as a problem. Nothing submitted reaches an answer or a log."""

import logging
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core import to_json
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foundation.problems.problem import (
    FAILED,
    MEDIA_TYPE,
    METHOD,
    NOT_FOUND,
    UNAVAILABLE,
    Kind,
    Problem,
    ProblemError,
)
from projections.runner.reading import NotBuiltError

QUESTION = Kind("unknown-question", 400, "The question is not one that is answered here")
WHERE = "the addresses are in /openapi.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right in a question."""

    pointer: str
    what: str
    remedy: str


def answer_failures(app: FastAPI) -> None:
    """Let the application answer every failure with a problem."""
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(RequestValidationError, _question)
    app.add_exception_handler(HTTPException, _of_the_router)
    app.add_exception_handler(NotBuiltError, _not_built)
    app.add_exception_handler(SQLAlchemyError, _unavailable)
    app.add_middleware(LastResort)


class LastResort:
    """Answers what nothing else answered. Only the type of the error is logged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if scope["type"] != "http":
                raise
            logger.error("unexpected %s", type(error).__name__)  # noqa: TRY400 - the text may repeat values
            if not begun:
                await _response(Problem(FAILED, "ask again later"))(scope, receive, send)


def _response(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    return Response(to_json(problem.members()), problem.kind.status, headers, MEDIA_TYPE)


async def _problem(_request: Request, error: Any) -> Response:
    return _response(error.problem, error.headers)


async def _question(request: Request, error: Any) -> Response:
    known = ", ".join(_parameters(request))
    return _response(
        Problem(QUESTION, "put right every fault named here", tuple(_fault(e, known) for e in error.errors()))
    )


async def _of_the_router(_request: Request, error: Any) -> Response:
    kinds = {404: NOT_FOUND, 405: METHOD}
    kind = kinds.get(error.status_code, Kind("http", error.status_code, "The request is not understood here"))
    return _response(Problem(kind, WHERE), error.headers)


async def _not_built(_request: Request, error: Exception) -> Response:
    return _response(Problem(UNAVAILABLE, str(error)), {"Retry-After": "5"})


async def _unavailable(_request: Request, error: Exception) -> Response:
    logger.warning("%s: answered with 503", type(error).__name__)
    return _response(Problem(UNAVAILABLE, "a database does not answer; ask again"), {"Retry-After": "1"})


def _fault(error: dict[str, Any], known: str) -> Fault:
    if error["type"] == "extra_forbidden":
        return Fault("/query", "a parameter of this name is not known", f"use one of: {known}")
    pointer = "/" + "/".join(str(part) for part in error["loc"])
    return Fault(pointer, error["msg"], "use a value that the message names")


def _parameters(request: Request) -> list[str]:
    """Names that the matched address takes; those of a model one by one."""
    route = request.scope.get("route")
    fields = route.dependant.query_params if route is not None else []
    return [
        name
        for field in fields
        for name in getattr(field.field_info.annotation, "model_fields", [field.alias])
    ]
