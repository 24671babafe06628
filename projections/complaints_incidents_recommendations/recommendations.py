"""A recommendation: whether it was answered, accepted and carried out."""

from datetime import datetime

from events.return_operation.accountability import (
    RecommendationAnswered,
    RecommendationImplementationAssessed,
    RecommendationIssued,
)
from projections.complaints_incidents_recommendations.entry import Entry, told_by_sides
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.rules.accountability import recommendation_answered
from projections.safeguards.rules.register import RULES
from projections.viewing.accounts.teller import Tellers

ANSWERED = {
    "accepted": "answered_accepted",
    "accepted_partly": "answered_partly",
    "rejected": "answered_rejected",
    "more_time_requested": "issued",
}
ENDS = frozenset({"answered_rejected", "implemented", "overtaken"})
KNOWN = frozenset(rule.id for rule in RULES)
"""Ids of safeguards; what else an author wrote in their place is text and not shown."""

Issued = Record[RecommendationIssued]
Answer = Record[RecommendationAnswered]
Assessed = Record[RecommendationImplementationAssessed]


def recommendation(h: History, tellers: Tellers) -> Entry | None:
    """The recommendation that is the subject; none when no record tells of it."""
    issued = h.of(RecommendationIssued)
    answers = sorted(h.of(RecommendationAnswered), key=lambda each: (each.data.answered_at, each.order))
    assessed = sorted(
        h.of(RecommendationImplementationAssessed), key=lambda each: (each.data.assessed_on, each.order)
    )
    if not issued and not answers and not assessed:
        return None
    next_due = _next_due(h, answers, assessed)
    state, since = _state(h, issued, answers, assessed)
    ended = state in ENDS
    addressees = tuple(sorted({each.data.addressee for each in issued}))
    return Entry(
        opening=issued,
        opened_at=min((each.occurred_at for each in issued), default=None),
        state=state,
        state_since=since,
        ended_at=since if ended else None,
        next_due=None if ended else next_due,
        handlers=addressees,
        waiting_for=() if ended else addressees,
        told={
            "urgent": any(each.data.urgent_measure for each in issued),
            "safeguards": sorted({each for told in issued for each in told.data.safeguards} & KNOWN),
            "reply": told_by_sides(answers, tellers, "answer"),
            "replied_at": min((each.data.answered_at.isoformat() for each in answers), default=None),
            "implementation": told_by_sides(assessed, tellers, "state"),
        },
    )


def _state(
    h: History, issued: list[Issued], answers: list[Answer], assessed: list[Assessed]
) -> tuple[str, datetime | None]:
    """The state by the latest assessment, else by the latest answer, else by the time that has passed."""
    if assessed:
        return assessed[-1].data.state, end_of_day(assessed[-1].data.assessed_on, assessed[-1].occurred_at)
    if answers:
        return ANSWERED[answers[-1].data.answer], answers[-1].data.answered_at
    limit = _reply_limit(h)
    if limit is not None and h.clock.passed(limit):
        return "no_reply", limit
    return "issued", min((each.occurred_at for each in issued), default=None)


def _next_due(h: History, answers: list[Answer], assessed: list[Assessed]) -> datetime | None:
    """The reply; once it came, the day that it sets for carrying out; nothing once that was assessed."""
    if assessed:
        return None
    if not answers:
        return _reply_limit(h)
    last = answers[-1]
    if last.data.implementation_due is not None:
        return end_of_day(last.data.implementation_due, last.occurred_at)
    return None


def _reply_limit(h: History) -> datetime | None:
    return min((due.moment for due in recommendation_answered.due(h)), default=None)
