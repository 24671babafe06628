"""Sectors: who can open what, kept apart by separate keys (the firewall between services and enforcement).

The keys of a sector come from configuration: a file, a variable or a key service. A sector key wraps the data
keys of subjects and may be rotated: the old ones stay until every wrapped key is wrapped anew. The locator
key hides, inside a token, which data key was used; it is never rotated, because tokens are never rewritten.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from secrets import token_bytes
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.data_classes import DataClass
from foundation.private_file import PrivateFileError, read_or_create_private, read_private
from foundation.vault.errors import SectorClosedError
from foundation.vault.nonces import SIZE, Nonces

KEY = 32


class Sector(StrEnum):
    """The three walls between which keys are kept."""

    IDENTITY = "identity"
    SPECIAL = "special"
    SERVICES = "services"

    __hash__ = str.__hash__  # a hash of its own in Python would be asked for at every key


SECTOR_OF = {
    DataClass.PERSONAL: Sector.IDENTITY,
    DataClass.SPECIAL: Sector.SPECIAL,
    DataClass.PROTECTED: Sector.SERVICES,
}
CODES = {Sector.IDENTITY: b"i", Sector.SPECIAL: b"s", Sector.SERVICES: b"p"}
"""First byte of a locator."""
BY_CODE = {code: sector for sector, code in CODES.items()}


class SectorKeysError(Exception):
    """The sector keys cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SectorKey:
    """The keys of one sector. Its text form hides them."""

    current: int
    """Version under which new data keys are wrapped."""
    wrapping: Mapping[int, AESGCM]
    locator: AESGCM

    def __repr__(self) -> str:
        return f"SectorKey(current={self.current})"


@dataclass(slots=True)
class SectorKeys:
    """The sectors that this process may seal and open; the others stay shut."""

    sectors: Mapping[Sector, SectorKey]
    nonces: Nonces = field(default_factory=Nonces)
    read_again: Callable[[], "SectorKeys"] | None = None
    """Reads the keys anew where they are kept, when another process rotated one."""

    def renew(self) -> None:
        """Take over the keys that are in force now; ones that cannot be read changes nothing."""
        if self.read_again is not None:
            with suppress(SectorKeysError):
                self.sectors = self.read_again().sectors

    def versions(self) -> Mapping[Sector, int]:
        """The version of each sector's key under which new data keys are wrapped."""
        return {sector: keys.current for sector, keys in self.sectors.items()}

    def of(self, sector: Sector) -> SectorKey:
        """The keys of one sector. Raises SectorClosedError for a sector without keys."""
        try:
            return self.sectors[sector]
        except KeyError:
            raise SectorClosedError(
                f"this process has no key for the sector {sector}; give it one or record elsewhere"
            ) from None

    def wrap(self, sector: Sector, data_key: bytes, bound: bytes) -> tuple[int, bytes]:
        """The version of the sector key, and the data key encrypted under it; `bound` is authenticated."""
        keys, nonce = self.of(sector), self.nonces.take()
        return keys.current, nonce + keys.wrapping[keys.current].encrypt(nonce, data_key, bound)

    def unwrap(self, sector: Sector, version: int, wrapped: bytes, bound: bytes) -> bytes:
        """The data key again. Raises SectorClosedError when the sector key is missing or does not fit."""
        if version not in self.of(sector).wrapping:
            self.renew()
        try:
            return self.of(sector).wrapping[version].decrypt(wrapped[:SIZE], wrapped[SIZE:], bound)
        except (KeyError, InvalidTag):
            raise SectorClosedError(
                f"the key of sector {sector}, version {version}, is missing or is not the one in use"
            ) from None

    def hide(self, sector: Sector, key_id: UUID) -> bytes:
        """A locator: another one each time, so that equal keys cannot be told from different ones."""
        code, nonce = CODES[sector], self.nonces.take()
        return code + nonce + self.of(sector).locator.encrypt(nonce, key_id.bytes, code)

    def find(self, locator: bytes) -> tuple[Sector, UUID]:
        """Sector and key id behind a locator. Raises ValueError when it is not one of ours."""
        sector = BY_CODE.get(locator[:1])
        if sector is None:
            raise ValueError("the token names no sector")
        nonce, hidden = locator[1 : 1 + SIZE], locator[1 + SIZE :]
        try:
            return sector, UUID(bytes=self.of(sector).locator.decrypt(nonce, hidden, locator[:1]))
        except InvalidTag:
            raise ValueError("the token's locator is damaged or made with another locator key") from None


def new_sector_keys(random: Callable[[int], bytes] = token_bytes) -> bytes:
    """A new document of keys: one key of each kind for every sector, as JSON with hexadecimal keys."""
    sectors = {
        sector: {"current": 1, "keys": {"1": random(KEY).hex()}, "locator": random(KEY).hex()}
        for sector in Sector
    }
    return (json.dumps(sectors, indent=2) + "\n").encode()


def parse_sector_keys(content: bytes) -> SectorKeys:
    """Read the document of keys. Raises SectorKeysError that repeats nothing of it."""
    try:
        return SectorKeys({Sector(name): _sector(keys) for name, keys in json.loads(content).items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SectorKeysError(
            "the sector keys are not in the form that this program writes; restore them from the backup"
        ) from None


def load_sector_keys(path: Path) -> SectorKeys:
    """The sector keys in a file that must be there and private, as in production."""
    return _parsed(path, lambda: read_private(path))


def load_or_create_sector_keys(path: Path) -> SectorKeys:
    """The sector keys in a file, made on first use."""
    return _parsed(path, lambda: read_or_create_private(path, new_sector_keys))


def _parsed(path: Path, read: Callable[[], bytes]) -> SectorKeys:
    try:
        keys = parse_sector_keys(read())
    except PrivateFileError as error:
        raise SectorKeysError(f"sector keys: {error}") from None
    except SectorKeysError as error:
        raise SectorKeysError(f"{path}: {error}") from None
    keys.read_again = lambda: load_sector_keys(path)
    return keys


def _sector(keys: Mapping[str, Any]) -> SectorKey:
    current = int(keys["current"])
    wrapping = {int(version): _cipher(key) for version, key in keys["keys"].items()}
    wrapping[current]  # a document without its current key is refused before anything is sealed
    return SectorKey(current, wrapping, _cipher(keys["locator"]))


def _cipher(key: str) -> AESGCM:
    raw = bytes.fromhex(key)
    if len(raw) != KEY:
        raise ValueError("an AES-256 key has 32 bytes")
    return AESGCM(raw)
