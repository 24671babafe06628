"""Justice claims of a person: which are on record, and in what state each was left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from events.pre_return.circumstances import JusticeClaimRecorded
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record

RESOLVED = frozenset({"settled", "paid", "dismissed", "abandoned"})

Claimed = Record[JusticeClaimRecorded]


@term
def claims(h: History) -> list[list[Claimed]]:
    """Each claim with its records in the order of the facts; a record that names none is its own claim."""
    found: dict[str, list[Claimed]] = defaultdict(list)
    for told in h.of(JusticeClaimRecorded):
        if not told.data.none_declared:
            named = told.ids("claim")
            found[named[0] if named else told.id].append(told)
    return list(found.values())


def latest_state(course: Sequence[Claimed]) -> str | None:
    """The state that was stated last; none when no record states one."""
    return next((told.data.state for told in reversed(course) if told.data.state is not None), None)


def is_resolved(course: Sequence[Claimed]) -> bool:
    """Resolved: settled, paid, dismissed or abandoned, as last stated."""
    return latest_state(course) in RESOLVED


def has_reached(course: Iterable[Claimed], states: frozenset[str]) -> bool:
    """Whether any record of the claim states one of these states."""
    return any(told.data.state in states for told in course)
