"""Views over HTTP, for those whom the composition lets in: filters, pages, totals, other days.

Who may see a part of a view asks at the same address, and is answered as if the rest were not there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Engine

from foundation.clock import Clock
from foundation.problems.problem import Problem, ProblemError
from projections.runner.reading import ask
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.http_forms import FORMATS, UNKNOWN, answer_as, responses
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.opened import unopened
from projections.viewing.parts import Reader, own, seen
from projections.viewing.rows import LARGEST_PAGE, QuestionError
from projections.viewing.view import View

ADDRESS = "/v1/views"
NOT_JUDGED_HERE = (
    "about is not answered here, since this process opens no sealed value and would judge from less; ask by "
    "filters, or where the data are"
)
MADE_BY = "Returnwatch-Made-By"
"""Header that states by which numbers and rules the rows were made; what is no ASCII is percent-encoded."""
TURN = 0.02
"""Seconds. Where others' subjects are hidden, a question about one is answered at the end of a turn, so
that how long it took does not tell a subject that is not the reader's from one that is not there."""


@dataclass(frozen=True)
class Answering:
    """From what views are answered, and when."""

    engine: Engine
    clock: Clock
    means: Means = NO_MEANS


def router(
    views: Sequence[View], answering: Answering, allowed: Callable[[View], Callable[..., Any]]
) -> APIRouter:
    """A route for each view.

    `allowed` gives the dependency that tells the `Reader`, and raises for those who may read no part of it.
    """
    routes = APIRouter(tags=["views"])
    for view in views:
        routes.add_api_route(
            f"{ADDRESS}/{view.name}",
            _endpoint(view, answering, allowed(view)),
            methods=["GET"],
            response_class=Response,
            operation_id=f"view_{view.name.replace('-', '_')}",
            summary=view.question,
            description=_description(view),
            responses=responses(*(export.media_type for export in view.exports.values())),
            openapi_extra={"parameters": _parameters(view)},
        )
    return routes


def _endpoint(
    view: View, answering: Answering, allowed: Callable[..., Any]
) -> Callable[[Request, Reader], Response]:
    def show(request: Request, reader: Annotated[Reader, Depends(allowed)]) -> Response:
        came = time.monotonic()
        known = seen(view, reader.part)
        try:
            form, asked = _asked(known, request.query_params, answering, reader)
            answer = ask(
                answering.engine,
                lambda connection: answer_to(connection, known, asked, answering.means),
            )
        except QuestionError as error:
            raise ProblemError(Problem(UNKNOWN, str(error))) from None
        if asked.own is not None and asked.about is not None:
            time.sleep(TURN - (time.monotonic() - came) % TURN)
        response = _answered(known, form, answer, answering, reader)
        if answer.recipe is not None:
            response.headers[MADE_BY] = quote(answer.recipe, safe=" ,")
        return response

    return show


def _answered(view: View, form: str, answer: Answer, answering: Answering, reader: Reader) -> Response:
    if form in view.exports:
        export = view.exports[form]
        return Response(export.write(answer.rows, answering.clock()), media_type=export.media_type)
    return answer_as(form, answer.rows, answer.positions, answer.next, reader.caller)


def _description(view: View) -> str:
    """The columns, and what those see who may not see all of them or all rows."""
    columns = (f"* `{column.name}`: {column.meaning}" for column in view.columns)
    parts = (f"\nPart `{part.name}`: {part.meaning}" for part in view.parts)
    totals = (f"\nTotals, `{column.name}`: {column.meaning}" for column in view.totals)
    return "\n".join((*columns, *totals, *parts))


def _asked(view: View, given: Mapping[str, str], answering: Answering, reader: Reader) -> tuple[str, Asked]:
    """The form of the answer and what is asked. Raises QuestionError for an unknown name or a wrong value."""
    values = dict(given)
    form = values.pop("format", "json")
    forms = (*FORMATS, *view.exports)
    if form not in forms:
        raise QuestionError(f"format is one of: {', '.join(forms)}")
    asked = Asked.read(view, values, answering.clock(), own(reader))
    if asked.about is not None and answering.means.opener is unopened:
        raise QuestionError(NOT_JUDGED_HERE)
    return form, asked


def _parameters(view: View) -> list[dict[str, Any]]:
    """The parameters of one view for OpenAPI."""
    line = {"type": "string", "maxLength": 200}
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("format", "Form of the answer.", {"type": "string", "enum": [*FORMATS, *view.exports]}),
        *((name, f"{meaning}.", line) for name, meaning in view.filters.items()),
    ]
    if view.by:
        meanings = "; ".join(f"`{name}`: {meaning}" for name, meaning in view.by.items())
        given.append(("by", f"Totals by: {meanings}.", {"type": "string", "enum": list(view.by)}))
    if view.answers_by_rows:
        given += [
            ("after", "The `next` of the page before.", {"type": "string", "maxLength": 2_000}),
            ("limit", "Rows on a page.", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
        ]
    if view.as_of:
        moment = {"type": "string", "format": "date-time"}
        given += [
            ("about", "Rows about this subject alone, made from its records; needed with `as_of`.", line),
            ("as_of", "The moment judged; facts and limits after it do not count.", moment),
            ("known_at", "Only records made by then count; `as_of` unless stated.", moment),
        ]
    return [
        {"name": name, "in": "query", "required": False, "description": meaning, "schema": schema}
        for name, meaning, schema in given
    ]
