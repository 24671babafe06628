"""Finds the sealed values of stored records and the keys they need, without opening any."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.cloudevents import SEALABLE
from foundation.vault.errors import SectorClosedError
from foundation.vault.key_rows import KeyRow, KeyState
from foundation.vault.sectors import Sector, SectorKeys
from foundation.vault.tokens import Place, read_token

SEALED_ATTRIBUTES = {name.replace("_", "") for name in SEALABLE}


@dataclass(frozen=True, slots=True)
class Located:
    """One sealed value. Its key row says whose it is and whether it can be opened."""

    record: int
    """Position of the record among those searched."""
    place: Place
    sector: Sector | None
    sealed: bytes
    row: KeyRow | None
    fault: str = ""
    """Why no key was found."""

    @property
    def is_live(self) -> bool:
        """Whether the key is in use."""
        return self.row is not None and self.row.state is KeyState.ACTIVE

    @property
    def subject(self) -> str | None:
        """Whose value it is."""
        return None if self.row is None else self.row.slot.subject


@dataclass(frozen=True, slots=True)
class Mark:
    """A token at its place, and the key it names."""

    record: int
    place: Place
    sector: Sector | None
    key_id: UUID | None
    sealed: bytes = b""
    fault: str = ""


def marks(sectors: SectorKeys, stored: dict[str, Any], record: int) -> Iterator[Mark]:
    """Every sealed value of a stored CloudEvent. Those that a value holds are found once it is opened."""
    for pointer, text in tokens(stored):
        yield mark(sectors, record, Place(stored["id"], stored["type"], pointer), text)


def mark(sectors: SectorKeys, record: int, place: Place, text: str) -> Mark:
    """What one token names."""
    try:
        token = read_token(sectors, text)
    except (ValueError, SectorClosedError) as error:
        return Mark(record, place, None, None, fault=str(error))
    return Mark(record, place, token.sector, token.key_id, token.sealed)


def tokens(stored: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """JSON pointer and text of every token of a stored CloudEvent."""
    for name in sorted(SEALED_ATTRIBUTES & set(stored)):
        yield f"/{name}", stored[name]
    yield from tokens_in(stored["data"], "/data")


def tokens_in(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """The same for a value below a pointer."""
    if isinstance(value, dict) and set(value) == {"sealed"}:
        yield pointer, value["sealed"]
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from tokens_in(inner, f"{pointer}/{key}")
