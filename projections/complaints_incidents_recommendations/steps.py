"""The course of a complaint or an incident: its steps in the order of their facts, and who has it in hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.return_operation.accountability import ComplaintStatusChanged, IncidentStatusChanged
from projections.complaints_incidents_recommendations.entry import Entry
from projections.safeguards.judging.record import AnyRecord, Record
from projections.viewing.accounts.teller import Tellers

Step = Record[ComplaintStatusChanged] | Record[IncidentStatusChanged]


@dataclass(frozen=True)
class Course:
    """How something began and the steps that it took since."""

    opening: Sequence[AnyRecord]
    opened_at: datetime | None
    steps: Sequence[Step]

    def entry(
        self,
        *,
        begins: str,
        ends: frozenset[str],
        handling: tuple[str, ...],
        dues: Iterable[datetime],
        told: Mapping[str, Any],
    ) -> Entry:
        """The entry that it makes; `begins` is the state before any step. What has ended is due no more."""
        last = self.steps[-1].data if self.steps else None
        ended_at = ended_since(self.steps, ends)
        return Entry(
            opening=self.opening,
            opened_at=self.opened_at,
            state=last.state if last is not None else begins,
            state_since=last.state_at if last is not None else self.opened_at,
            ended_at=ended_at,
            next_due=min(dues, default=None) if ended_at is None else None,
            handlers=handling,
            waiting_for=handling if ended_at is None else (),
            told=told,
        )


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
