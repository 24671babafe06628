"""The parts of one file as they are stored: how much there is without a hole, and the bytes in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foundation.attachments.held import UPLOADS, about, extent, part
from foundation.attachments.port import Blobs
from foundation.attachments.sealing import KeyNow, seal, unseal


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes that are stored together, of which the first `skipped` are known from earlier parts."""

    offset: int
    length: int
    skipped: int

    @property
    def end(self) -> int:
        """Offset of the byte after the last."""
        return self.offset + self.length


def in_order(extents: Iterable[tuple[int, int]]) -> list[Part]:
    """The parts that make the longest run of bytes from the beginning, without holes."""
    chosen: list[Part] = []
    end = 0
    for offset, length in sorted(extents):
        if offset > end:
            break
        if offset + length > end:
            chosen.append(Part(offset, length, end - offset))
            end = offset + length
    return chosen


class Upload:
    """The stored parts of one file."""

    def __init__(self, blobs: Blobs, identifier: str, key_now: KeyNow) -> None:
        self._blobs, self._id, self.key_now = blobs, identifier, key_now

    def arrived(self) -> list[Part]:
        """What has come in."""
        return in_order(found for name in self._names() if (found := extent(name)))

    def keep(self, offset: int, plain: bytes) -> None:
        """Store some bytes; on disk when this returns."""
        sealed = seal(self.key_now(), self._what(offset, len(plain)), plain)
        self._blobs.put(part(self._id, offset, len(plain)), [sealed])

    def plain(self, parts: Iterable[Part]) -> Iterator[bytes]:
        """The bytes of these parts in order. Raises NoBlobError when the upload ended meanwhile."""
        for one in parts:
            sealed = b"".join(self._blobs.read(part(self._id, one.offset, one.length)))
            yield unseal(self.key_now(), self._what(one.offset, one.length), sealed)[one.skipped :]

    def discard(self) -> None:
        """Remove parts and description; what a death leaves of it is removed later or written over."""
        self._blobs.delete([name for name in self._names() if extent(name)])
        self._blobs.delete([about(self._id)])

    def _names(self) -> Iterator[str]:
        return self._blobs.names(f"{UPLOADS}/{self._id}")

    def _what(self, offset: int, length: int) -> str:
        return f"part {self._id} {offset} {length}"
