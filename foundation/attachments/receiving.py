"""Takes in the bytes of one part as they come, and makes the file whole once all bytes are there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from foundation.attachments import held, sealing
from foundation.attachments.errors import OtherBytesError, TooManyBytesError, WrongOffsetError
from foundation.attachments.held import Description
from foundation.attachments.limits import PART
from foundation.attachments.port import Blobs, NoBlobError
from foundation.attachments.uploads import Part, Upload


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file has arrived."""

    offset: int
    """Bytes from the beginning that are on disk."""
    size: int
    is_complete: bool
    """The hash was verified and the file can be read."""


class Receiving:
    """One request that brings bytes. Several at once do no harm: what counts is the hash at the end."""

    def __init__(  # noqa: PLR0913 - one value for each fact of the upload
        self,
        blobs: Blobs,
        upload: Upload,
        identifier: str,
        description: Description,
        started: datetime,
        *,
        is_complete: bool,
    ) -> None:
        self._blobs, self._upload, self._id = blobs, upload, identifier
        self._description, self._started = description, started
        self._announced = description.announced
        self._complete = is_complete
        parts = [] if is_complete else upload.arrived()
        self._kept = self._announced.size if is_complete else parts[-1].end if parts else 0
        self._at = self._kept
        self._buffer = bytearray()

    @property
    def progress(self) -> Progress:
        """What is on disk now."""
        return Progress(self._kept, self._announced.size, self._complete)

    def begin(self, offset: int, length: int | None) -> None:
        """State where the bytes begin and how many come, if that is known. Bytes that are there are skipped.

        Raises WrongOffsetError and TooManyBytesError.
        """
        if offset > self._kept:
            raise WrongOffsetError(self._kept)
        if length is not None and offset + length > self._announced.size:
            raise TooManyBytesError("more bytes than announced")
        self._at = offset

    def add(self, piece: bytes) -> bool:
        """Take some bytes; whether there are now so many that `keep` has to be called.

        Raises TooManyBytesError.
        """
        known = max(0, self._kept + len(self._buffer) - self._at)
        self._at += len(piece)
        if self._at > self._announced.size:
            raise TooManyBytesError("more bytes than announced")
        self._buffer += piece[known:]
        return len(self._buffer) >= PART

    def keep(self) -> None:
        """Store what was taken."""
        if self._buffer:
            self._upload.keep(self._kept, bytes(self._buffer))
            self._kept += len(self._buffer)
            self._buffer.clear()

    def end(self) -> Progress:
        """Store the rest, and make the file whole when all bytes are there.

        Raises OtherBytesError, after which nothing of the upload is left.
        """
        self.keep()
        if not self._complete and self._kept == self._announced.size:
            self._finish()
        return self.progress

    def _finish(self) -> None:
        """Make the file whole, unless another request with the same bytes did so first.

        That one removes the parts at any moment, so what is missing or differs here proves nothing
        until it is known that the file is not whole yet.
        """
        parts = self._upload.arrived()
        if self._is_all(parts):
            try:
                self._seal(self._verified(parts))
            except (OtherBytesError, NoBlobError) as fault:
                if not self._is_whole():
                    self._give_up(fault)
                    return
        elif not self._is_whole():
            self._kept = parts[-1].end if parts else 0
            return
        self._upload.discard()
        self._complete = True

    def _is_all(self, parts: list[Part]) -> bool:
        return bool(parts) and parts[-1].end == self._announced.size

    def _is_whole(self) -> bool:
        return self._blobs.exists(held.whole(self._id))

    def _give_up(self, fault: OtherBytesError | NoBlobError) -> None:
        if isinstance(fault, OtherBytesError):
            self._upload.discard()
            raise fault
        # Another request with other bytes gave the upload up: what is left of it is where to go on.
        parts = self._upload.arrived()
        self._kept = parts[-1].end if parts else 0

    def _seal(self, plain: Iterator[bytes]) -> None:
        key, announced = self._upload.key_now(), self._announced
        address = sealing.address(key, announced.sha256)
        name = held.content(key.slot, address)
        if self._blobs.exists(name):
            for _ in plain:
                pass
        else:
            sealed = sealing.seal_stream(self._upload.key_now, f"content {address}", announced.size, plain)
            self._blobs.put(name, sealed)
        stored = held.written(key, self._id, self._description, self._started)
        self._blobs.put(held.whole(self._id), [stored])

    def _verified(self, parts: list[Part]) -> Iterator[bytes]:
        """The bytes of the file. Raises OtherBytesError behind the last when the hash is another one."""
        digest, total = sha256(), 0
        for plain in self._upload.plain(parts):
            digest.update(plain)
            total += len(plain)
            yield plain
        if total != self._announced.size or digest.hexdigest() != self._announced.sha256:
            raise OtherBytesError("the bytes do not have the announced hash")
