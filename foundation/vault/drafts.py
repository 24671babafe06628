"""A record on its way to being sealed: its JSON values, and whose key each value that is not open needs.

The rules are in docs/adr/0007-whose-key-seals-a-field.md.
"""

from collections.abc import Callable, Iterator
from typing import Any

from events.cloudevents import ATTRIBUTES
from events.envelope import Statement
from events.submission import Submission
from foundation.vault.key_rows import Slot
from foundation.vault.sectors import SECTOR_OF, Sector
from foundation.vault.spots import Spot, sole_case, spots
from foundation.vault.tokens import Place

RECORDED_BY = "/" + ATTRIBUTES["recorded_by"]


class Draft:
    """JSON values of one submission, to be replaced in place. Made anew for each purpose."""

    def __init__(self, submission: Submission) -> None:
        statement = submission.statement
        self.statement: dict[str, Any] = statement.model_dump(mode="json", exclude_none=True)
        self.event: dict[str, Any] = submission.event.model_dump(mode="json", exclude_none=True)
        self._kind = type(submission.event)
        self._case = sole_case(statement.subject_ids)
        self.event_id = statement.event_id
        self.event_type = submission.event.wire_type()

    def spots(self) -> Iterator[Spot]:
        """What is not open, with pointers into the stored CloudEvent; inner values first."""
        for spot in spots(Statement, self.statement, ""):
            head, _, rest = spot.pointer[1:].partition("/")
            pointer = f"/{ATTRIBUTES[head]}" + (f"/{rest}" if rest else "")
            yield Spot(spot.holder, spot.key, pointer, spot.data_class, spot.case)
        yield from spots(self._kind, self.event, "/data")

    def slot(self, spot: Spot) -> Slot:
        """Whose key seals this value, and in which sector."""
        return Slot(self._subject(spot), SECTOR_OF[spot.data_class])

    def place(self, pointer: str) -> Place:
        """Where a value stands."""
        return Place(self.event_id, self.event_type, pointer)

    def replace(self, replacement: Callable[[Spot], Any]) -> None:
        """Put something in the place of every value that is not open."""
        for spot in self.spots():
            spot.holder[spot.key] = replacement(spot)

    def _subject(self, spot: Spot) -> str:
        if spot.holder is self.statement and spot.key == "asserted_by_person":
            speaks_for_themselves = self.statement["asserted_by_role"] == "returnee"
            return self._case if self._case and speaks_for_themselves else self.event_id
        return spot.case or self._case or str(self.statement["subject_ids"][0])


def recorder_slot(recorded_by: str) -> Slot:
    """The key for the id of who entered a record: the user's own."""
    return Slot(recorded_by, Sector.IDENTITY)
