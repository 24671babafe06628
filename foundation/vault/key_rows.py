"""The port to the key store: one row for each data key, living through three states and never coming back."""

from collections.abc import Callable, Iterable, Mapping
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
    """When the row got its state."""


class KeyRows(Protocol):
    """Safe to call from many threads. VaultUnavailableError means that the database does not answer."""

    def current(self, slots: Iterable[Slot], make: Callable[[Slot], KeyRow]) -> Mapping[Slot, KeyRow]:
        """The newest row of every slot, whatever its state; a slot without any gets what `make` gives.

        New rows are on disk before this returns, and all processes that ask at once get the same row.
        """

    def find(self, key_id: UUID) -> KeyRow | None:
        """One row, or None when there is none of this id."""

    def close(self) -> None:
        """Release the connections."""
