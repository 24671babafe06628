"""Follow-up contacts ask about stigma and discrimination."""

from collections.abc import Iterator
from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.post_return.closure import CaseClosed
from events.post_return.follow_up import FollowUpRecorded
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import months_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at

HELD = frozenset({"held", "partly_held"})
MONTHS = 6
Contact = Record[FollowUpRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The person arrived, and a follow-up was held at least in part."""
    if arrived_at(h) is not None:
        for contact in _held(h):
            yield because("A follow-up was held after arrival.", contact)


def breached(h: History) -> Iterator[Ground]:
    """Six months are over or the case was closed before, and no follow-up of that time asked.

    Closed: by the service for the time after return. Every follow-up that was held in these six months, at
    least one, must state that it did not ask; one that leaves it open is no breach.
    """
    contacts = _in_window(h)
    silent = bool(contacts) and all(each.data.stigma_asked == "no" for each in contacts)
    if not silent:
        return
    if h.passed(_limit(h)):
        yield because("In six months no follow-up asked about stigma or discrimination.", *contacts)
    for closed in _closed_early(h):
        yield because("The case was closed and no follow-up had asked about stigma.", closed, *contacts)


def satisfied(h: History) -> Iterator[Ground]:
    """A follow-up held within six months of arrival asked about stigma."""
    for contact in _in_window(h):
        if contact.data.stigma_asked == "yes":
            yield because("A follow-up asked about stigma and discrimination.", contact)


def at_risk(h: History) -> Iterator[Ground]:
    """The six months are not over and no follow-up has asked yet."""
    asked = any(contact.data.stigma_asked == "yes" for contact in _held(h))
    limit = _limit(h)
    if limit is not None and not h.passed(limit) and not asked:
        yield because("No follow-up has asked about stigma or discrimination yet.", *_held(h))


def due(h: History) -> Iterator[Due]:
    """Due six months after arrival."""
    limit = _limit(h)
    if limit is not None:
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    arrived = arrived_at(h)
    return months_later(arrived, MONTHS) if arrived is not None else None


def _held(h: History) -> list[Contact]:
    return [contact for contact in h.of(FollowUpRecorded) if contact.data.outcome in HELD]


def _in_window(h: History) -> list[Contact]:
    """Follow-ups held from the day of arrival to the day on which six months end."""
    arrived, limit = arrived_at(h), _limit(h)
    if arrived is None or limit is None:
        return []
    return [each for each in _held(h) if arrived.date() <= each.data.happened_on <= limit.date()]


def _closed_early(h: History) -> Iterator[Record[CaseClosed]]:
    limit = _limit(h)
    for closed in h.of(CaseClosed):
        by_follow_up = closed.envelope.service == "post_return"
        if by_follow_up and limit is not None and closed.occurred_at < limit:
            yield closed


RULE = Rule(
    id="stigma.asked-in-follow-up",
    area="12",
    phase="post_return",
    title="Contacts after return ask about stigma and discrimination",
    source="UNNM Mapping s.12; RCM principles C.8 and C.15",
    source_status="seed",
    severity="minor",
    evidence=(FollowUpRecorded, CaseClosed, ArrivalChecked, HandoverCompleted, ReturnCarriedOut),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("FollowUpRecorded by follow_up",),
)
