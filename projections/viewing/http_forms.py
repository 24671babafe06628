"""Answers of views over HTTP: rows and the positions they rest on, in their forms and as OpenAPI has it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from fastapi import Response

from foundation.access.deciding import services_seen
from foundation.identity.caller import Caller
from foundation.problems.problem import MEDIA_TYPE, SCHEMA, Kind
from projections.runner.answers import Position
from projections.viewing.csv_form import to_csv

UNKNOWN = Kind("unknown-question", 400, "The question is not one that is answered here")
POSITION = "Returnwatch-Position"
"""Header that states what a CSV answer rests on: `source=sequence`, separated by commas."""
NEXT = "Returnwatch-Next"
"""Header of a CSV answer that goes on; its value is the `after` of the next page."""
FORMATS = ("json", "csv")


def answer_as(
    form: str,
    rows: Sequence[Mapping[str, Any]],
    positions: Iterable[Position],
    following: str | None,
    caller: Caller,
) -> Response:
    """The answer in one of `FORMATS`, with the positions of those services that the caller may know of."""
    seen = services_seen(caller)
    shown = [position for position in positions if position.service in seen]
    if form == "csv":
        rests_on = ", ".join(f"{position.source}={position.sequence}" for position in shown)
        headers = {POSITION: rests_on} | ({NEXT: following} if following else {})
        text = to_csv([dict(row) for row in rows])
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
    members = {"rows": rows, "positions": [asdict(position) for position in shown], "next": following}
    return Response(orjson.dumps(members), media_type="application/json")


def responses(*further: str) -> dict[int | str, dict[str, Any]]:
    """What a view can answer; `further` are media types besides JSON and CSV."""
    problem = {"content": {MEDIA_TYPE: {"schema": SCHEMA}}}
    text = {"schema": {"type": "string"}}
    forms = {"application/json": {"schema": _ANSWER}, **dict.fromkeys(("text/csv", *further), text)}
    told = "Rows, and the positions they rest on, of services that the caller may know of."
    return {
        200: {"description": told, "content": forms},
        400: {"description": "Unknown question; the answer lists what can be asked.", **problem},
        401: {"description": "No valid token.", **problem},
        403: {"description": "The token or the policies do not allow reading this view.", **problem},
        503: {"description": "The view is not built yet, or a database does not answer.", **problem},
    }


_POSITION = {
    "type": "object",
    "required": ["source", "service", "place", "sequence"],
    "properties": {
        "source": {"type": "string"},
        "service": {"type": "string"},
        "place": {"type": "integer"},
        "sequence": {"type": "integer", "description": "The last record of the log that is in the rows."},
    },
}
_ANSWER = {
    "type": "object",
    "required": ["rows", "positions", "next"],
    "properties": {
        "rows": {"type": "array", "items": {"type": "object"}},
        "positions": {"type": "array", "items": _POSITION},
        "next": {"type": ["string", "null"], "description": "Give it as `after` for the next page."},
    },
}
