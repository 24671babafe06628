"""What everything that checks tokens offers."""

from datetime import datetime
from typing import Protocol

from foundation.identity.caller import Caller


class TokenError(Exception):
    """The token is not accepted. The message says why and never repeats any part of it."""


class IssuerUnavailableError(Exception):
    """The keys of the issuer cannot be had; whether the token is good is not known. Ask again later."""


class TokenVerifier(Protocol):
    """Safe to call from many threads."""

    def verify(self, token: str, now: datetime) -> Caller:
        """Who calls.

        Raises TokenError for a token that is malformed, foreign, not yet valid or expired, and
        IssuerUnavailableError.
        """
