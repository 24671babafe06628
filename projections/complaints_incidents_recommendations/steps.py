"""The course of a complaint or an incident: its steps in the order of their facts, and who has it in hand."""

from collections.abc import Sequence
from datetime import datetime

from events.return_operation.accountability import ComplaintStatusChanged, IncidentStatusChanged
from projections.safeguards.judging.record import Record
from projections.viewing.accounts.teller import Tellers

Step = Record[ComplaintStatusChanged] | Record[IncidentStatusChanged]


def reached_at(step: Step) -> datetime:
    """When the state was reached."""
    return step.data.state_at


def in_course(steps: Sequence[Step]) -> list[Step]:
    """By the time at which each state was reached, whoever tells of it and whenever it was told."""
    return sorted(steps, key=lambda step: (step.data.state_at, step.order))


def ended_since(steps: Sequence[Step], ends: frozenset[str]) -> datetime | None:
    """When the first of the ending states at the end of a course was reached; none while it goes on."""
    since = None
    for step in reversed(steps):
        if step.data.state not in ends:
            break
        since = step.data.state_at
    return since


def handlers(steps: Sequence[Step], tellers: Tellers) -> tuple[str, ...]:
    """The body last said to handle it; failing that, the one that reported the last step."""
    named = [step.data.handled_by for step in steps if step.data.handled_by is not None]
    speaking = [body for step in steps if (body := tellers.body(step)) is not None]
    return tuple((named or speaking)[-1:])
