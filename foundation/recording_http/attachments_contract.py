"""The OpenAPI side of attachments: what is sent and answered, taken from what is announced and declared."""

from collections.abc import Iterable
from typing import Any

from foundation.attachments.announcing import ID_PATTERN, Announced
from foundation.attachments.limits import MOST_BYTES
from foundation.problems import problem as problems
from foundation.problems.problem import Kind
from foundation.recording_http.attachments_reason import parameters
from foundation.recording_http.contract import JSON, SCHEMAS, SECURED

PART_TYPE = "application/offset+octet-stream"
OFFSET, LENGTH, COMPLETE = "Upload-Offset", "Upload-Length", "Upload-Complete"
"""Headers as in the resumable uploads of tus 1.0 and of the IETF's draft."""

OTHER_FILE = Kind("other-file", 409, "The id is in use for another file")
OTHER_OFFSET = Kind("other-offset", 409, "The part does not begin where the upload stands")
OTHER_BYTES = Kind("other-bytes", 422, "The bytes do not have the announced hash")
ERASED = Kind("erased", 410, "The data of the subject were erased")

ALWAYS = (problems.UNAUTHENTICATED, problems.NOT_ALLOWED, ERASED, problems.FAILED, problems.UNAVAILABLE)
WITH_CONTENT = (*ALWAYS, problems.TOO_LARGE, problems.MEDIA)

NUMBER = {"type": "integer", "minimum": 0}
MEANINGS: dict[str, tuple[str, dict[str, Any]]] = {
    OFFSET: ("Bytes from the beginning that are on disk.", NUMBER),
    LENGTH: ("Bytes of the whole file.", NUMBER),
    COMPLETE: ("?1 once the hash was verified.", {"type": "string", "enum": ["?0", "?1"]}),
    "Location": ("Where the file is sent to and read.", {"type": "string"}),
    "Repr-Digest": ("SHA-256 of the file (RFC 9530).", {"type": "string"}),
    "Link": ("The original of a working copy (RFC 5829).", {"type": "string"}),
}
STARTED: dict[str, Any] = {
    "type": "object",
    "required": ["attachment_id"],
    "properties": {"attachment_id": {"type": "string", "pattern": f"^{ID_PATTERN}$"}},
}
AT = {
    "name": "attachment_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": f"^{ID_PATTERN}$"},
}


def start_operation() -> dict[str, Any]:
    """Request and security of the announcement of a file."""
    schema = Announced.model_json_schema()
    return SECURED | {"requestBody": {"required": True, "content": {JSON: {"schema": schema}}}}


def part_operation() -> dict[str, Any]:
    """Request and security of bringing bytes."""
    offset = {"name": OFFSET, "in": "header", "required": True, "schema": NUMBER}
    body = {"content": {PART_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
    return SECURED | {"parameters": [AT, offset], "requestBody": body}


def at_operation() -> dict[str, Any]:
    """Parameters and security of what needs the id alone."""
    return SECURED | {"parameters": [AT]}


def show_operation() -> dict[str, Any]:
    """Parameters and security of reading: the id, and why."""
    return SECURED | {"parameters": [AT, *parameters()]}


def start_answers() -> dict[int | str, Any]:
    """Documented answers to an announcement."""
    content = {JSON: {"schema": STARTED}}
    told = _headers("Location", OFFSET, LENGTH, COMPLETE)
    good = {
        201: {"description": "Announced; send the bytes.", "headers": told, "content": content},
        200: {"description": "Announced before.", "headers": told, "content": content},
    }
    return good | _problems((*WITH_CONTENT, OTHER_FILE, problems.MALFORMED))


def progress_answers() -> dict[int | str, Any]:
    """Documented answers to HEAD, which have no content."""
    good: dict[int | str, Any] = {
        200: {"description": "How much has arrived.", "headers": _headers(OFFSET, LENGTH, COMPLETE)}
    }
    return good | {kind.status: {"description": kind.title} for kind in (*ALWAYS, problems.NOT_FOUND)}


def part_answers() -> dict[int | str, Any]:
    """Documented answers to bytes."""
    good = {204: {"description": "On disk.", "headers": _headers(OFFSET, LENGTH, COMPLETE)}}
    kinds = (*WITH_CONTENT, problems.NOT_FOUND, OTHER_OFFSET, problems.MALFORMED, OTHER_BYTES)
    return good | _problems(kinds)


def file_answers() -> dict[int | str, Any]:
    """Documented answers to the request for a file."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    good = {
        200: {
            "description": "The bytes as they were captured.",
            "headers": _headers("Repr-Digest", "Link"),
            "content": dict.fromkeys(MOST_BYTES, binary),
        }
    }
    return good | _problems((*ALWAYS, problems.NOT_FOUND, problems.MALFORMED))


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"description": MEANINGS[name][0], "schema": MEANINGS[name][1]} for name in names}


def _problems(kinds: Iterable[Kind]) -> dict[int | str, Any]:
    """One answer for each status, which may stand for several kinds of problem."""
    titles: dict[int, list[str]] = {}
    for kind in kinds:
        titles.setdefault(kind.status, []).append(kind.title)
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}}}
    return {status: {"description": "; ".join(found), "content": content} for status, found in titles.items()}
