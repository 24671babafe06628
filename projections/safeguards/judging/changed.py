"""What differs between two moments of one subject: which kinds of records stand, and which ids they name."""

from collections.abc import Sequence

from events.base import Event
from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.monitoring import AccountsLinked
from projections.safeguards.judging.record import AnyRecord

FORCE: frozenset[type[Event]] = frozenset({RestraintApplied, RestraintRemoved, UseOfForceObserved})


def changed_kinds(before: Sequence[AnyRecord], now: Sequence[AnyRecord]) -> frozenset[type[Event]]:
    """Kinds of which a record came, went or is told otherwise.

    A link between accounts can make a record of force one about the subject.
    """
    gone = {record.id: record for record in before}
    kinds: set[type[Event]] = set()
    for record in now:
        known = gone.pop(record.id, None)
        if known is record or known == record:
            continue
        kinds.add(record.kind)
        if known is not None:
            kinds.add(known.kind)
    kinds |= {record.kind for record in gone.values()}
    return frozenset(kinds | FORCE if AccountsLinked in kinds else kinds)


def named_beside(
    accounted: frozenset[type[Event]], records: Sequence[AnyRecord], kind: str
) -> frozenset[str]:
    """Ids of a kind by those of the records about a subject that no side's account replaces.

    While these and the accounts stay, each account of each side names the same ids.
    """
    return frozenset(each for record in records if record.kind not in accounted for each in record.ids(kind))
