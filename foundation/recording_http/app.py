"""The HTTP application of a desk: its addresses, and the contract that describes them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from events.base import Event, kebab
from foundation.attachments.attachments import Attachments
from foundation.clock import Clock, NewId, system_clock, uuid7
from foundation.event_store.port import EventStore
from foundation.identity.port import TokenVerifier
from foundation.problems import problem as problems
from foundation.recording.desk import Desk
from foundation.recording_http import contract
from foundation.recording_http.answers import response
from foundation.recording_http.attachments_routes import add_attachments
from foundation.recording_http.failures import answer_failures
from foundation.recording_http.records import Records
from foundation.recording_http.requests import Door

ALWAYS = (problems.UNAUTHENTICATED, problems.NOT_ALLOWED, problems.FAILED, problems.UNAVAILABLE)
WITH_CONTENT = (*ALWAYS, problems.TOO_LARGE, problems.MEDIA, problems.MALFORMED)

Endpoint = Callable[[Request], Awaitable[Response]]


class DirectRoute(APIRoute):
    """Hands the request to the endpoint as it is: the endpoints parse by themselves, in strict JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself."""
        return self.endpoint


def create_app(
    desk: Desk,
    verifier: TokenVerifier,
    clock: Clock = system_clock,
    new_id: NewId = uuid7,
    attachments: Attachments | None = None,
) -> FastAPI:
    """The application over open stores and an open vault, which stay the caller's to close."""
    app = FastAPI(title=desk.title, version="1", docs_url=None, redoc_url=None, description=desk.description)
    app.router.route_class = DirectRoute
    door = Door(verifier, clock)
    records = Records(desk, door, new_id)
    _add_recording(app, records, desk.recorders)
    _add_reading(app, records)
    if attachments is not None:
        add_attachments(app, attachments, door)
    _add_health(app, desk.stores)
    answer_failures(app)
    app.openapi = lambda: _document(app, desk.recorders)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


def _add_recording(app: FastAPI, records: Records, kinds: Collection[type[Event]]) -> None:
    for kind in kinds:
        app.add_api_route(
            f"/v1/records/{kebab(kind.__name__)}",
            _recording(records, kind),
            methods=["POST"],
            status_code=201,
            response_class=Response,
            operation_id=f"record{kind.__name__}",
            summary=kind.__name__,
            description=kind.__doc__,
            openapi_extra=contract.record_operation(kind),
            responses=contract.answers(
                (201, "Recorded, and on disk.", contract.JSON, "Receipt"),
                (200, "Recorded before with the same content.", contract.JSON, "Receipt"),
                problem_kinds=(*WITH_CONTENT, problems.OTHER_CONTENT),
            ),
        )
    app.add_api_route(
        "/v1/records",
        records.record_many,
        methods=["POST"],
        status_code=207,
        response_class=Response,
        operation_id="recordMany",
        summary="Many events, each on its own",
        openapi_extra=contract.batch_operation(kinds),
        responses=contract.batch_answers(WITH_CONTENT),
    )


def _recording(records: Records, kind: type[Event]) -> Endpoint:
    async def record(request: Request) -> Response:
        return await records.record(request, kind)

    return record


def _add_reading(app: FastAPI, records: Records) -> None:
    app.add_api_route(
        "/v1/records/{event_id}",
        records.show,
        methods=["GET"],
        response_class=Response,
        operation_id="showRecord",
        summary="One record as stored",
        openapi_extra=contract.show_operation(),
        responses=contract.answers(
            (200, "The stored CloudEvent with its sequence.", contract.CLOUD_EVENT, "StoredRecord"),
            problem_kinds=(*ALWAYS, problems.NOT_FOUND),
        ),
    )


def _add_health(app: FastAPI, stores: Sequence[EventStore]) -> None:
    async def live(_request: Request) -> Response:
        return response(200, {"status": "ok"})

    async def ready(_request: Request) -> Response:
        for store in stores:
            await asyncio.to_thread(store.head)
        return response(200, {"status": "ok"})

    for name, endpoint, meaning in (
        ("live", live, "The process answers."),
        ("ready", ready, "The event store answers too."),
    ):
        app.add_api_route(
            f"/health/{name}",
            endpoint,
            methods=["GET"],
            response_class=Response,
            operation_id=f"health{name.title()}",
            summary=meaning,
            responses=contract.answers(
                (200, meaning, contract.JSON, "Health"), problem_kinds=(problems.FAILED, problems.UNAVAILABLE)
            ),
        )


def _document(app: FastAPI, kinds: Collection[type[Event]]) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        document["components"] = contract.components(kinds)
        app.openapi_schema = document
    return app.openapi_schema
