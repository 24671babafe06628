"""Views over HTTP, for those whom the composition lets in: filters, pages, totals, other days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Engine

from foundation.access.deciding import services_seen
from foundation.clock import Clock
from foundation.identity.caller import Caller
from foundation.problems.problem import MEDIA_TYPE, SCHEMA, Kind, Problem, ProblemError
from projections.runner.reading import ask
from projections.viewing.asking import Answer, Asked, answer_to
from projections.viewing.csv_form import to_csv
from projections.viewing.means import NO_MEANS, Means
from projections.viewing.opened import unopened
from projections.viewing.rows import LARGEST_PAGE, QuestionError
from projections.viewing.view import View

ADDRESS = "/v1/views"
UNKNOWN = Kind("unknown-question", 400, "The question is not one that is answered here")
POSITION = "Returnwatch-Position"
"""Header that states what a CSV answer rests on: `source=sequence`, separated by commas."""
FORMATS = ("json", "csv")
NOT_JUDGED_HERE = (
    "about is not answered here, since this process opens no sealed value and would judge from less; ask by "
    "filters, or where the data are"
)


@dataclass(frozen=True)
class Answering:
    """From what views are answered, and when."""

    engine: Engine
    clock: Clock
    means: Means = NO_MEANS


def router(
    views: Sequence[View], answering: Answering, allowed: Callable[[View], Callable[..., Any]]
) -> APIRouter:
    """A route for each view; `allowed` gives the dependency that raises for those who may not read it."""
    routes = APIRouter(tags=["views"])
    for view in views:
        routes.add_api_route(
            f"{ADDRESS}/{view.name}",
            _endpoint(view, answering, allowed(view)),
            methods=["GET"],
            response_class=Response,
            operation_id=f"view_{view.name.replace('-', '_')}",
            summary=view.question,
            description="\n".join(f"* `{column.name}`: {column.meaning}" for column in view.columns),
            responses=_responses(view),
            openapi_extra={"parameters": _parameters(view)},
        )
    return routes


def _endpoint(
    view: View, answering: Answering, allowed: Callable[..., Any]
) -> Callable[[Request, Caller], Response]:
    def show(request: Request, caller: Annotated[Caller, Depends(allowed)]) -> Response:
        try:
            form, asked = _asked(view, request.query_params, answering)
            answer = ask(
                answering.engine,
                lambda connection: answer_to(connection, view, asked, answering.means),
            )
        except QuestionError as error:
            raise ProblemError(Problem(UNKNOWN, str(error))) from None
        seen = services_seen(caller)
        answer = replace(answer, positions=tuple(one for one in answer.positions if one.service in seen))
        if form in view.exports:
            export = view.exports[form]
            return Response(export.write(answer.rows, answering.clock()), media_type=export.media_type)
        return _csv(answer) if form == "csv" else _json(answer)

    return show


def _asked(view: View, given: Mapping[str, str], answering: Answering) -> tuple[str, Asked]:
    """The form of the answer and what is asked. Raises QuestionError for an unknown name or a wrong value."""
    values = dict(given)
    form = values.pop("format", "json")
    forms = (*FORMATS, *view.exports)
    if form not in forms:
        raise QuestionError(f"format is one of: {', '.join(forms)}")
    asked = Asked.read(view, values, answering.clock())
    if asked.about is not None and answering.means.opener is unopened:
        raise QuestionError(NOT_JUDGED_HERE)
    return form, asked


def _json(answer: Answer) -> Response:
    members = {
        "rows": answer.rows,
        "positions": [asdict(position) for position in answer.positions],
        "next": answer.next,
    }
    return Response(orjson.dumps(members), media_type="application/json")


def _csv(answer: Answer) -> Response:
    rests_on = ", ".join(f"{position.source}={position.sequence}" for position in answer.positions)
    headers = {POSITION: rests_on} | ({"Returnwatch-Next": answer.next} if answer.next else {})
    return Response(
        to_csv([dict(row) for row in answer.rows]), media_type="text/csv; charset=utf-8", headers=headers
    )


def _parameters(view: View) -> list[dict[str, Any]]:
    """The parameters of one view for OpenAPI."""
    line = {"type": "string", "maxLength": 200}
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("format", "Form of the answer.", {"type": "string", "enum": [*FORMATS, *view.exports]}),
        *((name, f"{meaning}.", line) for name, meaning in view.filters.items()),
    ]
    if view.answer is not None:
        meanings = "; ".join(f"`{name}`: {meaning}" for name, meaning in view.by.items())
        given.append(("by", f"Totals by: {meanings}.", {"type": "string", "enum": list(view.by)}))
    else:
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


def _responses(view: View) -> dict[int | str, dict[str, Any]]:
    position = {
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
            "positions": {"type": "array", "items": position},
            "next": {"type": ["string", "null"], "description": "Give it as `after` for the next page."},
        },
    }
    problem = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    texts = ("text/csv", *(export.media_type for export in view.exports.values()))
    text = {"schema": {"type": "string"}}
    forms = {"application/json": {"schema": answer}, **dict.fromkeys(texts, text)}
    return {
        200: {"description": "Rows, and the positions they rest on.", "content": forms},
        400: {"description": "Unknown question; the answer lists what can be asked.", **problem},
        401: {"description": "No valid token.", **problem},
        403: {"description": "The token or the policies do not allow reading this view.", **problem},
        503: {"description": "The view is not built yet, or a database does not answer.", **problem},
    }
