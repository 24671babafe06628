"""Removes what nobody will ask for again: uploads given up, and bytes that no key opens any more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from foundation.attachments import held
from foundation.attachments.attachments import key_of
from foundation.attachments.errors import ErasedError
from foundation.attachments.limits import UNFINISHED
from foundation.attachments.port import Blobs, NoBlobError
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector
from foundation.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed."""

    uploads: int
    """Given up, erased, or finished with a part left over."""
    contents: int
    """Sealed files whose key was destroyed."""


def sweep(blobs: Blobs, vault: Vault, now: datetime) -> Swept:
    """Remove uploads that paused too long, and what belongs to erased subjects. May be repeated.

    The sealed description of an erased file stays, so that asking for it is answered as erased.
    """
    uploads = _grouped(blobs.names(held.UPLOADS), 2)
    given_up = [names for folder, names in uploads if _is_over(blobs, vault, folder, now)]
    contents = [
        names for folder, names in _grouped(blobs.names(held.CONTENT), 3) if _is_erased(vault, _slot(folder))
    ]
    for names in (*given_up, *contents):
        # The description goes last: an upload whose removal was interrupted is found again.
        blobs.delete(sorted(names, key=lambda name: held.extent(name) is None))
    return Swept(len(given_up), sum(map(len, contents)))


def _grouped(names: Iterable[str], depth: int) -> list[tuple[str, list[str]]]:
    """Names by the folder of their first words."""
    grouped = groupby(sorted(names), key=lambda name: "/".join(name.split("/")[:depth]))
    return [(folder, list(inner)) for folder, inner in grouped]


def _is_over(blobs: Blobs, vault: Vault, folder: str, now: datetime) -> bool:
    try:
        stored = held.read_head(b"".join(blobs.read(f"{folder}/about")))
    except NoBlobError:
        return True
    return now - stored.started > UNFINISHED or _is_erased(vault, stored.slot)


def _slot(folder: str) -> Slot:
    _, subject, sector = folder.split("/")
    return Slot(subject, Sector(sector))


def _is_erased(vault: Vault, slot: Slot) -> bool:
    try:
        key_of(vault, slot)
    except ErasedError:
        return True
    return False
