"""One stored event as evidence about one operation."""

from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic import AwareDatetime, TypeAdapter

from projections.operation_coverage.statements import HANDLES, Statement


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who said what about an operation, and which record it amends."""

    event_id: str
    author: str
    """The body, or the role of a person without one: only the author can withdraw a record."""
    occurred_at: datetime
    recorded_at: datetime
    amends: str | None
    amendment_kind: str | None
    kind: str
    """Name of the event."""
    said: Statement

    @property
    def newness(self) -> tuple[datetime, datetime, str]:
        """Sorts statements of the same thing, the newest last. The same in every installation and order."""
        return self.occurred_at, self.recorded_at, self.event_id


STATEMENTS: dict[str, TypeAdapter[Statement]] = {
    event.event_name(): TypeAdapter(statement) for event, statement in HANDLES.items()
}
MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


def keep(evidence: Evidence) -> bytes:
    """Evidence as it is stored in the view."""
    return orjson.dumps(evidence)


def recall(kept: bytes) -> Evidence:
    """Evidence as it was stored by `keep`."""
    raw = orjson.loads(kept)
    raw["said"] = STATEMENTS[raw["kind"]].validate_python(raw["said"])
    raw["occurred_at"] = MOMENT.validate_strings(raw["occurred_at"])
    raw["recorded_at"] = MOMENT.validate_strings(raw["recorded_at"])
    return Evidence(**raw)
