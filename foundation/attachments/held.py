"""What the platform knows of a file, how that is stored, and the names under which everything is kept.

| name | holds |
|---|---|
| `upload/<id>/about` | the description of a file that comes in |
| `upload/<id>/part-<offset>-<length>` | bytes of it, sealed as they came |
| `file/<id>` | the description of a file that is whole |
| `content/<subject>/<sector>/<address>` | its bytes, sealed; the address is a keyed digest of their hash |

A description has one open line (whose key, since when), then everything else sealed.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from events.base import Service
from events.canonical import canonical
from events.codes.common import ActorRole
from foundation.attachments.announcing import Announced
from foundation.attachments.sealing import DamagedError, seal, unseal
from foundation.identity.caller import Caller
from foundation.vault.data_keys import DataKey
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import Sector

UPLOADS, FILES, CONTENT = "upload", "file", "content"
PART_NAME = re.compile(r"part-(\d{16})-(\d{16})")


class Description(BaseModel):
    """A file, and who brought it in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    announced: Announced
    user: str
    role: ActorRole
    body: str | None
    service: Service | None = None
    """The service that took it in; None where one address stands for all of them."""

    def is_by(self, caller: Caller) -> bool:
        """Whether this caller brought the file in."""
        return self.user == caller.user


@dataclass(frozen=True, slots=True)
class Stored:
    """A description as it is stored."""

    slot: Slot
    started: datetime
    sealed: bytes


def about(identifier: str) -> str:
    """Name of the description of a file that comes in."""
    return f"{UPLOADS}/{identifier}/about"


def part(identifier: str, offset: int, length: int) -> str:
    """Name of some bytes of a file that comes in."""
    return f"{UPLOADS}/{identifier}/part-{offset:016d}-{length:016d}"


def extent(name: str) -> tuple[int, int] | None:
    """Offset and length in the name of a part, or None for another name."""
    match = PART_NAME.fullmatch(name.rpartition("/")[2])
    return (int(match[1]), int(match[2])) if match else None


def whole(identifier: str) -> str:
    """Name of the description of a file that is whole."""
    return f"{FILES}/{identifier}"


def content(slot: Slot, address: str) -> str:
    """Name of the bytes of a file."""
    return f"{CONTENT}/{slot.subject}/{slot.sector}/{address}"


def written(key: DataKey, identifier: str, description: Description, started: datetime) -> bytes:
    """A description as it is stored."""
    slot = key.slot
    head = {"subject": slot.subject, "sector": slot.sector, "started": started.isoformat()}
    sealed = seal(key, f"description {identifier}", description.model_dump_json().encode())
    return canonical(head) + b"\n" + sealed


def read_head(raw: bytes) -> Stored:
    """The open part of a stored description. Raises DamagedError."""
    head, _, sealed = raw.partition(b"\n")
    try:
        fields = json.loads(head)
        slot = Slot(str(fields["subject"]), Sector(fields["sector"]))
        return Stored(slot, datetime.fromisoformat(fields["started"]), sealed)
    except (ValueError, KeyError, TypeError):
        raise DamagedError("a stored description is not in the form that this program writes") from None


def read_description(key: DataKey, identifier: str, stored: Stored) -> Description:
    """The sealed part of a stored description. Raises DamagedError."""
    plain = unseal(key, f"description {identifier}", stored.sealed)
    try:
        return Description.model_validate_json(plain)
    except ValueError:
        raise DamagedError("a description was written by another version of this program") from None
