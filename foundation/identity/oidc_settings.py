"""Whose access tokens are accepted in production, and what their claims mean here: declared data.

The file is JSON:

    {"issuer": "https://login.example.org", "audience": "returnwatch",
     "jwks": "https://login.example.org/keys",
     "claims": {"role": "role", "body": "organisation", "scopes": "scope"},
     "roles": {"rw-monitor": "independent_monitor"},
     "bodies": {"monitoring-body": "ORG-018f6a2c-0000-7000-8000-000000000004"},
     "scopes": {"returnwatch.read": "read"}}

`jwks` is an address or a file beside this one. A value that stands in none of the tables gives nothing.
"""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from events.codes.common import ActorRole
from events.ids import OrganizationId
from foundation.identity.caller import Scope

Algorithm = Literal["RS256", "ES256", "Ed25519"]
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Name = Annotated[str, Field(min_length=1, max_length=200)]


class OidcSettingsError(Exception):
    """The file cannot be used. One line for each fault; values are not repeated."""


class ClaimNames(BaseModel):
    """Where a token says what. A dot goes into an object: `realm_access.roles`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    user: Name = "sub"
    role: Name = "role"
    body: Name = "body"
    scopes: Name = "scope"
    """Text with spaces between scopes (RFC 9068), or a list."""
    may_assert: Name = "may_assert"
    """A list of what stands under `roles`; without it, what is usual for the role."""
    transcribes: Name = "transcribes"
    """A list of what stands under `bodies`: others whose accounts the caller may record; without it, none."""
    acts_for: Name = "acts_for"
    """A list of `P-…` and `C-…` for whom a returnee, guardian or lawyer acts; without it, none."""


class OidcSettings(BaseModel):
    """One issuer, and what its claims mean here."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    issuer: Name
    audience: Name
    jwks: Name
    algorithms: Annotated[list[Algorithm], Field(min_length=1)] = ["RS256", "ES256", "Ed25519"]
    claims: ClaimNames = ClaimNames()
    roles: Annotated[dict[str, ActorRole], Field(min_length=1)]
    bodies: dict[str, OrganizationId] = {}
    scopes: Annotated[dict[str, Scope], Field(min_length=1)]

    @model_validator(mode="after")
    def _keys_come_unchanged(self) -> Self:
        address = urlsplit(self.jwks)
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise ValueError("jwks: use https, or anyone on the way can put their own keys there")
        return self

    @property
    def keys_are_remote(self) -> bool:
        """Whether `jwks` is an address."""
        return urlsplit(self.jwks).scheme in ("http", "https")


def read_oidc_settings(path: Path) -> OidcSettings:
    """The settings in a file; a JWKS file is found beside it. Raises OidcSettingsError."""
    try:
        settings = OidcSettings.model_validate_json(path.read_bytes())
    except OSError as error:
        raise OidcSettingsError(f"{path}: cannot be read ({error.strerror}); see RETURNWATCH_OIDC") from None
    except ValidationError as error:
        lines = [
            f"{path}: /{'/'.join(map(str, fault['loc']))}: {fault['msg']}"
            for fault in error.errors(include_input=False, include_url=False)
        ]
        raise OidcSettingsError("\n".join(lines)) from None
    if settings.keys_are_remote:
        return settings
    return settings.model_copy(update={"jwks": str(path.parent / settings.jwks)})
