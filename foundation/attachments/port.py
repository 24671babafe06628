"""The port to a store of sealed bytes, and its errors. A store never sees a plain byte."""

from collections.abc import Iterable, Iterator
from typing import Protocol


class NoBlobError(Exception):
    """There is nothing under this name."""


class BlobsUnavailableError(Exception):
    """The store does not answer or has no room; nothing was half done. The message holds no name."""


class Blobs(Protocol):
    """Safe to call from many threads and processes. All methods raise BlobsUnavailableError.

    A name is words of letters, digits, points, hyphens and underscores, joined by slashes.
    """

    def put(self, name: str, content: Iterable[bytes]) -> None:
        """Keep these bytes, on disk when this returns, in place of others of this name.

        Nothing is kept under the name when `content` raises, which is raised on, or the process dies.
        """

    def read(self, name: str) -> Iterator[bytes]:
        """The bytes, in pieces of any size. Raises NoBlobError at once, not with the first piece."""

    def exists(self, name: str) -> bool:
        """Whether there is something under this name."""

    def names(self, folder: str) -> Iterator[str]:
        """Every name that begins with this folder and a slash, in order."""

    def delete(self, names: Iterable[str]) -> None:
        """Remove what there is under these names."""
