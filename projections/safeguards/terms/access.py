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

    An answer replaces those to the same item about the same persons. Where one item was edited on two
    devices, each value is kept.
    """
    told = list(filed.data.answers)
    for change in h.anywhere(ObservationAmended):
        if change.data.observation != filed.data.observation or change.author != filed.author:
            continue
        if change.data.kind == "withdrawal":
            told = []
        changed = change.data.answers or ()
        if not change.data.conflicting_offline_edit:
            replaced = {_asked(each) for each in changed}
            told = [each for each in told if _asked(each) not in replaced]
        told.extend(changed)
    return told


def _asked(answer: ChecklistAnswer) -> tuple[str, frozenset[str]]:
    return answer.item, frozenset(answer.cases or ())
