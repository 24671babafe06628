"""Compares the stored events of a service with their leaves, both read in the order of their sequence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, bindparam, func, select

from foundation.event_store.port import EventStore, StoredRecord
from foundation.tlog.leaf import Leaf, LeafError, leaf_of, parse_leaf
from projections.audit_trail.faults import DAMAGE, Fault, unreadable
from projections.audit_trail.tables import leaf

_PAGE = 500
_HOPELESS = 20
"""So many records in a row that cannot be read end the reading of a store."""

_LOGGED = (
    select(leaf.c.sequence, leaf.c.idx, leaf.c.entry)
    .where(leaf.c.service == bindparam("service"), leaf.c.sequence > bindparam("after"))
    .order_by(leaf.c.sequence)
    .limit(_PAGE)
)
_LAST = select(func.max(leaf.c.sequence)).where(leaf.c.service == bindparam("service"))


@dataclass(frozen=True, slots=True)
class _Logged:
    sequence: int
    index: int
    entry: bytes


@dataclass(frozen=True, slots=True)
class _Unread:
    sequence: int
    fault: Fault


_Stored = StoredRecord | _Unread


class EventVerification:
    """One walk through a store and its leaves; counts events and pending ones on the way.

    An event without a leaf is pending when no later event of the service has one, or when it was recorded
    at `settled_before` or later.
    """

    def __init__(
        self, connection: Connection, service: str, store: EventStore, settled_before: datetime
    ) -> None:
        self._connection = connection
        self._service = service
        self._store = store
        self._settled_before = settled_before
        self.events = 0
        self.pending = 0

    def faults(self, advance: Callable[[int], None]) -> Iterator[Fault]:
        """A fault for every event not as logged, every event left out, every leaf without an event."""
        last_logged = self._connection.scalar(_LAST, {"service": self._service}) or 0
        for stored, logged in _side_by_side(self._records(), self._leaves()):
            self.events += stored is not None
            if self.events % _PAGE == 0 and stored is not None:
                advance(_PAGE)
            match stored, logged:
                case None, _Logged():
                    what = f"is of {self._service} sequence {logged.sequence}, which is not stored"
                    yield Fault(f"leaf {logged.index}", what)
                case _Unread(), _:
                    yield stored.fault
                case StoredRecord(), None:
                    yield from self._unlogged(stored, last_logged)
                case StoredRecord(), _Logged():
                    yield from self._differences(stored, logged)

    def _unlogged(self, stored: StoredRecord, last_logged: int) -> Iterator[Fault]:
        if stored.sequence > last_logged or self._is_recent(stored):
            self.pending += 1
        else:
            yield Fault(self._place(stored), "is not in the log, though later events are")

    def _is_recent(self, stored: StoredRecord) -> bool:
        try:
            leaf = leaf_of(self._service, stored.sequence, stored.body)
            return datetime.fromisoformat(leaf.recordedtime) >= self._settled_before
        except (LeafError, ValueError, TypeError):
            return False

    def _differences(self, stored: StoredRecord, logged: _Logged) -> Iterator[Fault]:
        place = self._place(stored)
        try:
            expected = leaf_of(self._service, stored.sequence, stored.body)
            attributes = orjson.loads(stored.body)
        except LeafError as error:
            yield Fault(place, f"is not what was logged: {error}")
            return
        if expected.entry() != logged.entry:
            yield Fault(place, f"differs from leaf {logged.index} in {_differing(expected, logged.entry)}")
        for column, held, attribute in (
            ("event_id", f"EVT-{stored.event_id}", "id"),
            ("stream", stored.stream, "partitionkey"),
            ("topic", stored.topic, "type"),
            ("fingerprint", stored.fingerprint.hex(), "fingerprint"),
        ):
            if held != attributes.get(attribute):
                yield Fault(
                    place, f"column {column} differs from the attribute {attribute} of the stored bytes"
                )

    def _records(self) -> Iterator[_Stored]:
        """The stored events; those that cannot be read are named one by one."""
        after, failed, limit = 0, 0, _PAGE
        while failed < _HOPELESS:
            try:
                page = self._store.read(after, limit)
            except DAMAGE as error:
                if limit == 1:
                    after, failed = after + 1, failed + 1
                    yield _Unread(after, unreadable(f"{self._service} sequence {after}", error))
                limit = 1
                continue
            yield from page
            if not page:
                return
            after, failed, limit = page[-1].sequence, 0, min(_PAGE, limit * 2)

    def _leaves(self) -> Iterator[_Logged]:
        after = -(1 << 62)
        while rows := self._connection.execute(_LOGGED, {"service": self._service, "after": after}).all():
            yield from (_Logged(*row) for row in rows)
            after = rows[-1].sequence

    def _place(self, stored: StoredRecord) -> str:
        return f"{self._service} sequence {stored.sequence}"


def _side_by_side(
    records: Iterator[_Stored],
    leaves: Iterator[_Logged],
) -> Iterator[tuple[_Stored | None, _Logged | None]]:
    """Pair events and leaves of the same sequence; what has no partner stands alone."""
    stored, logged = next(records, None), next(leaves, None)
    while stored is not None or logged is not None:
        if logged is None or (stored is not None and stored.sequence < logged.sequence):
            yield stored, None
            stored = next(records, None)
        elif stored is None or logged.sequence < stored.sequence:
            yield None, logged
            logged = next(leaves, None)
        else:
            yield stored, logged
            stored, logged = next(records, None), next(leaves, None)


def _differing(expected: Leaf, entry: bytes) -> str:
    """The names of the leaf's fields that differ."""
    try:
        logged = parse_leaf(entry)
    except LeafError:
        return "everything: the entry is no leaf"
    fields = ("service", "sequence", "id", "type", "recordedtime", "sha256")
    names = [name for name in fields if getattr(expected, name) != getattr(logged, name)]
    return ", ".join(names)
