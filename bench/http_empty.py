"""The baseline of recording over HTTP: the same stack and the same validation, and nothing behind it."""

import logging
import os
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from events.base import Event, kebab
from events.catalogue import accepted_at
from foundation.recording.forms import record_model
from foundation.service_process.running import serve


def create_app() -> FastAPI:
    """Validates every event of the service and answers 201."""
    app = FastAPI(docs_url=None, redoc_url=None)
    for kind in accepted_at("return_operation"):
        app.add_api_route(
            f"/v1/records/{kebab(kind.__name__)}",
            _validating(kind),
            methods=["POST"],
            response_class=Response,
        )

    @app.get("/health/live")
    async def live() -> str:
        return "ok"

    return app


def _validating(kind: type[Event]) -> Callable[[Request], Awaitable[Response]]:
    model = record_model(kind)

    async def validate(request: Request) -> Response:
        model.model_validate_json(await request.body())
        return Response(b"{}", 201, media_type="application/json")

    return validate


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    serve(create_app(), "127.0.0.1", int(os.environ["RETURNWATCH_LISTEN"].rpartition(":")[2]))
