"""What the runner answers to a page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """How far one source has been read: the last place and the highest sequence applied from there."""

    source: str
    service: str
    """Whose log the source carries."""
    place: int
    sequence: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that could not be projected; the view goes on without it."""

    source: str
    service: str
    place: int
    sequence: int
    event_id: str | None
    """None when not even the id could be read."""
    error: str
    """Name of the kind of error. Never its text, which could repeat submitted values."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """The page is in the rows; `dead` names the records that are not."""

    position: Position
    dead: tuple[DeadLetter, ...]


@dataclass(frozen=True, slots=True)
class Repeated:
    """Every record of the page was seen before. Rows are unchanged."""

    position: Position


@dataclass(frozen=True, slots=True)
class Gap:
    """The page begins too late. Nothing was done: read on from the expected place."""

    expected: int


Answer = Applied | Repeated | Gap
