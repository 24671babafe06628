"""The port to the key store: one row for each data key, living through three states and never coming back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol
from uuid import UUID

from foundation.vault.sectors import Sector


class KeyState(StrEnum):
    """What may be done with a key."""

    ACTIVE = "active"
    FENCED = "fenced"
    """Erasure was decided: nothing is sealed or opened any more."""
    DESTROYED = "destroyed"
    """The key itself is gone; the row stays, so that no new key takes its place."""


class Slot(NamedTuple):
    """Whose key, in which sector."""

    subject: str
    """A subject id, an event id or a user id."""
    sector: Sector


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One data key as it is stored: wrapped by the key of its sector."""

    key_id: UUID
    """Random, known only to the key store and, encrypted, to tokens."""
    slot: Slot
    version: int
    state: KeyState
    sector_key_version: int
    wrapped: bytes | None
    """None once destroyed."""
    changed_at: datetime
    """When the key was made, or fenced: destroying it later keeps that moment."""


class KeyRows(Protocol):
    """Safe to call from many threads. VaultUnavailableError means that the database does not answer."""

    def current(self, slots: Iterable[Slot], make: Callable[[Slot], KeyRow]) -> Mapping[Slot, KeyRow]:
        """The newest row of every slot, whatever its state; a slot without any gets what `make` gives.

        New rows are on disk before this returns, and all processes that ask at once get the same row.
        StaleSectorKeysError when `make` wrapped with a sector key that was rotated since.
        """

    def find(self, key_id: UUID) -> KeyRow | None:
        """One row, or None when there is none of this id."""

    def find_all(self, key_ids: Iterable[UUID]) -> Mapping[UUID, KeyRow]:
        """The rows that there are of these ids, in few statements."""

    def close(self) -> None:
        """Release the connections."""


class KeyEnding(Protocol):
    """How keys end. Every method may be repeated, and is to be after VaultUnavailableError."""

    def fence(self, slots: Iterable[Slot], at: datetime) -> None:
        """End the use of these keys; a slot without a key gets a row that keeps one from being made."""

    def destroy(self, slots: Iterable[Slot]) -> None:
        """Drop the wrapped keys of fenced rows, and their bytes from the files of the database."""

    def ended(self) -> Iterable[KeyRow]:
        """Every row that is fenced or destroyed."""


class KeyWrapping(Protocol):
    """What rotating the key of a sector asks of the key store."""

    def raise_version(self, sector: Sector, version: int) -> None:
        """From now on no row is inserted that was wrapped under an older version."""

    def version_in_use(self, sector: Sector) -> int:
        """The version below which no row is inserted any more; 0 before the first row."""

    def wrapped_below(self, sector: Sector, version: int, limit: int) -> Sequence[KeyRow]:
        """Some rows whose key is still wrapped under an older version; none when all are wrapped anew."""

    def rewrap(self, renewed: Iterable[tuple[KeyRow, KeyRow]]) -> int:
        """Replace rows by others in one transaction, but for those that changed meanwhile; how many."""
