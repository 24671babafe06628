"""On what an answer rests: the kinds of records that were asked for, and the first limit still ahead.

While nothing of that kind changes and the limit is not reached, the answer stays as it is.
"""

from collections.abc import Iterable
from datetime import datetime

from events.base import Event


class Basis:
    """What was asked while one answer was made."""

    __slots__ = ("everything", "kinds", "limit", "named")

    def __init__(self) -> None:
        self.kinds: set[type[Event]] = set()
        """Kinds of which every record was asked for."""
        self.named: set[tuple[str, str]] = set()
        """Subject and kind of id, where ids of that kind were taken from every record about the subject."""
        self.everything = False
        """Whether all records were asked for, whatever their kind."""
        self.limit: datetime | None = None
        """The first later moment at which time alone may change the answer."""

    @classmethod
    def of(cls, kinds: Iterable[type[Event]]) -> "Basis":
        """On some kinds of records alone."""
        basis = cls()
        basis.kinds.update(kinds)
        return basis

    def expect(self, moment: datetime) -> None:
        """Keep a moment after which the answer must be asked for again."""
        if self.limit is None or moment < self.limit:
            self.limit = moment

    def rest_on(self, other: "Basis") -> None:
        """Rest on all on which another answer rests too, since this one is made from it."""
        self.kinds |= other.kinds
        self.named |= other.named
        self.everything = self.everything or other.everything
        if other.limit is not None:
            self.expect(other.limit)


class Notes:
    """Takes down what is asked, for the answer that is being made and those made from it."""

    __slots__ = ("_open", "basis")

    def __init__(self) -> None:
        self.basis = Basis()
        """Of the answer that is being made."""
        self._open = [self.basis]

    def begin(self) -> Basis:
        """Give an answer that is made from now on a basis of its own."""
        self.basis = Basis()
        self._open.append(self.basis)
        return self.basis

    def end(self) -> None:
        """That answer is made; the one that needed it rests on all on which it rests."""
        inner = self._open.pop()
        self.basis = self._open[-1]
        self.basis.rest_on(inner)

    @property
    def limit(self) -> datetime | None:
        """The first limit still ahead of all that was asked so far."""
        return min((each.limit for each in self._open if each.limit is not None), default=None)
