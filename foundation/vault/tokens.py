"""The text of a sealed value: `v1.<locator>.<nonce, ciphertext and tag>`, both parts in base64url.

AES-256-GCM with a random 96-bit nonce. What the tag authenticates besides the value is its place: a token
moved to another event, field, subject or key version does not open. The plain text is the value as
JSON, padded with spaces to a multiple of 64 bytes, so that the length of a token does not tell
`yes` from `unknown`.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from pydantic_core import from_json, to_json

from foundation.vault.data_keys import DataKey
from foundation.vault.nonces import SIZE
from foundation.vault.sectors import Sector, SectorKeys

VERSION = "v1"
PADDED = 64


class Place(NamedTuple):
    """Where a sealed value stands, as stored, before any lifting to a newer version."""

    event_id: str
    """`EVT-…`."""
    event_type: str
    """The wire type with its version."""
    pointer: str
    """JSON pointer in the stored CloudEvent, for example `/data/answers/0/note`."""


@dataclass(frozen=True, slots=True)
class Token:
    """A parsed token; the key still has to be found."""

    sector: Sector
    key_id: UUID
    sealed: bytes


def seal_value(sectors: SectorKeys, key: DataKey, place: Place, value: Any) -> str:
    """The token of one value; under a spent key, of nothing."""
    plain = to_json(None if key.is_spent else value)
    padded = plain.ljust(-(-len(plain) // PADDED) * PADDED)
    nonce = sectors.nonces.take()
    sealed = nonce + key.cipher.encrypt(nonce, padded, _bound(key, place))
    return f"{VERSION}.{_text(sectors.hide(key.slot.sector, key.key_id))}.{_text(sealed)}"


def read_token(sectors: SectorKeys, text: str) -> Token:
    """Which key a token needs. Raises ValueError for what is not a token of ours."""
    version, _, rest = text.partition(".")
    locator, _, sealed = rest.partition(".")
    if version != VERSION:
        raise ValueError("the token is not of a version that this program knows")
    sector, key_id = sectors.find(_raw(locator))
    return Token(sector, key_id, _raw(sealed))


def open_value(key: DataKey, place: Place, sealed: bytes) -> Any:
    """The JSON value. Raises ValueError when token, key and place do not belong together."""
    try:
        return from_json(key.cipher.decrypt(sealed[:SIZE], sealed[SIZE:], _bound(key, place)))
    except InvalidTag:
        raise ValueError("the token was changed or does not belong to this place") from None


def _bound(key: DataKey, place: Place) -> bytes:
    """What the tag authenticates: these texts, none of which can hold a line break, in lines."""
    slot = key.slot
    parts = (
        *(VERSION, place.event_id, place.event_type, place.pointer),
        *(slot.subject, slot.sector, str(key.version)),
    )
    return "\n".join(parts).encode()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    """The bytes of one part. Only the one way to write them is read, so that no other text opens."""
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(raw) != text:
        raise ValueError("the token is not in its one written form")
    return raw
