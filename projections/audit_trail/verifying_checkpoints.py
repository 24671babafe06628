"""Checks every checkpoint ever issued, as a walk through the leaves comes to its size."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, select

from foundation.tlog.checkpoint import Checkpoint, CheckpointError, open_checkpoint
from foundation.tlog.merkle import EMPTY_ROOT
from foundation.tlog.notes import NoteError, NoteVerifier
from projections.audit_trail.faults import DAMAGE, Fault, unreadable
from projections.audit_trail.tables import checkpoint

_PAGE = 1000
_TRIES = 100
"""So many of the newest checkpoints may be damaged before none is believed to be signed by the key."""

_AFTER = (
    select(checkpoint.c.size)
    .where(checkpoint.c.size > bindparam("after"))
    .order_by(checkpoint.c.size)
    .limit(_PAGE)
)
_NEWEST = select(checkpoint.c.size).order_by(checkpoint.c.size.desc()).limit(_TRIES)
_NOTES = select(checkpoint.c.size, checkpoint.c.note).where(
    checkpoint.c.size.between(bindparam("low"), bindparam("high")),
)

Issued = tuple[int, Checkpoint | Fault]
"""The size under which a checkpoint is stored, and what it states or why it is none."""


class IssuedCheckpoints:
    """All checkpoints by size. Ask with growing sizes; `compared` counts those found in order."""

    def __init__(self, connection: Connection, verifier: NoteVerifier) -> None:
        self._connection = connection
        self._verifier = verifier
        self._stream = self._all()
        self._next = next(self._stream, None)
        self.compared = 0

    @property
    def next_size(self) -> int | None:
        """The size of the checkpoint that was not compared yet."""
        return None if self._next is None else self._next[0]

    def newest_signed(self) -> Checkpoint:
        """The longest validly signed checkpoint; the empty log's when none is."""
        for size in self._connection.execute(_NEWEST).scalars().all():
            for _, found in self._opened_all([size]):
                if isinstance(found, Checkpoint):
                    return found
        return Checkpoint(self._verifier.name, 0, EMPTY_ROOT)

    def reached(self, size: int, root: Callable[[], bytes]) -> Iterator[Fault]:
        """A fault for every checkpoint up to this size that is not the log's at that size."""
        while self._next is not None and self._next[0] <= size:
            at, found = self._next
            if isinstance(found, Fault):
                yield found
            elif at < size or found.root != root():
                yield Fault(f"checkpoint {at}", f"its root is not the root of the first {at} leaves")
            else:
                self.compared += 1
            self._next = next(self._stream, None)

    def rest(self) -> Iterator[Fault]:
        """A fault for every checkpoint beyond the end of the walk."""
        while self._next is not None:
            at, found = self._next
            beyond = Fault(f"checkpoint {at}", "the log does not have that many leaves")
            yield found if isinstance(found, Fault) else beyond
            self._next = next(self._stream, None)

    def _all(self) -> Iterator[Issued]:
        after = -(1 << 62)
        while sizes := self._connection.execute(_AFTER, {"after": after}).scalars().all():
            yield from self._opened_all(sizes)
            after = sizes[-1]

    def _opened_all(self, sizes: Sequence[int]) -> list[Issued]:
        try:
            rows = self._connection.execute(_NOTES, {"low": sizes[0], "high": sizes[-1]}).all()
        except DAMAGE as error:
            self._connection.rollback()
            if len(sizes) == 1:
                return [(sizes[0], unreadable(f"checkpoint {sizes[0]}", error))]
            return [issued for size in sizes for issued in self._opened_all([size])]
        notes = {row.size: row.note for row in rows}
        return [(size, self._opened(size, notes.get(size, ""))) for size in sizes]

    def _opened(self, size: int, note: str) -> Checkpoint | Fault:
        place = f"checkpoint {size}"
        try:
            opened = open_checkpoint(note, [self._verifier], self._verifier.name)
        except (NoteError, CheckpointError) as error:
            return Fault(place, str(error))
        return opened if opened.size == size else Fault(place, "is stored under another size than it states")
