"""Records from stored bytes, with the few sealed values that rows and rules are made from."""

from collections.abc import Callable, Sequence

from events.cloudevents import decode
from projections.safeguards.judging.record import AnyRecord, Record

Opener = Callable[[Sequence[bytes]], list[bytes]]
"""Opens in stored bytes what may be opened for monitoring; everything else stays sealed."""


def record_of(body: bytes) -> AnyRecord:
    """The record behind stored bytes, sealed as it is. ValueError when they are no event of the catalogue."""
    recorded = decode(body)
    return Record(recorded.envelope, recorded.event)


def unopened(bodies: Sequence[bytes]) -> list[bytes]:
    """Opens nothing."""
    return list(bodies)
