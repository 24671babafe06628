"""Files to be brought in, and callers who bring them."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import uuid4

from events.codes.common import ActorRole
from foundation.attachments.access import Answer, Why, may_know_of_erased, nothing
from foundation.attachments.announcing import Announced
from foundation.attachments.attachments import Attachments
from foundation.attachments.held import Description
from foundation.attachments.limits import PART
from foundation.attachments.port import Blobs
from foundation.attachments.receiving import Progress
from foundation.identity.caller import SCOPES, Caller
from foundation.vault.vault import Vault

MARK = b"Planted words of somebody, "
BODY = "ORG-018f6a2c-0000-7000-8000-000000000004"
OTHER_BODY = "ORG-018f6a2c-0000-7000-8000-00000000ffff"


def caller(role: ActorRole = "independent_monitor", body: str | None = BODY) -> Caller:
    """A new user in this role."""
    return Caller(f"USR-{uuid4()}", role, body, frozenset({role}), SCOPES, "token")


@dataclass(frozen=True)
class File:
    """Bytes, and how they are announced."""

    content: bytes
    announced: Announced


def a_file(size: int = 3 * PART + 12345, *, content: bytes | None = None, **changes: Any) -> File:
    """A file of marked bytes that nobody else has, about a new case."""
    if content is None:
        content = (MARK + token_bytes(1000)) * (size // 1000 + 1)
    content = content[:size]
    fields = {
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
        "media_type": "image/jpeg",
        "subject": f"C-{uuid4()}",
    }
    return File(content, Announced.model_validate(fields | changes))


def anyone(caller: Caller, description: Description | None, _why: Why | None) -> Answer:
    """Whoever asks may read, but nobody who carries out returns learns of what was erased."""
    return Answer(description is not None or may_know_of_erased(caller), nothing)


def over(blobs: Blobs, vault: Vault) -> Attachments:
    """Attachments that anyone may read: who really may is tried elsewhere."""
    return Attachments(blobs, vault, may_open=anyone)


def bring(
    attachments: Attachments, who: Caller, identifier: str, content: bytes, offset: int = 0
) -> Progress:
    """Send some bytes as one request would."""
    receiving = attachments.receive(who, identifier)
    receiving.begin(offset, len(content))
    for piece in pieces(content):
        if receiving.add(piece):
            receiving.keep()
    return receiving.end()


def bring_whole(attachments: Attachments, who: Caller, file: File) -> str:
    """Announce a file and send it in one request; its id."""
    identifier, _, _ = attachments.start(who, file.announced)
    assert bring(attachments, who, identifier, file.content).is_complete
    return identifier


def read(attachments: Attachments, who: Caller, identifier: str) -> bytes:
    """The bytes of a file."""
    return b"".join(attachments.open(who, identifier).pieces)


def pieces(content: bytes, size: int = 1 << 16) -> Iterator[bytes]:
    """Bytes as they come from a network."""
    for at in range(0, len(content), size):
        yield content[at : at + size]
