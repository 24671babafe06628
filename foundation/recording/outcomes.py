"""What becomes of a submission."""

from dataclasses import dataclass
from typing import Literal

from foundation.recording.faults import Fault


@dataclass(frozen=True, slots=True)
class Receipt:
    """Tells a filer where the record stands, in a form that can be checked against the log later."""

    event_id: str
    service: str
    sequence: int
    """Position in the log of the service."""
    recorded_at: str
    """RFC 3339, as stored."""
    leaf_hash: str
    """RFC 6962 hash of the record's leaf in the audit log, 64 hexadecimal digits."""
    dropped: tuple[str, ...] = ()
    """JSON pointers of fields of which nothing is kept, because the person was erased."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """On disk, for the first time."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Repeated:
    """Recorded before with the same content: the first receipt again."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Conflicting:
    """The event id is in use for other content. Nothing was recorded."""

    event_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was recorded, and these are all the reasons."""

    reason: Literal["rights", "content"]
    faults: tuple[Fault, ...]


Outcome = Recorded | Repeated | Conflicting | Refused
