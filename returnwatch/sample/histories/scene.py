"""Where and when a fact is set: who and what it concerns, under which ids."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from events.codes.common import ActorRole
from events.ids import PREFIXES
from returnwatch.sample.histories.chance import Chance

HOUR, DAY = 3600, 86400
ZONE = timezone(timedelta(hours=1))


@dataclass(slots=True)
class Scene:
    """One case, or one operation as a whole, at one moment."""

    chance: Chance
    bodies: dict[ActorRole, str]
    """Role to the body that always speaks in it."""
    facilities: list[str]
    host: str
    home: str
    departure: int
    """Second of departure, from the epoch."""
    size: int
    """Persons on the operation."""
    ids: dict[str, str]
    """Kind of subject to the one that the history is about."""
    peers: list[str] = field(default_factory=list)
    """Cases of the same operation."""
    traits: frozenset[str] = frozenset()
    now: int = 0
    """Second of the fact that is being told."""
    told: dict[str, str] = field(default_factory=dict)
    """Event name to the id of its last record."""
    record_ids: list[str] = field(default_factory=list)
    accounts: tuple[str, str, bool] | None = None
    """The last two accounts of one fact, and whether they differ."""

    def id_of(self, kind: str) -> str:
        """The id of the one subject of a kind, made when it is first spoken of."""
        if kind not in self.ids:
            self.renew(kind)
        return self.ids[kind]

    def renew(self, kind: str) -> None:
        """Go on with another subject of this kind."""
        self.ids[kind] = f"{PREFIXES[kind]}-{self.chance.uuid7(self.now or self.departure)}"

    def record_id(self) -> str:
        """Some record told before, or one that is not known here."""
        if self.record_ids:
            return self.chance.one_of(self.record_ids)
        return f"EVT-{self.chance.uuid7(self.now)}"


def moment(second: int) -> str:
    """A second from the epoch, RFC 3339."""
    return datetime.fromtimestamp(second, ZONE).isoformat()


def day(second: int) -> str:
    """The calendar date of a second from the epoch."""
    return datetime.fromtimestamp(second, UTC).date().isoformat()
