"""A record on its way to being sealed: its JSON values, and whose key each value that is not open needs.

The rules are in docs/adr/0007-whose-key-seals-a-field.md and 0011-erasure-destroys-keys.md.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from events.cloudevents import ATTRIBUTES
from events.envelope import Statement
from events.ids import PREFIXES, UUID_PATTERN
from events.submission import Submission
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import SECTOR_OF, Sector
from foundation.vault.spots import Spot, sole_case, spots

USER = re.compile(f"{PREFIXES['user']}-{UUID_PATTERN}")
RECORDED_BY = "/" + ATTRIBUTES["recorded_by"]


class Closed(NamedTuple):
    """A value that is not open: where it is in the draft, and with whose key it is sealed."""

    spot: Spot
    pointer: str
    """JSON pointer in the stored CloudEvent."""
    slot: Slot


class Draft:
    """JSON values of one submission, made once for everything that is to be known about them."""

    def __init__(self, submission: Submission) -> None:
        statement = submission.statement
        self.submission = submission
        self.statement: dict[str, Any] = statement.model_dump(mode="json", exclude_none=True)
        self.event: dict[str, Any] = submission.event.model_dump(mode="json", exclude_none=True)
        self.event_type = submission.event.wire_type()
        self._case = sole_case(statement.subject_ids)
        self.closed = tuple(self._closed())
        """Every value that is not open, inner ones first."""

    def slots(self, recorded_by: str) -> frozenset[Slot]:
        """Whose keys sealing will take when this user enters the record."""
        return frozenset({recorder_slot(recorded_by), *(closed.slot for closed in self.closed)})

    def replace(self, replacement: Callable[[Closed], Any]) -> list[Any]:
        """Put something in the place of every value that is not open. The answer undoes it: see `restore`."""
        values = []
        for closed in self.closed:
            values.append(closed.spot.value)
            closed.spot.holder[closed.spot.key] = replacement(closed)
        return values

    def restore(self, values: list[Any]) -> None:
        """Put back what `replace` took out."""
        for closed, value in zip(self.closed, values, strict=True):
            closed.spot.holder[closed.spot.key] = value

    def _closed(self) -> Iterator[Closed]:
        for spot in spots(Statement, self.statement, ""):
            head, slash, rest = spot.pointer[1:].partition("/")
            yield Closed(spot, f"/{ATTRIBUTES[head]}{slash}{rest}", self._slot(spot))
        for spot in spots(type(self.submission.event), self.event, "/data"):
            yield Closed(spot, spot.pointer, self._slot(spot))

    def _slot(self, spot: Spot) -> Slot:
        return Slot(self._subject(spot), SECTOR_OF[spot.data_class])

    def _subject(self, spot: Spot) -> str:
        if spot.holder is self.statement and spot.key == "asserted_by_person":
            speaks_for_themselves = self.statement["asserted_by_role"] == "returnee"
            event_id = self.submission.statement.event_id
            return self._case if self._case and speaks_for_themselves else event_id
        if _is_user(spot.value):
            return str(spot.value)
        return spot.case or self._case or str(self.statement["subject_ids"][0])


def _is_user(value: Any) -> bool:
    """Whether a value is the id of a user, whose trace outlives the person whose data they saw."""
    return isinstance(value, str) and USER.fullmatch(value) is not None


def recorder_slot(recorded_by: str) -> Slot:
    """The key for the id of who entered a record: the user's own."""
    return Slot(recorded_by, Sector.IDENTITY)
