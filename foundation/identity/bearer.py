"""Who calls, from the header of a request (RFC 6750)."""

from datetime import datetime

from foundation.identity.caller import Caller, Scope
from foundation.identity.port import IssuerUnavailableError, TokenError, TokenVerifier
from foundation.problems.problem import NOT_ALLOWED, UNAUTHENTICATED, UNAVAILABLE, Problem, ProblemError


def caller_of(authorization: str, verifier: TokenVerifier, now: datetime) -> Caller:
    """Who sent a request with this header. Raises ProblemError 401 without a valid token.

    503 when the keys of the issuer cannot be had.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthenticated("send the header Authorization: Bearer and a token")
    try:
        return verifier.verify(token.strip(), now)
    except TokenError as error:
        raise _unauthenticated(str(error), ', error="invalid_token"') from None
    except IssuerUnavailableError as error:
        raise ProblemError(Problem(UNAVAILABLE, str(error)), {"Retry-After": "10"}) from None


def lacking(scope: Scope) -> ProblemError:
    """The answer to a token without a scope that it needs."""
    return ProblemError(
        Problem(NOT_ALLOWED, f"the token lacks the scope {scope}; ask for one that has it"),
        {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
    )


def _unauthenticated(detail: str, more: str = "") -> ProblemError:
    challenge = {"WWW-Authenticate": f'Bearer realm="returnwatch"{more}'}
    return ProblemError(Problem(UNAUTHENTICATED, detail), challenge)
