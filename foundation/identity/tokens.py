"""Local bearer tokens: JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037; algorithm name of RFC 9864).

For the embedded mode and for trials. The key stays in a private file; whoever holds it can speak for anyone.
"""

import json
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events.codes.common import ActorRole
from events.ids import CaseId, OrganizationId, PersonId, UserId
from foundation.clock import NewId, uuid7
from foundation.identity.caller import USUAL_SCOPES, Caller, Scope, usual_voices
from foundation.identity.port import TokenError
from foundation.private_file import PrivateFileError, read_or_create_private, read_private

ALGORITHM = "Ed25519"
ISSUER = "returnwatch"
TOKEN_KEY = "tokens.json"  # noqa: S105 - the name of a file
LONGEST_TOKEN = 8192
REMEMBERED = 1000
"""Most tokens whose signature is not checked again."""
LEEWAY = timedelta(seconds=30)
"""How far clocks of two machines may be apart."""


class TokenKeyError(Exception):
    """The key file cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a new token is to say of its holder."""

    user: str
    """`USR-…`."""
    role: ActorRole
    lifetime: timedelta
    body: str | None = None
    """`ORG-…`; None for a private person."""
    may_assert: frozenset[ActorRole] | None = None
    """Roles whose account the holder may record; None for what is usual for the role."""
    scopes: frozenset[Scope] = USUAL_SCOPES
    transcribes: frozenset[str] = frozenset()
    """`ORG-…` of other bodies whose accounts the holder may record, or `any`."""
    acts_for: frozenset[str] = frozenset()
    """`P-…` and `C-…` whose data a returnee, guardian or lawyer may have opened."""


Seconds = Annotated[int, Field(ge=86_400, le=2**37)]
"""Since 1970; within the years that a calendar has."""


class _Claims(BaseModel):
    """What a token says."""

    model_config = ConfigDict(extra="ignore", strict=True)

    iss: Literal["returnwatch"]
    sub: UserId
    role: ActorRole
    body: OrganizationId | None = None
    may_assert: tuple[ActorRole, ...]
    scopes: tuple[Scope, ...]
    transcribes: tuple[OrganizationId | Literal["any"], ...] = ()
    acts_for: tuple[PersonId | CaseId, ...] = ()
    iat: Seconds
    exp: Seconds
    jti: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A caller whose token was checked, and from when to when it holds."""

    caller: Caller
    since: datetime
    until: datetime

    @classmethod
    def of(cls, claims: _Claims) -> "_Seen":
        voices, scopes = frozenset(claims.may_assert), frozenset(claims.scopes)
        others = frozenset(claims.transcribes), frozenset(claims.acts_for)
        caller = Caller(claims.sub, claims.role, claims.body, voices, scopes, claims.jti, *others)
        since, until = (datetime.fromtimestamp(at, UTC) for at in (claims.iat, claims.exp))
        return cls(caller, since - LEEWAY, until)


def load_token_key(folder: Path, *, may_create: bool = False) -> OKPKey:
    """The signing key `tokens.json` in a key folder, made on first use where that is allowed."""
    path = folder / TOKEN_KEY
    try:
        raw = read_or_create_private(path, _new_key) if may_create else read_private(path)
        key = OKPKey.import_key(json.loads(raw))
    except PrivateFileError as error:
        raise TokenKeyError(f"token key: {error}") from None
    except (ValueError, TypeError, JoseError):
        raise TokenKeyError(f"{path}: not an Ed25519 key as a JSON Web Key; restore the file") from None
    if key.curve_name != "Ed25519":
        raise TokenKeyError(f"{path}: the key is not on the curve Ed25519; restore the file")
    return key


def issue(key: OKPKey, grant: Grant, now: datetime, new_id: NewId = uuid7) -> str:
    """A signed token. Raises ValueError when a part of the grant is not well formed."""
    voices = usual_voices(grant.role) if grant.may_assert is None else grant.may_assert
    claims = {
        "iss": ISSUER,
        "sub": grant.user,
        "role": grant.role,
        **({"body": grant.body} if grant.body else {}),
        "may_assert": sorted(voices),
        "scopes": sorted(grant.scopes),
        "transcribes": sorted(grant.transcribes),
        "acts_for": sorted(grant.acts_for),
        "iat": int(now.timestamp()),
        "exp": int((now + grant.lifetime).timestamp()),
        "jti": str(new_id()),
    }
    _Claims.model_validate_json(json.dumps(claims))
    return jwt.encode({"alg": ALGORITHM, "typ": "JWT"}, claims, key, algorithms=[ALGORITHM])


class Verifier:
    """Checks tokens signed with one key. Safe to call from many threads."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()

    def verify(self, token: str, now: datetime) -> Caller:
        """Who calls. Raises TokenError for a token that is malformed, foreign, not yet valid or expired."""
        digest = sha256(token.encode(errors="replace")).digest()
        seen = self._seen.get(digest) or _Seen.of(self._check(token))
        if now >= seen.until:
            self._seen.pop(digest, None)
            raise TokenError("the token has expired; ask for a new one")
        if now < seen.since:
            raise TokenError("the token is not valid yet; check the clocks of both machines")
        self._remember(digest, seen)
        return seen.caller

    def _check(self, token: str) -> _Claims:
        if len(token) > LONGEST_TOKEN:
            raise TokenError("the token is longer than any token of this platform")
        try:
            claims: dict[str, Any] = jwt.decode(token, self._key, algorithms=[ALGORITHM]).claims
            return _Claims.model_validate_json(json.dumps(claims))
        except ValidationError:
            raise TokenError("the token is signed but does not say what this platform needs") from None
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            raise TokenError("the token is not one of this platform, or it was changed") from None

    def _remember(self, digest: bytes, seen: _Seen) -> None:
        self._seen[digest] = seen
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)


def _new_key() -> bytes:
    return json.dumps(OKPKey.generate_key("Ed25519", auto_kid=True).as_dict(private=True)).encode() + b"\n"
