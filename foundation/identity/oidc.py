"""Access tokens of an OpenID Connect issuer, checked as RFC 8725 and RFC 9068 say."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from joserfc import jws, jwt
from joserfc.errors import JoseError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events.codes.common import ActorRole
from events.ids import UUID_PATTERN, subject_id
from foundation.identity.caller import Caller, usual_voices
from foundation.identity.issuer_keys import IssuerKeys, PublicKey, suits
from foundation.identity.oidc_settings import OidcSettings
from foundation.identity.port import TokenError

PERSON_OR_CASE = re.compile(f"[PC]-{UUID_PATTERN}")
LONGEST_TOKEN = 16 * 1024
LEEWAY = timedelta(seconds=30)
"""How far clocks of two machines may be apart."""
REMEMBERED = 1000
TYPES = frozenset({"at+jwt", "application/at+jwt", "jwt"})
"""An ID token says who signed in and is no permission; issuers that mark it differently are told from it."""


class _Standard(BaseModel):
    """The claims whose names are given by RFC 7519."""

    model_config = ConfigDict(extra="ignore", strict=True)

    iss: str
    aud: str | list[str]
    exp: int = Field(ge=0, le=2**40)
    nbf: int = Field(default=0, ge=0, le=2**40)
    iat: int = Field(default=0, ge=0, le=2**40)


@dataclass(frozen=True, slots=True)
class _Seen:
    caller: Caller
    key: PublicKey
    key_id: str
    since: int
    until: int


class OidcVerifier:
    """Checks access tokens of one issuer. Safe to call from many threads."""

    def __init__(self, settings: OidcSettings, keys: IssuerKeys) -> None:
        self._settings, self._keys = settings, keys
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()

    def verify(self, token: str, now: datetime) -> Caller:
        """Who calls. Raises TokenError, or IssuerUnavailableError when the keys cannot be had."""
        digest = sha256(token.encode(errors="replace")).digest()
        seen = self._seen.get(digest)
        if seen is None or not self._still_signed(seen):
            seen = self._check(token, digest)
        if now.timestamp() >= seen.until:
            self._seen.pop(digest, None)
            raise TokenError("the token has expired; ask for a new one")
        if (now + LEEWAY).timestamp() < seen.since:
            raise TokenError("the token is not valid yet; check the clocks of both machines")
        self._remember(digest, seen)
        return seen.caller

    def _still_signed(self, seen: _Seen) -> bool:
        """Whether the issuer still has the key, so that withdrawing it ends every token under it."""
        key = self._keys.find(seen.key_id)
        return key is not None and key.as_dict(private=False) == seen.key.as_dict(private=False)

    def _check(self, token: str, digest: bytes) -> _Seen:
        if len(token) > LONGEST_TOKEN:
            raise TokenError("the token is longer than any that is read here")
        key_id, algorithm = self._header(token)
        key = self._keys.find(key_id)
        if key is None or not suits(key, algorithm):
            raise TokenError("the token is signed with a key that its issuer does not have for this")
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
            standard = _Standard.model_validate_json(json.dumps(claims))
        except ValidationError:
            raise TokenError("the token is signed but does not say what an access token says") from None
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise TokenError("the token was changed, or is not of this issuer") from None
        audience = [standard.aud] if isinstance(standard.aud, str) else standard.aud
        if standard.iss != self._settings.issuer or self._settings.audience not in audience:
            raise TokenError("the token is of another issuer or for another audience")
        caller = self._caller(claims, digest)
        return _Seen(caller, key, key_id, max(standard.nbf, standard.iat), standard.exp)

    def _header(self, token: str) -> tuple[str, str]:
        """Id of the key and algorithm. Nothing else of a header is believed, nor an address in it fetched."""
        try:
            header: dict[str, Any] = jws.extract_compact(token.encode()).headers()
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise TokenError("the token is no signed JSON Web Token") from None
        key_id, algorithm = header.get("kid"), header.get("alg")
        if not isinstance(key_id, str) or algorithm not in self._settings.algorithms:
            raise TokenError("the token names no key, or an algorithm that is not accepted")
        if str(header.get("typ", "JWT")).lower() not in TYPES or "crit" in header:
            raise TokenError("the token is of a type that gives no access")
        return key_id, str(algorithm)

    def _caller(self, claims: dict[str, Any], digest: bytes) -> Caller:
        names, settings = self._settings.claims, self._settings
        user = _claim(claims, names.user)
        roles = {
            settings.roles[name] for name in _words(_claim(claims, names.role)) if name in settings.roles
        }
        if not isinstance(user, str) or not user or len(roles) != 1:
            raise TokenError("the token names no user, or not exactly one role that is known here")
        (role,) = roles
        body = _claim(claims, names.body)
        if body is not None and (not isinstance(body, str) or body not in settings.bodies):
            raise TokenError("the token names a body that is not known here")
        voices = self._voices(claims, role)
        scopes = (settings.scopes.get(name) for name in _words(_claim(claims, names.scopes)))
        return Caller(
            subject_id("user", uuid5(uuid5(NAMESPACE_URL, settings.issuer), user)),
            role,
            settings.bodies[body] if body is not None else None,
            voices,
            frozenset(scope for scope in scopes if scope is not None),
            digest.hex()[:16],
            self._transcribes(claims),
            self._acts_for(claims),
        )

    def _voices(self, claims: dict[str, Any], role: ActorRole) -> frozenset[ActorRole]:
        stated = _claim(claims, self._settings.claims.may_assert)
        if stated is None:
            return usual_voices(role)
        granted = (self._settings.roles.get(name) for name in _words(stated))
        return frozenset(voice for voice in granted if voice is not None)

    def _transcribes(self, claims: dict[str, Any]) -> frozenset[str]:
        """Other bodies whose accounts the caller may record; a name that is not known here gives nothing."""
        named = _words(_claim(claims, self._settings.claims.transcribes))
        return frozenset(self._settings.bodies[name] for name in named if name in self._settings.bodies)

    def _acts_for(self, claims: dict[str, Any]) -> frozenset[str]:
        named = _words(_claim(claims, self._settings.claims.acts_for))
        return frozenset(name for name in named if PERSON_OR_CASE.fullmatch(name))

    def _remember(self, digest: bytes, seen: _Seen) -> None:
        self._seen[digest] = seen
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _claim(claims: dict[str, Any], path: str) -> Any:
    """The claim of this name; one whose own name has dots goes before one inside an object."""
    if path in claims:
        return claims[path]
    value: Any = claims
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _words(value: Any) -> Iterator[str]:
    """The words of a text, or the texts of a list."""
    items = value.split(" ") if isinstance(value, str) else value if isinstance(value, list) else ()
    return (item for item in items if isinstance(item, str))
