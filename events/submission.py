"""What an author hands in: a statement and one event, before the platform accepts it."""

from dataclasses import dataclass

from events.base import Event
from events.envelope import Statement


@dataclass(frozen=True, slots=True)
class Submission:
    """One record as its author wrote it, well formed, not yet sealed."""

    statement: Statement
    event: Event
