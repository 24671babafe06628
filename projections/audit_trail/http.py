"""The log over HTTP, in the form of C2SP tlog-tiles, for those whom the composition lets in."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Response

from foundation.tlog.tiles import TilePathError
from projections.audit_trail.reading import NotLoggedError, TrailReader

TEXT = "text/plain; charset=utf-8"
TILE = "application/octet-stream"


def router(trail: TrailReader, allowed: Callable[..., Any]) -> APIRouter:
    """Routes below `/log`. `allowed` is a FastAPI dependency that raises for those who may not read it."""
    routes = APIRouter(prefix="/log", tags=["audit trail"], dependencies=[Depends(allowed)])

    @routes.get("/checkpoint", response_class=Response, responses=_of(TEXT, "The newest signed checkpoint."))
    def checkpoint() -> Response:
        """Size and root of the log, signed (C2SP tlog-checkpoint)."""
        return _answer(trail.checkpoint, TEXT, "no-cache")

    @routes.get("/tile/{path:path}", response_class=Response, responses=_of(TILE, "A tile or entry bundle."))
    def tile(path: str) -> Response:
        """Hashes of the tree, or entries below `entries/` (C2SP tlog-tiles)."""
        return _answer(lambda: trail.tile(f"tile/{path}"), TILE, "private, max-age=31536000, immutable")

    @routes.get("/proof/{event_id}", response_class=Response, responses=_of(TEXT, "A `.tlog-proof` file."))
    def proof(event_id: str, service: str | None = None) -> Response:
        """Offline proof that an event is in the log (C2SP tlog-proof)."""
        return _answer(lambda: trail.prove(event_id, service), TEXT, "no-cache")

    return routes


def _answer(read: Callable[[], str | bytes], media_type: str, caching: str) -> Response:
    try:
        content = read()
    except (NotLoggedError, TilePathError) as error:
        raise HTTPException(404, str(error)) from None
    return Response(content, media_type=media_type, headers={"Cache-Control": caching})


def _of(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    kind = "string" if media_type == TEXT else "binary"
    schema = {"type": "string"} if kind == "string" else {"type": "string", "format": kind}
    return {
        200: {"description": description, "content": {media_type.partition(";")[0]: {"schema": schema}}},
        404: {"description": "The log does not hold it, or not yet."},
    }
