"""Legal holds: decisions that data of a case must stay, because a claim or a complaint depends on them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.cloudevents import Recorded
from events.codes.common import DataClassCode
from events.data_protection import RetentionDecided

Author = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold in force."""

    event_id: str
    by: Author
    classes: frozenset[DataClassCode]
    until: date | None


def holds_in_force(records: Iterable[Recorded], today: date) -> tuple[Hold, ...]:
    """The holds on one case, whoever placed them.

    A hold ends with its last day, by a release or withdrawal of who placed it, or by the release of a court:
    nobody else can free for erasure what somebody asked to keep.
    """
    found: dict[str, Hold] = {}
    for recorded in sorted(records, key=_effective):
        envelope, event = recorded.envelope, recorded.event
        if not isinstance(event, RetentionDecided):
            continue
        author: Author = envelope.asserted_by_role, envelope.asserted_by_body
        if envelope.amends and (amended := found.get(envelope.amends)) and amended.by == author:
            del found[envelope.amends]
        if envelope.amendment_kind == "withdrawal":
            continue
        if event.action == "legal_hold_placed":
            found[envelope.event_id] = Hold(envelope.event_id, author, frozenset(event.classes), event.until)
        elif event.action == "legal_hold_released":
            for event_id, hold in tuple(found.items()):
                if hold.by == author or author[0] == "court":
                    del found[event_id]
                    if left := hold.classes - set(event.classes):
                        found[event_id] = Hold(event_id, hold.by, left, hold.until)
    return tuple(hold for hold in found.values() if hold.until is None or hold.until >= today)


def _effective(recorded: Recorded) -> tuple[str, str]:
    event, envelope = recorded.event, recorded.envelope
    at = event.effective_at if isinstance(event, RetentionDecided) else envelope.occurred_at
    return f"{at.timestamp():020.6f}", envelope.recorded_at.isoformat()
