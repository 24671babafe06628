"""Reads requests within their limits: who calls, in which form, and at most so many bytes."""

from starlette.requests import Request

from foundation.clock import Clock
from foundation.identity.bearer import caller_of, lacking
from foundation.identity.caller import Caller, Scope
from foundation.identity.port import TokenVerifier
from foundation.problems.problem import MEDIA, TOO_LARGE, Problem, ProblemError

RECORD_BYTES = 1024 * 1024
BATCH_BYTES = 8 * 1024 * 1024
BATCH_ITEMS = 1000
BATCH_VALUES = 200_000
"""Most members and items in all records of a batch together; one record may have ten thousand."""


class Door:
    """Lets in callers with a valid token."""

    def __init__(self, verifier: TokenVerifier, clock: Clock) -> None:
        self._verifier, self._clock = verifier, clock

    def admit(self, request: Request, scope: Scope) -> Caller:
        """Who calls. Raises ProblemError 401 without a valid token and 403 without the scope."""
        caller = caller_of(request.headers.get("authorization", ""), self._verifier, self._clock())
        if scope not in caller.scopes:
            raise lacking(scope)
        return caller


def media_type(request: Request, accepted: tuple[str, ...]) -> str:
    """The form of the content. Raises ProblemError 415 for another form, character set or encoding."""
    named, *parameters = request.headers.get("content-type", "").lower().split(";")
    charsets = [part.strip().removeprefix("charset=").strip('"') for part in parameters if "charset=" in part]
    encoding = request.headers.get("content-encoding", "identity").lower()
    if named.strip() not in accepted or any(c != "utf-8" for c in charsets) or encoding != "identity":
        raise ProblemError(
            Problem(MEDIA, f"send {' or '.join(accepted)} in UTF-8, without content encoding"),
            {"Accept-Post": ", ".join(accepted)},
        )
    return named.strip()


async def content(request: Request, most: int) -> bytes:
    """The body. Raises ProblemError 413 as soon as it is known to be larger than `most` bytes."""
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:12]) > most:
        raise _too_large(most)
    parts, total = [], 0
    async for part in request.stream():
        total += len(part)
        if total > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def _too_large(most: int) -> ProblemError:
    return ProblemError(
        Problem(TOO_LARGE, f"send at most {most} bytes; split a batch into smaller ones"),
        {"Connection": "close"},
    )
