"""The public keys of an issuer (JSON Web Key Set, RFC 7517), fetched again as they are rotated."""

import json
import logging
import threading
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from foundation.identity.port import IssuerUnavailableError

PublicKey = RSAKey | ECKey | OKPKey
Keys = Mapping[str, PublicKey]
"""Key id to key."""
SUITABLE = {"RS256": ("RSA", None), "ES256": ("EC", "P-256"), "Ed25519": ("OKP", "Ed25519")}
"""Algorithm to type and curve of its key. No symmetric key is ever among them (RFC 8725, section 2.1)."""
KEPT = 300.0
"""Seconds after which keys are fetched again: so long does a withdrawn key live on."""
PAUSE = 10.0
"""Seconds between two attempts: so often can tokens with unknown keys make anyone wait."""
OUTLIVED = 3600.0
"""Seconds for which keys are still used while the issuer does not answer."""
PATIENCE = 2.0
LARGEST = 256 * 1024
SHORTEST_RSA = 2048

logger = logging.getLogger(__name__)


class IssuerKeys:
    """Keys by id. Safe to call from many threads; one of them fetches, the others use what is there."""

    def __init__(self, read: Callable[[], bytes], now: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now = read, now
        self._keys: Keys = {}
        self._fetched = self._tried = float("-inf")
        self._lock = threading.Lock()

    def find(self, key_id: str) -> PublicKey | None:
        """The key of this id. None when the issuer has no such key; IssuerUnavailableError when not known."""
        now = self._now()
        if key_id not in self._keys or now - self._fetched > KEPT:
            self._renew(now)
        if now - self._fetched > OUTLIVED:
            raise IssuerUnavailableError("the keys of the issuer of tokens cannot be had; ask again later")
        return self._keys.get(key_id)

    def _renew(self, now: float) -> None:
        with self._lock:
            if now - self._tried < PAUSE:
                return
            self._tried = now
            try:
                self._keys, self._fetched = parse_keys(self._read()), now
            except (OSError, httpx.HTTPError, ValueError) as error:
                logger.warning("keys of the issuer could not be fetched: %s", type(error).__name__)


def keys_at(address: str) -> IssuerKeys:
    """Keys at an `https` address, or in a file."""
    if address.startswith(("https://", "http://")):
        return IssuerKeys(lambda: _fetched(address))
    return IssuerKeys(Path(address).read_bytes)


def parse_keys(content: bytes) -> Keys:
    """The keys that can verify, by id; those of another kind or use are left out. Raises ValueError."""
    document = json.loads(content)
    listed = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(listed, list):
        raise ValueError("not a JSON Web Key Set")  # noqa: TRY004 - callers handle one error for bad content
    found = ((raw, _key(raw)) for raw in listed if isinstance(raw, dict))
    return {raw["kid"]: key for raw, key in found if key is not None and isinstance(raw.get("kid"), str)}


def suits(key: PublicKey, algorithm: str) -> bool:
    """Whether the key is made for this algorithm."""
    kind, curve = SUITABLE[algorithm]
    stated = key.as_dict(private=False)
    long_enough = not isinstance(key, RSAKey) or key.public_key.key_size >= SHORTEST_RSA
    return (
        stated["kty"] == kind
        and stated.get("crv") == curve
        and stated.get("alg") in (None, algorithm)
        and long_enough
    )


def _key(raw: dict[str, Any]) -> PublicKey | None:
    if raw.get("use", "sig") != "sig":
        return None
    public = {name: value for name, value in raw.items() if name not in ("x5c", "x5t", "x5u", "x5t#S256")}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a short key is told by `suits`, not on standard error
            key = JWKRegistry.import_key(public)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, PublicKey) else None


def _fetched(address: str) -> bytes:
    with httpx.stream("GET", address, timeout=PATIENCE, follow_redirects=False) as answer:
        answer.raise_for_status()
        content = b""
        for part in answer.iter_bytes():
            content += part
            if len(content) > LARGEST:
                raise ValueError("the key set is too large")
        return content
