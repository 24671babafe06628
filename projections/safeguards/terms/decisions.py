"""Return decisions: which stand, when they were taken, and what their status was at a moment."""

from collections import defaultdict
from datetime import date, datetime

from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged, StayPathwayExamined
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import end_of_day
from projections.safeguards.judging.record import Record

Issued = Record[ReturnDecisionIssued]
ENDED = frozenset({"withdrawn", "annulled"})
IN_FORCE = frozenset({"in_force", "resumed"})
DECIDED_PATHWAY = frozenset({"granted", "refused", "available_not_pursued", "not_available"})


@term
def decisions(h: History) -> dict[str, list[Issued]]:
    """Decision id to every record of it about the subject, in the order of the facts."""
    found: dict[str, list[Issued]] = defaultdict(list)
    for record in h.of(ReturnDecisionIssued):
        found[record.data.decision].append(record)
    return dict(found)


def latest_status(
    h: History, decision: str, before: datetime | None = None
) -> Record[ReturnDecisionStatusChanged] | None:
    """The latest status of a decision by `effective_at`, of those effective before a moment, if given."""
    changes = [
        record
        for record in h.anywhere(ReturnDecisionStatusChanged)
        if record.data.decision == decision and (before is None or record.data.effective_at < before)
    ]
    return max(changes, key=lambda record: (record.data.effective_at, record.order), default=None)


@term
def standing_decisions(h: History) -> dict[str, list[Issued]]:
    """Decisions whose latest status is not withdrawn or annulled; id to the records of each."""
    found = {}
    for decision, records in decisions(h).items():
        status = latest_status(h, decision)
        if status is None or status.data.status not in ENDED:
            found[decision] = records
    return found


def is_in_force(h: History, decision: str) -> bool:
    """In force: no status on record, or the latest is in force or resumed."""
    status = latest_status(h, decision)
    return status is None or status.data.status in IN_FORCE


def moment_of(records: list[Issued]) -> datetime:
    """Moment of decision: the time of the record where it is of the day of issue, else the end of that day.

    With several records of one decision the earliest moment.
    """
    return min(
        record.occurred_at
        if record.day == record.data.issued_on
        else end_of_day(record.data.issued_on, record.occurred_at)
        for record in records
    )


def issued_on(records: list[Issued]) -> date:
    """The earliest day of issue that any record of one decision states."""
    return min(record.data.issued_on for record in records)


@term
def decided_pathways(h: History) -> list[Record[StayPathwayExamined]]:
    """Examinations of grounds for stay that came to a result."""
    return [record for record in h.of(StayPathwayExamined) if record.data.outcome in DECIDED_PATHWAY]
