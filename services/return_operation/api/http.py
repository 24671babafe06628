"""The HTTP application of the service: its addresses, and the contract that describes them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from events.base import Event, Service, kebab
from events.catalogue import accepted_at
from foundation.clock import Clock, NewId, system_clock, uuid7
from foundation.event_store.port import EventStore
from foundation.identity.tokens import Verifier
from foundation.problems import problem as problems
from foundation.recording.recorder import Recorder
from foundation.vault.vault import Vault
from services.return_operation.api import contract
from services.return_operation.api.answers import response
from services.return_operation.api.failures import answer_failures
from services.return_operation.api.records import Records
from services.return_operation.api.requests import Door

SERVICE: Service = "return_operation"
ALWAYS = (problems.UNAUTHENTICATED, problems.NOT_ALLOWED, problems.FAILED, problems.UNAVAILABLE)
WITH_CONTENT = (*ALWAYS, problems.TOO_LARGE, problems.MEDIA, problems.MALFORMED)

Endpoint = Callable[[Request], Awaitable[Response]]


class DirectRoute(APIRoute):
    """Hands the request to the endpoint as it is: the endpoints parse by themselves, in strict JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself."""
        return self.endpoint


def create_app(
    store: EventStore,
    vault: Vault,
    verifier: Verifier,
    clock: Clock = system_clock,
    new_id: NewId = uuid7,
) -> FastAPI:
    """The application over an open store and vault, which stay the caller's to close."""
    app = FastAPI(
        title="Returnwatch: return operation",
        version="1",
        docs_url=None,
        redoc_url=None,
        description="Records of the movement itself, and of what monitors saw of it.",
    )
    app.router.route_class = DirectRoute
    recorder = Recorder(SERVICE, store, vault, clock)
    records = Records(SERVICE, recorder, store, Door(verifier, clock), new_id)
    _add_recording(app, records)
    _add_reading(app, records)
    _add_health(app, store)
    answer_failures(app)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


def _add_recording(app: FastAPI, records: Records) -> None:
    for kind in accepted_at(SERVICE):
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
        openapi_extra=contract.batch_operation(SERVICE),
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


def _add_health(app: FastAPI, store: EventStore) -> None:
    async def live(_request: Request) -> Response:
        return response(200, {"status": "ok"})

    async def ready(_request: Request) -> Response:
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


def _document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        document["components"] = contract.components(SERVICE)
        app.openapi_schema = document
    return app.openapi_schema
