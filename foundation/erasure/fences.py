"""The list of ended keys as text: a line of JSON for each, with no more of the subject than its id."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from events.canonical import canonical
from foundation.vault.key_rows import KeyEnding, Slot
from foundation.vault.sectors import Sector


class FenceListError(Exception):
    """The list cannot be read; the message says where."""


def listed(keys: KeyEnding) -> Iterator[str]:
    """Every ended key."""
    for row in keys.ended():
        at = row.changed_at.isoformat()
        yield canonical({"subject": row.slot.subject, "sector": row.slot.sector, "since": at}).decode()


def replay(lines: Iterable[str], keys: KeyEnding) -> int:
    """End the keys of a list in this vault; how many it named. FenceListError before anything is done."""
    found = [_read(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for slot, since in found:
        keys.fence([slot], since)
    if found:
        keys.destroy([slot for slot, _ in found])
    return len(found)


def _read(number: int, line: str) -> tuple[Slot, datetime]:
    try:
        fields = json.loads(line)
        return Slot(str(fields["subject"]), Sector(fields["sector"])), datetime.fromisoformat(fields["since"])
    except (ValueError, KeyError, TypeError):
        raise FenceListError(f"line {number}: is not of a list of fences; export it again") from None
