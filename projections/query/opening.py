"""Opens for judging what rules read, by the keys of the vault. Nothing opened here is shown or stored.

An erased or unavailable value stays sealed, and counts as if nobody had stated it.
"""

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json
from sqlalchemy.exc import OperationalError

from events.canonical import canonical
from events.catalogue import BY_STEM
from foundation.vault.errors import VaultUnavailableError
from foundation.vault.locating import Located
from foundation.vault.opened import Plain
from foundation.vault.vault import Vault
from projections.safeguards.opened_fields import is_opened
from projections.viewing.opened import Opener


def opener_of(vault: Vault) -> Opener:
    """Opens the fields that the rules declare; OperationalError when the vault is down."""

    def opened(bodies: Sequence[bytes]) -> list[bytes]:
        found = [
            one
            for one in _located(vault, bodies)
            if is_opened(_event(one.place.event_type), one.place.pointer)
        ]
        raws: dict[int, dict[str, Any]] = {}
        for located, value in zip(found, vault.open_all(found), strict=True):
            if isinstance(value, Plain):
                number = located.record
                raw = raws[number] if number in raws else from_json(bodies[number])
                raws[number] = raw
                _put(raw, located.place.pointer, value.value)
        return [canonical(raws[number]) if number in raws else body for number, body in enumerate(bodies)]

    return opened


def _located(vault: Vault, bodies: Sequence[bytes]) -> list[Located]:
    try:
        return vault.locate(bodies)
    except VaultUnavailableError as error:
        # To a projection the vault is one more database: its record is not at fault and is read again.
        raise OperationalError("reading keys", None, error) from None


def _event(wire_type: str) -> str:
    event = BY_STEM.get(wire_type.rpartition(".v")[0])
    return event.event_name() if event is not None else ""


def _put(raw: dict[str, Any], pointer: str, value: Any) -> None:
    *path, last = pointer.split("/")[1:]
    holder: Any = raw
    for part in path:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]
    if isinstance(holder, list):
        holder[int(last)] = value
    else:
        holder[last] = value
