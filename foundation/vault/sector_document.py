"""The document of sector keys while a key is rotated: two pure steps, wherever the document is kept."""

import json
from collections.abc import Callable, Mapping
from secrets import token_bytes
from typing import Any

from foundation.vault.sectors import KEY, Sector, SectorKeysError


def with_new_version(
    content: bytes, sector: Sector, random: Callable[[int], bytes] = token_bytes
) -> tuple[bytes, int]:
    """The document with another current key for a sector beside the one before, and that key's version.

    A document that already holds several is in the middle of a rotation and stays as it is. Raises
    SectorKeysError when it has no key of this sector.
    """
    document = json.loads(content)
    entry = _entry(document, sector)
    if len(entry["keys"]) > 1:
        return content, int(entry["current"])
    entry["current"] += 1
    entry["keys"][str(entry["current"])] = random(KEY).hex()
    return written(document), int(entry["current"])


def without_old_versions(content: bytes, sector: Sector) -> bytes:
    """The document with the current key of a sector alone."""
    document = json.loads(content)
    entry = _entry(document, sector)
    entry["keys"] = {str(entry["current"]): entry["keys"][str(entry["current"])]}
    return written(document)


def is_rotating(content: bytes, sector: Sector) -> bool:
    """Whether the document holds a key of this sector that is to be dropped."""
    return len(_entry(json.loads(content), sector)["keys"]) > 1


def written(document: Mapping[str, Any]) -> bytes:
    """The document as it is kept."""
    return (json.dumps(document, indent=2) + "\n").encode()


def _entry(document: Mapping[str, Any], sector: Sector) -> dict[str, Any]:
    try:
        entry: dict[str, Any] = document[sector]
    except KeyError:
        raise SectorKeysError(f"the sector keys hold none of the sector {sector}") from None
    return entry
