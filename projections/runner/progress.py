"""How far the building of a projection has come."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Hears how far it has come. What one of these raises ends the rebuild; the old rows go on serving."""

    read: Callable[[int], None] = lambda _records: None
    """Hears the number of records read so far."""
    made: Callable[[int, int], None] = lambda _subjects, _of: None
    """Hears of how many subjects the rows that were put off have been made so far, and of how many in all."""


UNHEARD = Progress()
