"""Dates that records state themselves: for lodging a remedy, and for the next contact."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from events.post_return.follow_up import FollowUpRecorded
from events.pre_return.remedy import LegalRemedyLodged
from projections.follow_up_calendar.due_date import Dated, DueDate, due_dates
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import end_of_day
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.terms.decisions import ENDED, decisions, latest_status
from projections.viewing.accounts.teller import Tellers


def remedy_deadlines(h: History, tellers: Tellers) -> Iterator[DueDate]:
    """The deadline that a decision states, until a remedy against it is lodged or the decision ends."""
    answered = {lodged.data.against_decision for lodged in h.of(LegalRemedyLodged)}
    for decision, told in decisions(h).items():
        status = latest_status(h, decision)
        ended = status is not None and status.data.status in ENDED
        if decision not in answered and not ended:
            stated = [(each, each.data.remedy_deadline) for each in told]
            yield from due_dates(_by_side("remedy_deadline", stated, tellers), "stated_in_decision", None)


def planned_contacts(h: History, tellers: Tellers) -> Iterator[DueDate]:
    """The day that was set at the latest contact for the next one; every account of that contact counts."""
    contacts = sorted(h.of(FollowUpRecorded), key=lambda each: (each.data.happened_on, each.order))
    if contacts:
        last = [each for each in contacts if each.data.follow_up == contacts[-1].data.follow_up]
        stated = [(each, _next(each.data, each.occurred_at)) for each in last]
        yield from due_dates(_by_side("planned_contact", stated, tellers), "set_at_last_contact", None)


def _next(contact: FollowUpRecorded, told_at: datetime) -> datetime | None:
    return end_of_day(contact.next_due_on, told_at) if contact.next_due_on is not None else None


def _by_side(
    name: str, stated: Iterable[tuple[AnyRecord, datetime | None]], tellers: Tellers
) -> dict[str, list[Dated]]:
    """Side to the date that it states; of one author the one stated last; who states none is left out."""
    last: dict[tuple[object, ...], tuple[str, datetime]] = {}
    for record, moment in stated:
        if moment is not None:
            last[record.author] = (tellers.side(record), moment)
    found: dict[str, list[Dated]] = {}
    for side, moment in last.values():
        found.setdefault(side, []).append((name, moment))
    return found
