"""The reading application. What it answers from is decided by the composition."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from projections.query.failures import answer_failures


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
    return app
