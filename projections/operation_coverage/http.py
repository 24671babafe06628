"""The view over HTTP, for those whom the composition lets in."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from foundation.access.deciding import services_seen
from foundation.identity.caller import Caller
from foundation.problems.problem import MEDIA_TYPE, SCHEMA, Kind, Problem, ProblemError
from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.view import LARGEST_PAGE, PAGE, Answer, QuestionError, coverage
from projections.runner.reading import ask
from projections.viewing.csv_form import to_csv

ADDRESS = "/v1/views/operation-coverage"
UNKNOWN = Kind("unknown-question", 400, "The question is not one that is answered here")
POSITION = "Returnwatch-Position"
"""Header that states what a CSV answer rests on: `source=sequence`, separated by commas."""


Code = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=200)]
"""One line: PostgreSQL takes no NUL, and a code has none."""


class Question(BaseModel):
    """What may stand after the question mark."""

    model_config = ConfigDict(extra="forbid")

    by: Annotated[
        Literal["type", "state", "destination", "year"] | None,
        Field(description="Totals by this; without it, one row for each operation."),
    ] = None
    format: Literal["json", "csv"] = "json"
    type: Annotated[Code | None, Field(description="Only operations of this type.")] = None
    state: Annotated[Code | None, Field(description="Only operations of this state (ISO 3166-1).")] = None
    destination: Annotated[Code | None, Field(description="Only operations to this country.")] = None
    year: Annotated[Code | None, Field(description="Only operations of this year of departure.")] = None
    after: Annotated[Code | None, Field(description="Operation after which the page begins.")] = None
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE, description="Operations on a page.")] = PAGE

    def filters(self) -> dict[str, str]:
        """The codes asked for."""
        return {name: code for name in DIMENSIONS if (code := getattr(self, name)) is not None}


def router(engine: Engine, allowed: Callable[..., Any]) -> APIRouter:
    """The route of the view. `allowed` is a FastAPI dependency that raises for those who may not read it."""
    routes = APIRouter(tags=["views"], dependencies=[Depends(allowed)])

    @routes.get(ADDRESS, response_class=Response, responses=_responses())
    def operation_coverage(
        question: Annotated[Question, Query()], caller: Annotated[Caller, Depends(allowed)]
    ) -> Response:
        """Which operations were monitored, in which phases and by whom; also from published figures."""
        try:
            answer = ask(
                engine,
                lambda connection: coverage(
                    connection,
                    question.by,
                    question.filters(),
                    after=question.after,
                    limit=question.limit,
                ),
            )
        except QuestionError as error:
            raise ProblemError(Problem(UNKNOWN, str(error))) from None
        shown = services_seen(caller)
        answer = replace(answer, positions=tuple(one for one in answer.positions if one.service in shown))
        return _csv(answer) if question.format == "csv" else _json(answer)

    return routes


def _json(answer: Answer) -> Response:
    members = {
        "rows": answer.rows,
        "positions": [asdict(position) for position in answer.positions],
        "next": answer.next,
    }
    return Response(orjson.dumps(members), media_type="application/json")


def _csv(answer: Answer) -> Response:
    rests_on = ", ".join(f"{position.source}={position.sequence}" for position in answer.positions)
    return Response(to_csv(answer.rows), media_type="text/csv; charset=utf-8", headers={POSITION: rests_on})


def _responses() -> dict[int | str, dict[str, Any]]:
    positions = {
        "type": "object",
        "required": ["source", "service", "place", "sequence"],
        "properties": {
            "source": {"type": "string"},
            "service": {"type": "string"},
            "place": {"type": "integer"},
            "sequence": {"type": "integer", "description": "The last record of the log that is in the rows."},
        },
    }
    answer = {
        "type": "object",
        "required": ["rows", "positions", "next"],
        "properties": {
            "rows": {"type": "array", "items": {"type": "object"}},
            "positions": {"type": "array", "items": positions},
            "next": {"type": ["string", "null"], "description": "Give it as `after` for the next page."},
        },
    }
    problem = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    return {
        200: {
            "description": "Rows, and the positions they rest on, of services that the caller may know of.",
            "content": {
                "application/json": {"schema": answer},
                "text/csv": {"schema": {"type": "string"}},
            },
        },
        400: {"description": "Unknown question; the answer lists what can be asked.", **problem},
        401: {"description": "No valid token.", **problem},
        403: {"description": "The token does not allow reading.", **problem},
        503: {"description": "The view is not built yet, or a database does not answer.", **problem},
    }
