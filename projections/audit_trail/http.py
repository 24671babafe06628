"""The log over HTTP, in the form of C2SP tlog-tiles, for those whom the composition lets in."""

import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from foundation.problems.problem import MEDIA_TYPE, NOT_FOUND, SCHEMA, Problem, ProblemError
from foundation.tlog.tiles import TilePathError
from projections.audit_trail.reading import NotLoggedError, TrailReader

TEXT = "text/plain; charset=utf-8"
TILE = "application/octet-stream"
PROBLEM: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
PLAIN = r"^[^\x00-\x1f\x7f]*$"
"""Without control characters: a database may refuse them, and nothing in the log holds any."""
HASHES = re.compile(r"[0-9]+/.*", re.ASCII)
"""What stands below `/log/tile/` for tiles of hashes, which name no event."""


def router(
    trail: TrailReader,
    allowed: Callable[..., Any],
    *,
    may_see_entries: Callable[[Request], Any] | None = None,
) -> APIRouter:
    """Routes below `/log`. `allowed` is a FastAPI dependency that raises for those who may not read it.

    `may_see_entries` is asked besides where the answer names events or tells that they exist: for proofs and
    for everything below `tile/` but hashes. It takes the request alone; without it, `allowed` decides.
    """
    routes = APIRouter(prefix="/log", tags=["audit trail"], dependencies=[Depends(allowed)])

    def entries_allowed(request: Request) -> None:
        if may_see_entries and not HASHES.fullmatch(request.path_params.get("path", "")):
            may_see_entries(request)

    naming = [Depends(entries_allowed)]

    @routes.get("/checkpoint", response_class=Response, responses=_of(TEXT, "The newest signed checkpoint."))
    def checkpoint() -> Response:
        """Size and root of the log, signed (C2SP tlog-checkpoint)."""
        return _answer(trail.checkpoint, TEXT, "no-cache")

    @routes.get(
        "/tile/{path:path}",
        response_class=Response,
        responses=_of(TILE, "A tile or entry bundle."),
        dependencies=naming,
    )
    def tile(path: Annotated[str, Path(pattern=PLAIN)]) -> Response:
        """Hashes of the tree, or entries below `entries/` (C2SP tlog-tiles)."""
        return _answer(lambda: trail.tile(f"tile/{path}"), TILE, "private, max-age=31536000, immutable")

    @routes.get(
        "/proof/{event_id}",
        response_class=Response,
        responses=_of(TEXT, "A `.tlog-proof` file."),
        dependencies=naming,
    )
    def proof(
        event_id: Annotated[str, Path(pattern=PLAIN)],
        service: Annotated[str | None, Query(pattern=PLAIN)] = None,
    ) -> Response:
        """Offline proof that an event is in the log (C2SP tlog-proof)."""
        return _answer(lambda: trail.prove(event_id, service), TEXT, "no-cache")

    return routes


def _answer(read: Callable[[], str | bytes], media_type: str, caching: str) -> Response:
    try:
        content = read()
    except (NotLoggedError, TilePathError) as error:
        raise ProblemError(Problem(NOT_FOUND, str(error))) from None
    return Response(content, media_type=media_type, headers={"Cache-Control": caching})


def _of(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    kind = "string" if media_type == TEXT else "binary"
    schema = {"type": "string"} if kind == "string" else {"type": "string", "format": kind}
    return {
        200: {"description": description, "content": {media_type.partition(";")[0]: {"schema": schema}}},
        400: {"description": "The question holds what no address here has.", **PROBLEM},
        404: {"description": "The log does not hold it, or not yet.", **PROBLEM},
    }
