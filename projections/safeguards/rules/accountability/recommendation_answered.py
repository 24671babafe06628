"""Recommendations are answered in time, and what became of them is assessed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.return_operation.accountability import (
    RecommendationAnswered,
    RecommendationImplementationAssessed,
    RecommendationIssued,
)
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import end_of_day, hours_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.values import latest

DONE = frozenset({"implemented", "partly_implemented", "overtaken"})
ASSESSED_WITHIN = timedelta(days=60)
Answer = Record[RecommendationAnswered]


def applies(h: History) -> Iterator[Ground]:
    """A recommendation was issued."""
    for issued in h.of(RecommendationIssued):
        yield because("A recommendation was issued.", issued)


def breached(h: History) -> Iterator[Ground]:
    """No answer came in time, or the recommendation was assessed as not implemented.

    A late answer does not heal the breach. Of several assessments the one of the latest day counts.
    """
    if h.passed(_limit(h)) and not _timely(h):
        late = min((each.data.answered_at for each in h.of(RecommendationAnswered)), default=None)
        issued = h.of(RecommendationIssued)
        yield because("No answer came within the time for it.", *issued, done_late=late)
    assessed = _assessed(h)
    if assessed is not None and assessed.data.state == "not_implemented":
        yield because("The recommendation was assessed as not implemented.", assessed)


def satisfied(h: History) -> Iterator[Ground]:
    """The addressee declined in time; or accepted in time, and implementation was assessed well.

    The latest answer in time counts. Well: implemented, partly implemented or overtaken by events, assessed
    at most 60 days after the day that the answer sets for it, where it sets one.
    """
    answer, assessed = latest(_timely(h)), _assessed(h)
    if answer is None:
        return
    if answer.data.answer == "rejected":
        yield because("The recommendation was answered in time, by declining it.", answer)
    accepted = answer.data.answer in {"accepted", "accepted_partly"}
    if accepted and assessed is not None and assessed.data.state in DONE and _soon(answer, assessed):
        yield because("It was accepted in time, and the result was assessed.", answer, assessed)


def at_risk(h: History) -> Iterator[Ground]:
    """An answer came in time, but more time was asked for or carrying it out is not assessed in time."""
    for answer in _timely(h):
        yield because("An answer came in time, but what became of it is open.", answer)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day of reply; an urgent measure `urgent_hours` after its issue, if earlier."""
    limit = _limit(h)
    if limit is not None and not _timely(h):
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    limits = []
    for issued in h.of(RecommendationIssued):
        limits.append(end_of_day(issued.data.reply_due, issued.occurred_at))
        if issued.data.urgent_measure:
            limits.append(hours_later(issued.occurred_at, h.parameters.urgent_hours))
    return min(limits, default=None)


def _timely(h: History) -> list[Answer]:
    limit = _limit(h)
    answers = h.of(RecommendationAnswered)
    return [each for each in answers if limit is not None and each.data.answered_at <= limit]


def _assessed(h: History) -> Record[RecommendationImplementationAssessed] | None:
    return max(
        h.of(RecommendationImplementationAssessed),
        key=lambda record: (record.data.assessed_on, record.order),
        default=None,
    )


def _soon(answer: Answer, assessed: Record[RecommendationImplementationAssessed]) -> bool:
    expected = answer.data.implementation_due
    return expected is None or assessed.data.assessed_on <= expected + ASSESSED_WITHIN


RULE = Rule(
    id="accountability.recommendation-answered",
    area="11",
    phase="all",
    title="Recommendations are answered, and what became of them is assessed",
    source="UNNM Mapping s.11 and s.19 (independent recommendations for accountability)",
    source_status="seed",
    severity="minor",
    scope="recommendation",
    evidence=(RecommendationIssued, RecommendationAnswered, RecommendationImplementationAssessed),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=(
        "RecommendationAnswered by recommendation",
        "RecommendationImplementationAssessed by recommendation",
    ),
    parameters=("urgent_hours",),
)
