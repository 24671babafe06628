"""The change stream over HTTP: ask again with the `next` of the last answer, and nothing is missed."""

from collections.abc import Callable
from typing import Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.exc import DBAPIError

from foundation.event_store.port import EventStore, StoreUnavailableError
from foundation.problems.problem import MEDIA_TYPE, SCHEMA, UNAVAILABLE, Problem, ProblemError
from projections.finding_changes.filters import CODES, FILTERS
from projections.finding_changes.index import ChangeIndex
from projections.finding_changes.reading import Asked, Page, page_of
from projections.viewing.http_forms import UNKNOWN
from projections.viewing.rows import LARGEST_PAGE, QuestionError

ADDRESS = "/v1/findings/changes"


def router(log: EventStore, allowed: Callable[..., Any], index: ChangeIndex | None = None) -> APIRouter:
    """The one route. `allowed` is a FastAPI dependency that raises for those who may not read findings."""
    routes = APIRouter(tags=["findings"], dependencies=[Depends(allowed)])

    def changes(request: Request) -> Response:
        """Which outcomes of safeguards changed, when, and what made them change."""
        try:
            page = page_of(log, Asked.read(dict(request.query_params)), index)
        except QuestionError as error:
            raise ProblemError(Problem(UNKNOWN, str(error))) from None
        except (StoreUnavailableError, DBAPIError):
            raise ProblemError(
                Problem(UNAVAILABLE, "a database does not answer; ask again"), {"Retry-After": "1"}
            ) from None
        return Response(orjson.dumps(members(page)), media_type="application/json")

    routes.add_api_route(
        ADDRESS,
        changes,
        methods=["GET"],
        response_class=Response,
        operation_id="finding_changes",
        responses=_responses(),
        openapi_extra={"parameters": _parameters()},
    )
    return routes


def members(page: Page) -> dict[str, Any]:
    """A page as it is answered."""
    return {
        "changes": [{"position": told.position, "event": told.event} for told in page.changes],
        "next": page.next,
        "more": page.more,
    }


def _parameters() -> list[dict[str, Any]]:
    line = {"type": "string", "maxLength": 200}
    filters = [
        (name, f"{meaning}.", {"type": "string", "enum": list(CODES[name])} if name in CODES else line)
        for name, meaning in FILTERS.items()
    ]
    position = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("after", "The `next` of the answer before.", position),
        ("limit", "Changes on a page.", size),
        *filters,
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
        for name, meaning, schema in given
    ]


def _responses() -> dict[int | str, dict[str, Any]]:
    event = {"type": "object", "description": "A CloudEvent; its data: contracts/findings."}
    change = {
        "type": "object",
        "required": ["position", "event"],
        "properties": {"position": {"type": "integer"}, "event": event},
    }
    answer = {
        "type": "object",
        "required": ["changes", "next", "more"],
        "properties": {
            "changes": {"type": "array", "items": change},
            "next": {"type": "integer", "description": "Give it as `after` for what follows, now or later."},
            "more": {"type": "boolean", "description": "Whether anything follows already."},
        },
    }
    problem = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    return {
        200: {"description": "Changes in their order.", "content": {"application/json": {"schema": answer}}},
        400: {"description": "Unknown question; the answer lists what can be asked.", **problem},
        401: {"description": "No valid token.", **problem},
        403: {"description": "The token or the policies do not allow reading findings.", **problem},
        503: {"description": "A database does not answer.", **problem},
    }
