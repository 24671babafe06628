"""Data keys: what one subject's fields in one sector are sealed with."""

import hmac
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from events.canonical import canonical
from foundation.vault.errors import SubjectFencedError
from foundation.vault.key_rows import KeyRow, KeyState, Slot
from foundation.vault.sectors import KEY, SectorKeys

FINGERPRINTS = b"returnwatch fingerprint v1"


@dataclass(frozen=True)
class DataKey:
    """An unwrapped key. Its text form hides it."""

    key_id: UUID
    slot: Slot
    version: int
    secret: bytes = field(repr=False)
    is_spent: bool = False
    """The subject was erased: nothing of a value is stored any more, and no digest tells values apart."""

    @cached_property
    def cipher(self) -> AESGCM:
        """AES-256-GCM under the key itself."""
        return AESGCM(self.secret)

    def digest(self, value: bytes) -> str:
        """HMAC-SHA256 under a key derived by HKDF: equal for equal values, meaningless without the key."""
        if self.is_spent:
            return "erased"
        return hmac.new(self._fingerprint_key, value, sha256).hexdigest()

    @cached_property
    def _fingerprint_key(self) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=FINGERPRINTS).derive(self.secret)


def new_row(sectors: SectorKeys, slot: Slot, key_id: UUID, now: datetime) -> KeyRow:
    """The first key of a slot, wrapped."""
    version, wrapped = sectors.wrap(slot.sector, token_bytes(KEY), _bound(key_id, slot, 1))
    return KeyRow(key_id, slot, 1, KeyState.ACTIVE, version, wrapped, now)


def unwrap(sectors: SectorKeys, row: KeyRow) -> DataKey:
    """The key in a row. Raises SubjectFencedError when it may not be used any more."""
    if row.state is not KeyState.ACTIVE or row.wrapped is None:
        raise SubjectFencedError(
            "the personal fields of a subject of this record were erased; nothing more can be sealed for it"
        )
    bound = _bound(row.key_id, row.slot, row.version)
    secret = sectors.unwrap(row.slot.sector, row.sector_key_version, row.wrapped, bound)
    return DataKey(row.key_id, row.slot, row.version, secret)


def usable(sectors: SectorKeys, row: KeyRow) -> DataKey:
    """The key in a row, or one that stores nothing when the subject was erased.

    Its secret is drawn anew and forgotten, so that not even the platform opens what it seals.
    """
    if row.state is KeyState.ACTIVE:
        return unwrap(sectors, row)
    return DataKey(row.key_id, row.slot, row.version, token_bytes(KEY), is_spent=True)


def rewrapped(sectors: SectorKeys, row: KeyRow) -> KeyRow:
    """The row with the same key, wrapped under the sector's current version."""
    if row.wrapped is None:
        raise ValueError("a destroyed key cannot be wrapped anew")
    bound = _bound(row.key_id, row.slot, row.version)
    secret = sectors.unwrap(row.slot.sector, row.sector_key_version, row.wrapped, bound)
    version, wrapped = sectors.wrap(row.slot.sector, secret, bound)
    return replace(row, sector_key_version=version, wrapped=wrapped)


def _bound(key_id: UUID, slot: Slot, version: int) -> bytes:
    """What the wrapping authenticates, so that rows cannot be exchanged."""
    return canonical([str(key_id), slot.subject, slot.sector, version])
