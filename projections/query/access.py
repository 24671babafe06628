"""Lets in those whose token allows reading."""

from collections.abc import Callable

from fastapi import Request

from foundation.clock import Clock
from foundation.identity.caller import Caller
from foundation.identity.tokens import TokenError, Verifier
from foundation.problems.problem import NOT_ALLOWED, UNAUTHENTICATED, Problem, ProblemError

SCOPE = "read"


def readers(verifier: Verifier, clock: Clock) -> Callable[[Request], Caller]:
    """A FastAPI dependency that tells who reads.

    It raises ProblemError: 401 without a valid token, 403 without the scope.
    """

    def reader(request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _unauthenticated("send the header Authorization: Bearer and a token")
        try:
            caller = verifier.verify(token.strip(), clock())
        except TokenError as error:
            raise _unauthenticated(str(error), ', error="invalid_token"') from None
        if SCOPE not in caller.scopes:
            raise ProblemError(
                Problem(NOT_ALLOWED, f"the token lacks the scope {SCOPE}; ask for one that has it"),
                {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{SCOPE}"'},
            )
        return caller

    return reader


def _unauthenticated(detail: str, more: str = "") -> ProblemError:
    challenge = {"WWW-Authenticate": f'Bearer realm="returnwatch"{more}'}
    return ProblemError(Problem(UNAUTHENTICATED, detail), challenge)
