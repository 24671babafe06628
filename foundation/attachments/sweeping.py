"""Removes what nobody will ask for again: uploads given up, and bytes that no key opens any more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from foundation.attachments import held
from foundation.attachments.limits import UNFINISHED
from foundation.attachments.port import Blobs, NoBlobError
from foundation.attachments.sealing import DamagedError
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed."""

    uploads: int
    """Given up, erased, or finished with a part left over."""
    contents: int
    """Sealed files whose key was destroyed."""


def sweep(blobs: Blobs, ended: Collection[Slot], now: datetime) -> Swept:
    """Remove uploads that took too long, and all whose key has ended. May be repeated, and in many processes.

    The sealed description of an erased file stays, so that asking for it is answered as erased.
    """
    uploads = _grouped(blobs.names(held.UPLOADS), 2)
    given_up = [names for folder, names in uploads if _is_over(blobs, ended, folder, now)]
    contents = [names for folder, names in _grouped(blobs.names(held.CONTENT), 3) if _slot(folder) in ended]
    for names in (*given_up, *contents):
        # The description goes last: an upload whose removal was interrupted is found again.
        blobs.delete(sorted(names, key=lambda name: held.extent(name) is None))
    return Swept(len(given_up), sum(map(len, contents)))


def _grouped(names: Iterable[str], depth: int) -> list[tuple[str, list[str]]]:
    """Names by the folder of their first words."""
    grouped = groupby(sorted(names), key=lambda name: "/".join(name.split("/")[:depth]))
    return [(folder, list(inner)) for folder, inner in grouped]


def _is_over(blobs: Blobs, ended: Collection[Slot], folder: str, now: datetime) -> bool:
    try:
        stored = held.read_head(b"".join(blobs.read(f"{folder}/about")))
    except NoBlobError:
        return True
    except DamagedError:
        return False  # it stays for whoever looks into it, and keeps nothing else from being removed
    return now - stored.started > UNFINISHED or stored.slot in ended


def _slot(folder: str) -> Slot:
    _, subject, sector = folder.split("/")
    return Slot(subject, Sector(sector))
