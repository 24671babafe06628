"""What a projection is given, whether it was polled from an event store or received from Kafka."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """One record of one service's log."""

    service: str
    """For example `return_operation`."""
    sequence: int
    """Position in that service's log, from 1."""
    body: bytes
    """The stored bytes: canonical JSON of the structured CloudEvent."""
    place: int
    """Where it stood in its source: the sequence when polled, the offset in a Kafka partition."""


@dataclass(frozen=True, slots=True)
class Page:
    """Consecutive records of one source. Never empty.

    The places of a source run without holes, so a page that begins after the place expected next shows
    that something was missed; records at places already seen are repeats. A record with sequence 0 only
    keeps a place.
    """

    source: str
    """`return_operation` when polled; `<topic>/<partition>` from Kafka."""
    records: tuple[Delivered, ...]

    @property
    def first(self) -> int:
        """Place of the first record."""
        return self.records[0].place

    @property
    def last(self) -> int:
        """Place of the last record."""
        return self.records[-1].place
