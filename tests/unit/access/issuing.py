"""An issuer of access tokens in memory."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey, RSAKey

from foundation.identity.issuer_keys import IssuerKeys
from foundation.identity.oidc import OidcVerifier
from foundation.identity.oidc_settings import OidcSettings

NOW = datetime(2025, 3, 4, 10, tzinfo=UTC)
AT = int(NOW.timestamp())
ISSUER, AUDIENCE = "https://login.example.org", "returnwatch"
BODY = "ORG-018f6a2c-0000-7000-8000-000000000004"
Key = RSAKey | ECKey | OKPKey

RSA = RSAKey.generate_key(2048, {"kid": "rsa"})
EC = ECKey.generate_key("P-256", {"kid": "ec"})
ED = OKPKey.generate_key("Ed25519", {"kid": "ed"})
ALGORITHM_OF: dict[str, str] = {"rsa": "RS256", "ec": "ES256", "ed": "Ed25519"}

SETTINGS = OidcSettings(
    issuer=ISSUER,
    audience=AUDIENCE,
    jwks=f"{ISSUER}/keys",
    roles={"rw-monitor": "independent_monitor", "rw-nhri": "nhri", "rw-escort": "escort"},
    bodies={"monitoring-body": BODY},
    scopes={"returnwatch.read": "read", "returnwatch.record": "record"},
)
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "f:12:somebody@example.org",
    "exp": AT + 300,
    "iat": AT - 10,
    "role": "rw-monitor",
    "body": "monitoring-body",
    "scope": "openid returnwatch.read",
}


def signed(key: Key, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token; a claim or header of None is left out."""
    kid = str(key.kid)
    top = {"alg": ALGORITHM_OF.get(kid, "Ed25519"), "kid": kid, "typ": "at+jwt"} | (header or {})
    said = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return jwt.encode(
        {name: value for name, value in top.items() if value is not None}, said, key, algorithms=[top["alg"]]
    )


def published(*keys: Key) -> bytes:
    """The public parts as a JSON Web Key Set."""
    return json.dumps({"keys": [key.as_dict(private=False) for key in keys]}).encode()


@dataclass
class Issuer:
    """Publishes keys, counts who asks, and can be away. Its clock is set by hand."""

    keys: tuple[Key, ...] = (RSA, EC, ED)
    asked: int = 0
    away: bool = False
    clock: float = field(default=1000.0)

    def read(self) -> bytes:
        """The key set as it is now."""
        self.asked += 1
        if self.away:
            raise ConnectionError
        return published(*self.keys)

    def verifier(self, settings: OidcSettings = SETTINGS) -> OidcVerifier:
        """A verifier that asks this issuer."""
        return OidcVerifier(settings, IssuerKeys(self.read, lambda: self.clock))
