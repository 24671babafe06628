"""What fails inside is told in words that fit what was asked: reading records nothing."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from foundation.event_store.port import StoreUnavailableError
from foundation.recording_http.failures import answer_failures


def failing() -> FastAPI:
    """An application in which everything fails."""
    app = FastAPI()

    @app.api_route("/broken", methods=["GET", "POST"])
    def broken() -> None:
        raise ZeroDivisionError

    @app.api_route("/silent", methods=["GET", "POST"])
    def silent() -> None:
        raise StoreUnavailableError("down")

    answer_failures(app)
    return app


async def asked(method: str, address: str) -> httpx.Response:
    transport = httpx.ASGITransport(failing(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as caller:
        return await caller.request(method, address)


@pytest.mark.parametrize(("address", "status"), [("/broken", 500), ("/silent", 503)])
def test_who_reads_is_not_told_of_recording(address: str, status: int) -> None:
    read, sent = (asyncio.run(asked(method, address)) for method in ("GET", "POST"))
    assert (read.status_code, sent.status_code) == (status, status)
    assert "record" not in read.json()["detail"]
    assert "send" not in read.json()["detail"]
    assert "send the same" in sent.json()["detail"]
