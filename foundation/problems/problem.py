"""One problem, and the kinds there are. Every fault of a request is named at once."""

from dataclasses import dataclass
from typing import Any, Protocol

MEDIA_TYPE = "application/problem+json"
NAMES = "tag:returnwatch.org,2025:problems/"
"""A problem type is a name (a tag URI, RFC 4151), not an address to be fetched."""


class FaultLike(Protocol):
    """One thing to put right."""

    @property
    def pointer(self) -> str:
        """JSON pointer into what was submitted."""

    @property
    def what(self) -> str:
        """What is wrong there."""

    @property
    def remedy(self) -> str:
        """What to do."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem, the same wherever it occurs."""

    name: str
    status: int
    title: str


MALFORMED = Kind("malformed-content", 422, "The content is not as the contract has it")
UNAUTHENTICATED = Kind("unauthenticated", 401, "A valid bearer token is needed")
NOT_ALLOWED = Kind("not-allowed", 403, "The token does not give the right to this")
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address")
METHOD = Kind("method-not-allowed", 405, "This address does not take this method")
OTHER_CONTENT = Kind("other-content", 409, "The event id is in use for other content")
TOO_LARGE = Kind("too-large", 413, "The content is too large")
MEDIA = Kind("unsupported-media-type", 415, "The content has a form that is not read here")
FAILED = Kind("internal-error", 500, "Something failed inside")
UNAVAILABLE = Kind("unavailable", 503, "A database does not answer")


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem as it occurred."""

    kind: Kind
    detail: str
    """What happened and what to do, without any submitted value."""
    faults: tuple[FaultLike, ...] = ()

    def members(self) -> dict[str, Any]:
        """The JSON object; faults stand under `errors`, each with `pointer`, `detail` and `remedy`."""
        errors = [
            {"pointer": fault.pointer, "detail": fault.what, "remedy": fault.remedy} for fault in self.faults
        ]
        return {
            "type": NAMES + self.kind.name,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        } | ({"errors": errors} if errors else {})


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem, headers: dict[str, str] | None = None) -> None:
        self.problem, self.headers = problem, headers or {}
        super().__init__(problem.kind.name)


SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "Problem details (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The kind of problem, as a name."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do."},
        "errors": {
            "type": "array",
            "description": "Every fault of the request.",
            "items": {
                "type": "object",
                "required": ["pointer", "detail", "remedy"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the request."},
                    "detail": {"type": "string", "description": "What is wrong there."},
                    "remedy": {"type": "string", "description": "What to do."},
                },
            },
        },
    },
}
"""JSON Schema of the object."""
