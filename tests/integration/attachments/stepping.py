"""A store that gives a test the hand at each call, to end the caller there or to let another one go first."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from foundation.attachments.port import Blobs

Around = Callable[[Callable[[], Any]], Any]
"""Is given each call of the store, and carries it out or not."""


class DeathError(Exception):
    """The process ends here."""


class Stepped:
    """A store each call of which goes through `around`."""

    def __init__(self, blobs: Blobs, around: Around) -> None:
        self._blobs, self._around = blobs, around

    def put(self, name: str, content: Iterable[bytes]) -> None:
        self._around(lambda: self._blobs.put(name, content))

    def read(self, name: str) -> Iterator[bytes]:
        found: Iterator[bytes] = self._around(lambda: self._blobs.read(name))
        return found

    def exists(self, name: str) -> bool:
        return bool(self._around(lambda: self._blobs.exists(name)))

    def names(self, folder: str) -> Iterator[str]:
        found: Iterator[str] = self._around(lambda: self._blobs.names(folder))
        return found

    def delete(self, names: Iterable[str]) -> None:
        for name in list(names):
            self._around(lambda name=name: self._blobs.delete([name]))


def mortal(blobs: Blobs, last: int, *, is_done: bool) -> Stepped:
    """Its caller dies with the call of this number, before or after it was carried out."""
    left = last

    def around(call: Callable[[], Any]) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and not is_done:
            raise DeathError
        try:
            return call()
        finally:
            if left == 0:
                raise DeathError

    return Stepped(blobs, around)


def overtaken(blobs: Blobs, at: int, other: Callable[[], None]) -> Stepped:
    """Before the call of this number `other` happens."""
    left = at

    def around(call: Callable[[], Any]) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            other()
        return call()

    return Stepped(blobs, around)
