"""The reading application. What it answers from is decided by the composition."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from projections.query.failures import answer_failures

SECURITY = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}


def create_app(routers: Sequence[APIRouter]) -> FastAPI:
    """An application with the routes of some views, `/health`, and OpenAPI at `/openapi.json`."""
    app = FastAPI(title="Returnwatch views", version="1", docs_url=None, redoc_url=None)
    for router in routers:
        app.include_router(router)

    @app.get("/health", tags=["operation"])
    def health() -> dict[str, str]:
        """That the process answers; it says nothing about the databases."""
        return {"status": "ok"}

    answer_failures(app)
    app.openapi = lambda: _secured(app)  # type: ignore[method-assign]  # FastAPI's own way to extend it
    return app


def _secured(app: FastAPI) -> dict[str, Any]:
    """The document, which says that everything but `/health` needs a token."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        document.setdefault("components", {})["securitySchemes"] = SECURITY
        for path, operations in document["paths"].items():
            for operation in operations.values() if path != "/health" else ():
                operation["security"] = [{"bearer": []}]
        app.openapi_schema = document
    return app.openapi_schema
