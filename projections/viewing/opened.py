"""Records from stored bytes, with the few sealed values that rows and rules are made from."""

from collections.abc import Callable

from events.cloudevents import Recorded, decode
from projections.safeguards.judging.record import AnyRecord, Record

Opener = Callable[[Recorded], Recorded]
"""Opens what may be opened for monitoring; everything else stays sealed."""


def unopened(recorded: Recorded) -> Recorded:
    """Opens nothing."""
    return recorded


def record_of(body: bytes, opener: Opener = unopened) -> AnyRecord:
    """The record behind stored bytes. ValueError when they are no event of the catalogue."""
    recorded = opener(decode(body))
    return Record(recorded.envelope, recorded.event)
