"""One stored event as evidence about one operation."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

import orjson
from pydantic import AwareDatetime, TypeAdapter

from events.ids import PREFIXES
from projections.operation_coverage.statements import HANDLES, Statement


class Evidence(NamedTuple):
    """Who said what about an operation, and which record it amends."""

    event_id: str
    author: str
    """The body, or the role of a person without one. A role names many people."""
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

    def is_by_author_of(self, other: "Evidence") -> bool:
        """Whether one and the same body says both. Two people in one role cannot be told from one."""
        return self.author == other.author and self.author.startswith(_BODY)


_BODY = PREFIXES["organization"] + "-"
STATEMENTS: dict[str, TypeAdapter[Statement]] = {
    event.event_name(): TypeAdapter(statement) for event, statement in HANDLES.items()
}
_MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


@lru_cache(4096)
def moment(text: str) -> datetime:
    """A time with offset as stored (RFC 3339); a whole document often has the same one."""
    return _MOMENT.validate_strings(text)


def keep(evidence: Evidence) -> bytes:
    """Evidence as it is stored in the view."""
    return orjson.dumps(evidence[:])


def recall(kept: bytes) -> Evidence:
    """Evidence as it was stored by `keep`."""
    event_id, author, occurred_at, recorded_at, amends, amendment_kind, kind, said = orjson.loads(kept)
    return Evidence(
        event_id,
        author,
        moment(occurred_at),
        moment(recorded_at),
        amends,
        amendment_kind,
        kind,
        STATEMENTS[kind].validate_python(said),
    )
