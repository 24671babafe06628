"""Takes files in part by part, and gives whole ones out to those who may have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from events.base import Service
from events.ids import subject_id
from foundation.attachments import held, sealing
from foundation.attachments.access import MayOpen, Why, nobody
from foundation.attachments.announcing import Announced
from foundation.attachments.errors import ErasedError, OtherAnnouncementError, UnknownAttachmentError
from foundation.attachments.held import Description, Stored
from foundation.attachments.port import Blobs, NoBlobError
from foundation.attachments.receiving import Progress, Receiving
from foundation.attachments.uploads import Upload
from foundation.clock import Clock, NewId, system_clock
from foundation.identity.caller import Caller
from foundation.vault.data_keys import DataKey
from foundation.vault.key_rows import Slot
from foundation.vault.vault import Vault

NOWHERE = Description(
    announced=Announced(
        sha256="0" * 64, size=1, media_type="text/plain", subject=subject_id("case", UUID(int=0))
    ),
    user=subject_id("user", UUID(int=0)),
    role="platform",
    body=None,
)
"""A file that is nowhere: it looks like any other and belongs to no body."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A whole file, opened for one caller."""

    announced: Announced
    pieces: Iterator[bytes]
    """The bytes as they were captured. Raises DamagedError or ErasedError where they cannot go on."""


class Attachments:
    """Safe to call from many threads, and from many processes on one store.

    Every method may raise BlobsUnavailableError, VaultError, and DamagedError for bytes that do not open.
    """

    def __init__(  # noqa: PLR0913 - its ports, and where it stands
        self,
        blobs: Blobs,
        vault: Vault,
        clock: Clock = system_clock,
        new_id: NewId = uuid4,
        *,
        may_open: MayOpen = nobody,
        service: Service | None = None,
    ) -> None:
        self._blobs, self._vault, self._clock = blobs, vault, clock
        self._new_id, self._may_open, self._service = new_id, may_open, service

    @property
    def gives_out(self) -> bool:
        """Whether files are given out here, and not only taken in."""
        return self._may_open is not nobody

    def start(self, caller: Caller, announced: Announced) -> tuple[str, Progress, bool]:
        """Begin to take a file in: its id, how much of it has arrived, and whether it was not begun before.

        Raises ErasedError and OtherAnnouncementError.
        """
        identifier = announced.attachment_id or f"ATT-{self._new_id()}"
        key = self._key(announced.slot)
        description = Description(
            announced=announced, user=caller.user, role=caller.role, body=caller.body, service=self._service
        )
        known, _ = self._known(identifier)
        if known is None:
            stored = held.written(key, identifier, description, self._clock())
            self._blobs.put(held.about(identifier), [stored])
            return identifier, Progress(0, announced.size, is_complete=False), True
        before = self._described(identifier, known)
        if before.announced != announced or not before.is_by(caller):
            raise OtherAnnouncementError("the id is in use for another file")
        return identifier, self.progress(caller, identifier), False

    def progress(self, caller: Caller, identifier: str) -> Progress:
        """How much has arrived. Raises UnknownAttachmentError to all but the uploader, and ErasedError."""
        return self.receive(caller, identifier).progress

    def receive(self, caller: Caller, identifier: str) -> Receiving:
        """The place where the parts of a file go. Raises what `progress` raises."""
        stored, is_complete = self._known(identifier)
        if stored is None:
            raise UnknownAttachmentError("there is no such upload")
        description = self._described(identifier, stored)
        if not description.is_by(caller):
            raise UnknownAttachmentError("there is no such upload")
        upload = Upload(self._blobs, identifier, lambda: self._key(stored.slot))
        return Receiving(
            self._blobs, upload, identifier, description, stored.started, is_complete=is_complete
        )

    def open(self, caller: Caller, identifier: str, why: Why | None = None) -> OpenFile:
        """A whole file, after the access to it was recorded.

        Raises UnknownAttachmentError for whom it is not there, and ErasedError.
        """
        stored = self._find(held.whole(identifier))
        if stored is None:
            self._may_open(caller, NOWHERE, why)  # so that the time it takes tells nothing
            raise UnknownAttachmentError("there is no such file")
        try:
            description = self._described(identifier, stored)
        except ErasedError:
            if self._may_open(caller, None, why).allowed:
                raise
            raise UnknownAttachmentError("there is no such file") from None
        answer = self._may_open(caller, description, why)
        if not answer.allowed:
            raise UnknownAttachmentError("there is no such file", answer.note)
        answer.note()
        return OpenFile(description.announced, self._content(stored.slot, description.announced.sha256))

    def _content(self, slot: Slot, sha256: str) -> Iterator[bytes]:
        address = sealing.address(self._key(slot), sha256)
        try:
            sealed = self._blobs.read(held.content(slot, address))
        except NoBlobError:
            raise sealing.DamagedError("the bytes of a file are missing from the store") from None
        return sealing.open_stream(lambda: self._key(slot), f"content {address}", sealed)

    def _known(self, identifier: str) -> tuple[Stored | None, bool]:
        """What is known of a file, and whether it is whole."""
        for name in (held.whole, held.about, held.whole):  # it may become whole between two looks
            if stored := self._find(name(identifier)):
                return stored, name is held.whole
        return None, False

    def _find(self, name: str) -> Stored | None:
        try:
            return held.read_head(b"".join(self._blobs.read(name)))
        except NoBlobError:
            return None

    def _described(self, identifier: str, stored: Stored) -> Description:
        return held.read_description(self._key(stored.slot), identifier, stored)

    def _key(self, slot: Slot) -> DataKey:
        return key_of(self._vault, slot)


def key_of(vault: Vault, slot: Slot) -> DataKey:
    """The key of a slot as it is now. Raises ErasedError, SectorClosedError and VaultUnavailableError."""
    key = vault.prepare(frozenset({slot})).result()[slot]
    if key.is_spent:
        raise ErasedError("the keys of the subject were destroyed")
    return key
