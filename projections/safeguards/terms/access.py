"""Access of monitors: what stays refused, and what an observation says after its author changed it."""

from events.return_operation.monitoring import (
    AccessRefusedToMonitor,
    ObservationAmended,
    ObservationFiled,
)
from events.structures import ChecklistAnswer
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record


def still_refused(h: History, refused: Record[AccessRefusedToMonitor]) -> bool:
    """Whether access had not been granted later by the moment judged."""
    granted = refused.data.later_granted_at
    return granted is None or not h.clock.reached(granted)


def answers(h: History, filed: Record[ObservationFiled]) -> list[ChecklistAnswer]:
    """The answers of an observation as its author last changed them; none when it was withdrawn.

    An answer replaces those to the same item about the same persons; one that names nobody is about all.
    Where one item was edited on two devices, each value is kept. A confirmation changes nothing.
    """
    told = list(filed.data.answers)
    for change in h.anywhere(ObservationAmended):
        if change.data.observation != filed.data.observation or change.author != filed.author:
            continue
        if change.data.kind == "withdrawal":
            told = []
        if change.data.kind in {"withdrawal", "confirmation"}:
            continue
        changed = change.data.answers or ()
        if not change.data.conflicting_offline_edit:
            told = [each for each in told if not any(_replaces(new, each) for new in changed)]
        told.extend(changed)
    return told


def _replaces(new: ChecklistAnswer, old: ChecklistAnswer) -> bool:
    of_all = not new.cases or not old.cases
    return new.item == old.item and (of_all or set(new.cases or ()) == set(old.cases or ()))
