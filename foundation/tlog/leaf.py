"""What one leaf of the log says about one stored event.

The entry commits to the event's stored bytes by their SHA-256 instead of holding them, because a C2SP entry
has at most 65,535 bytes. It carries no personal data: the stored bytes are hashed after sealing.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

LEAF_VERSION = 1

_FIELDS = {"v", "service", "sequence", "id", "type", "recordedtime", "sha256"}
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


class LeafError(ValueError):
    """The bytes are no leaf entry, or no event that a leaf could be made from."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One event of one service."""

    service: str
    sequence: int
    id: str
    type: str
    recordedtime: str
    sha256: str
    """SHA-256 of the stored bytes, 64 lower-case hexadecimal digits."""

    def entry(self) -> bytes:
        """The canonical bytes that are hashed into the log: JSON, keys sorted, no spaces, UTF-8."""
        return orjson.dumps(
            {
                "id": self.id,
                "recordedtime": self.recordedtime,
                "sequence": self.sequence,
                "service": self.service,
                "sha256": self.sha256,
                "type": self.type,
                "v": LEAF_VERSION,
            },
        )


def leaf_of(service: str, sequence: int, body: bytes) -> Leaf:
    """The leaf for the stored bytes of a structured CloudEvent."""
    event = _json_object(body, "the stored event")
    try:
        return Leaf(
            service,
            sequence,
            _text(event["id"]),
            _text(event["type"]),
            _text(event["recordedtime"]),
            sha256(body).hexdigest(),
        )
    except KeyError as missing:
        raise LeafError(f"the stored event has no attribute {missing}") from None


def parse_leaf(entry: bytes) -> Leaf:
    """Read an entry back; anything but the canonical bytes of a leaf is refused."""
    fields = _json_object(entry, "the entry")
    if set(fields) != _FIELDS or fields["v"] != LEAF_VERSION:
        raise LeafError("the entry does not have exactly the fields of a leaf of version 1")
    if not isinstance(fields["sequence"], int) or not _HEX.fullmatch(_text(fields["sha256"])):
        raise LeafError("sequence or sha256 of the entry is malformed")
    leaf = Leaf(
        _text(fields["service"]),
        fields["sequence"],
        _text(fields["id"]),
        _text(fields["type"]),
        _text(fields["recordedtime"]),
        fields["sha256"],
    )
    if leaf.entry() != entry:
        raise LeafError("the entry is not in canonical form")
    return leaf


def _json_object(raw: bytes, what: str) -> dict[str, Any]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise LeafError(f"{what} is not JSON") from None
    if not isinstance(value, dict):
        raise LeafError(f"{what} is not a JSON object")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise LeafError("id, type, recordedtime, service and sha256 are non-empty texts")
    return value
