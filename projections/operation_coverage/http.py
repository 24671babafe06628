"""The view over HTTP, for those whom the composition lets in."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Engine

from foundation.identity.caller import Caller
from foundation.problems.problem import Problem, ProblemError
from projections.operation_coverage.shares import DIMENSIONS
from projections.operation_coverage.view import LARGEST_PAGE, PAGE, QuestionError, coverage
from projections.runner.reading import ask
from projections.viewing.http_forms import UNKNOWN, answer_as, responses

ADDRESS = "/v1/views/operation-coverage"

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

    @routes.get(ADDRESS, response_class=Response, responses=responses())
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
        return answer_as(question.format, answer.rows, answer.positions, answer.next, caller)

    return routes
