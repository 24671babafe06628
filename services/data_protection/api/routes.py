"""The addresses of what persons may ask about their data, and their part of the contract."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from foundation.problems import problem as problems
from foundation.problems.problem import Kind
from foundation.recording_http.contract import JSON, SCHEMAS, SECURED
from foundation.recording_http.requests import Door
from services.data_protection.api import asked
from services.data_protection.api.persons import PersonRequests
from services.data_protection.api.problems import LEGAL_HOLD, NO_HOLD, NO_REQUEST
from services.data_protection.application.persons import Persons
from services.data_protection.application.reporting import Report

TOP = "/v1/persons"
KINDS = (
    *(problems.UNAUTHENTICATED, problems.NOT_ALLOWED, problems.NOT_FOUND, problems.TOO_LARGE),
    *(problems.MEDIA, problems.MALFORMED, problems.FAILED, problems.UNAVAILABLE),
)
ID = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Address:
    """One address: what it is for, what is sent and what is answered."""

    name: str
    summary: str
    takes: type[asked.Asked]
    status: int
    gives: dict[str, Any]
    handle: Callable[[PersonRequests, Request], Awaitable[Response]]
    fails: tuple[Kind, ...] = ()
    later: str | None = None
    """What 202 means here, where not everything may be done at once."""


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def inlined(schema: Any, definitions: dict[str, Any] | None = None) -> Any:
    """A schema with what it refers to in the place of the references, so that it stands alone."""
    if isinstance(schema, list):
        return [inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    definitions = definitions or schema.get("$defs", {})
    if "$ref" in schema:
        return inlined(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    return {name: inlined(one, definitions) for name, one in schema.items() if name != "$defs"}


ERASED = {"type": "array", "items": _object(case=ID, erasure_event=ID)}
WAITING = (
    "Decided, and carried out as soon as findings from the values were told, at the latest after 24 hours."
)
ADDRESSES = (
    Address(
        "report",
        "Everything held on a person, who said it, who received it and who looked",
        asked.ReportAsked,
        200,
        inlined(TypeAdapter(Report).json_schema(mode="serialization")),
        PersonRequests.report,
    ),
    Address(
        "request",
        "Record what a person asked for about their data",
        asked.RequestMade,
        201,
        _object(data_request=ID),
        PersonRequests.make_request,
    ),
    Address(
        "rectify",
        "Put a record right by another that amends it",
        asked.RectificationAsked,
        201,
        _object(amending_event=ID, rectification_event=ID),
        PersonRequests.rectify,
    ),
    Address(
        "refuse",
        "Refuse a person's request on a stated ground",
        asked.RefusalAsked,
        201,
        _object(answer_event=ID, refusal_ground=ID),
        PersonRequests.refuse,
        (NO_REQUEST,),
    ),
    Address(
        "erase",
        "Erase what is held by destroying its keys",
        asked.ErasureAsked,
        200,
        _object(erased=ERASED, waiting=ERASED),
        PersonRequests.erase,
        (LEGAL_HOLD, NO_REQUEST),
        WAITING,
    ),
    Address(
        "hold",
        "Keep a person's data from being erased",
        asked.HoldAsked,
        201,
        _object(hold_event=ID),
        PersonRequests.hold,
    ),
    Address(
        "release",
        "Lift the holds of the caller's body",
        asked.ReleaseAsked,
        201,
        _object(release_event=ID, holds_in_force={"type": "array", "items": ID}),
        PersonRequests.release,
        (NO_HOLD,),
    ),
)


def add_persons(app: FastAPI, persons: Persons, door: Door) -> None:
    """Let the application answer what persons may ask. No address holds an id: they stand in the content."""
    requests = PersonRequests(persons, door)
    for one in ADDRESSES:
        app.add_api_route(
            f"{TOP}/{one.name}",
            _endpoint(one, requests),
            methods=["POST"],
            status_code=one.status,
            response_class=Response,
            operation_id=f"{one.name}Person",
            summary=one.summary,
            description=one.takes.__doc__,
            openapi_extra=_operation(one),
            responses=_answers(one),
        )


def _endpoint(one: Address, requests: PersonRequests) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await one.handle(requests, request)

    return answer


def _operation(one: Address) -> dict[str, Any]:
    content = {JSON: {"schema": inlined(one.takes.model_json_schema())}}
    return SECURED | {"requestBody": {"required": True, "content": content}}


def _answers(one: Address) -> dict[int | str, Any]:
    problem = {problems.MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}}}
    titles: dict[int, list[str]] = {}
    for kind in (*KINDS, *one.fails):
        titles.setdefault(kind.status, []).append(kind.title)
    answers: dict[int | str, dict[str, Any]] = {
        status: {"description": "; ".join(found), "content": problem} for status, found in titles.items()
    }
    done = {one.status: "Done."} | ({202: one.later} if one.later else {})
    return answers | {
        status: {"description": meaning, "content": {JSON: {"schema": one.gives}}}
        for status, meaning in done.items()
    }
