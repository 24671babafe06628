"""Lets in those whom token and policies allow to ask."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from foundation.access.asking import Action, LogPart, OfLog, OfView, Resource
from foundation.access.deciding import decide, decide_among
from foundation.clock import Clock
from foundation.identity.bearer import caller_of, lacking
from foundation.identity.caller import Caller, Scope
from foundation.identity.port import TokenVerifier
from foundation.problems.problem import NOT_ALLOWED, Problem, ProblemError
from projections.query.shown import shown
from projections.viewing.parts import Reader
from projections.viewing.view import View

SCOPE: Scope = "read"
Asked = Callable[[Request], tuple[Action, Resource]]
"""What a request asks for."""

LOG_ADDRESSES: tuple[tuple[re.Pattern[str], LogPart], ...] = (
    (re.compile(r"/log/checkpoint"), "checkpoint"),
    (re.compile(r"/log/tile/\d+/[^/].*"), "hashes"),
    (re.compile(r"/log/proof/[^/]*"), "proof"),
)
"""Parts of the log by address; any other address is taken for one of entries."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Tells who reads and whether they may."""

    verifier: TokenVerifier
    clock: Clock

    def readers(self, asked: Asked) -> Callable[[Request], Caller]:
        """A FastAPI dependency that tells who reads.

        It raises ProblemError: 401 without a valid token, 403 without the scope or against the policies.
        """

        def reader(request: Request) -> Caller:
            caller = self._caller(request)
            action, resource = asked(request)
            if decide(caller, action, resource).allowed:
                return caller
            raise _denied(caller)

        return reader

    def readers_of(self, view: View) -> Callable[[Request], Reader]:
        """As `readers`, for a view or the first of its parts that the policies give to the caller."""
        choices = (None, *view.parts)

        def reader(request: Request) -> Reader:
            caller = self._caller(request)
            given = decide_among(caller, "read_view", [shown(part or view) for part in choices])
            if given is None:
                raise _denied(caller)
            return Reader(caller, choices[given])

        return reader

    def _caller(self, request: Request) -> Caller:
        return caller_of(request.headers.get("authorization", ""), self.verifier, self.clock())


def _denied(caller: Caller) -> ProblemError:
    if SCOPE not in caller.scopes:
        return lacking(SCOPE)
    return ProblemError(Problem(NOT_ALLOWED, "the policies do not give this to your role"))


def view(one: OfView) -> Asked:
    """Requests for one view."""
    return lambda _request: ("read_view", one)


def log(request: Request) -> tuple[Action, Resource]:
    """Requests for the audit log, by the address of its parts."""
    path = request.scope["path"]
    parts = (part for pattern, part in LOG_ADDRESSES if pattern.fullmatch(path))
    return "read_log", OfLog(next(parts, "entries"))
