"""The baseline of recording over HTTP: an endpoint as FastAPI's users write it, with nothing behind it.

It gets the very requests of the service and validates six of their fields: texts, codes, a moment.
"""

import logging
import os
from datetime import datetime
from typing import Annotated, Literal

from fastapi import FastAPI
from pydantic import BaseModel, Field
from starlette.responses import Response

from foundation.service_process.running import serve


class Statement(BaseModel):
    """Six fields of a record."""

    subject_ids: Annotated[list[str], Field(min_length=1, max_length=1000)]
    occurred_at: datetime
    occurred_precision: Literal["exact", "hour", "day", "month", "year", "unknown"]
    phase: Literal["pre_return", "pre_departure", "en_route", "hand_over", "post_return"]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    source_kinds: list[Literal["seen", "heard", "told_by_returnee", "document"]]


def create_app() -> FastAPI:
    """Validates and answers 201."""
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.post("/v1/records/{kind}", status_code=201)
    async def record(kind: str, statement: Statement) -> Response:  # noqa: ARG001 - validated, that is all
        return Response(b"{}", 201, media_type="application/json")

    @app.get("/health/live")
    async def live() -> str:
        return "ok"

    return app


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    serve(create_app(), "127.0.0.1", int(os.environ["RETURNWATCH_LISTEN"].rpartition(":")[2]))
