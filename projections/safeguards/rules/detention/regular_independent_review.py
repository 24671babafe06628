"""Detention is reviewed regularly by somebody independent, and a challenge is decided in time."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.liberty import (
    LibertyRestrictionEnded,
    LibertyRestrictionReviewed,
    LibertyRestrictionStarted,
)
from events.pre_return.remedy import LegalRemedyDecided, LegalRemedyLodged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.detention import Reviewed, Stay, joined_stays, reviews
from projections.safeguards.terms.remedies import Lodged, rulings
from projections.safeguards.terms.values import plain

DAYS_AHEAD = 3
"""An interval that ends this soon without a review is at risk."""


def applies(h: History) -> Iterator[Ground]:
    """The person was or is detained for longer than the days that need no review.

    Measures of detention that replaced one another are one. A review is valid when an independent reviewer
    came to a decision, and the person was not denied a hearing. Intervals run from the start and anew from
    each valid review; the end of the measure closes the running one.
    """
    for stay in _long_stays(h):
        yield because("Detention lasted longer than the days that need no review.", *stay.records)


def breached(h: History) -> Iterator[Ground]:
    """A whole interval of detention passed without a valid review, or a challenge was not decided in time.

    A challenge counts when it was lodged in detention and the person was held until the time for it was over.
    A later review or decision does not heal it.
    """
    for stay in _long_stays(h):
        yield from _missed_reviews(h, stay)
        yield from _undecided_challenges(h, stay)


def satisfied(h: History) -> Iterator[Ground]:
    """Every measure was validly reviewed, no interval was missed and nothing is at risk."""
    long = _long_stays(h)
    valid = [_valid(h, stay) for stay in long]
    if long and all(valid) and not any(at_risk(h)):
        yield because("Detention was reviewed in every interval.", *(each for held in valid for each in held))


def at_risk(h: History) -> Iterator[Ground]:
    """The running interval of an open measure ends within three days, or its last review is not valid.

    Also when a measure has ended with reviews of which none is valid.
    """
    for stay in _long_stays(h):
        held, valid = reviews(h, stay), _valid(h, stay)
        if not stay.is_open(h):
            if held and not valid:
                yield because("Detention ended with reviews of which none is valid.", *held)
            continue
        limit = _running_limit(h, stay)
        if h.clock.reached(days_later(limit, -DAYS_AHEAD)) and not h.passed(limit):
            yield because("The time for the next review ends within three days.", *stay.records)
        if held and held[-1] not in valid:
            yield because("The latest review of detention is not valid.", held[-1])


def due(h: History) -> Iterator[Due]:
    """The end of the running interval of each measure that is open."""
    for stay in _long_stays(h):
        if stay.is_open(h):
            yield Due(_running_limit(h, stay))


def _long_stays(h: History) -> list[Stay]:
    return [stay for stay in joined_stays(h) if stay.lasted_longer_than(h, h.parameters.review_first_days)]


def _valid(h: History, stay: Stay) -> list[Reviewed]:
    return [
        review
        for review in reviews(h, stay)
        if review.data.reviewer_independent == "yes"
        and review.data.person_heard != "no"
        and review.data.outcome != "not_decided"
        and review.data.reviewed_at >= stay.started_at
    ]


def _running_limit(h: History, stay: Stay) -> datetime:
    last = max([stay.started_at, *(review.data.reviewed_at for review in _valid(h, stay))])
    return days_later(last, h.parameters.review_interval_days)


def _missed_reviews(h: History, stay: Stay) -> Iterator[Ground]:
    held: list[datetime] = [review.data.reviewed_at for review in _valid(h, stay)]
    for begin, following in zip([stay.started_at, *held], [*held, None], strict=True):
        limit = days_later(begin, h.parameters.review_interval_days)
        in_time = following is not None and following <= limit
        if not in_time and stay.held_beyond(limit) and h.passed(limit):
            text = "A whole interval of detention passed without a valid review."
            yield because(text, *stay.records, done_late=following)


def _undecided_challenges(h: History, stay: Stay) -> Iterator[Ground]:
    for lodged in h.of(LegalRemedyLodged):
        limit = days_later(lodged.data.lodged_at, h.parameters.review_interval_days)
        in_detention = stay.started_at <= lodged.data.lodged_at and stay.held_beyond(limit)
        if plain(lodged.data.kind) != "challenge_to_detention" or not in_detention or not h.passed(limit):
            continue
        decided = _decided_at(h, lodged)
        if decided is None or decided > limit:
            text = "A challenge to detention was not decided in time."
            yield because(text, lodged, *stay.records, done_late=decided)


def _decided_at(h: History, lodged: Lodged) -> datetime | None:
    decided = (each for each in rulings(h, lodged.data.remedy) if each.data.outcome is not None)
    return next((each.data.decided_at for each in decided if h.clock.reached(each.data.decided_at)), None)


RULE = Rule(
    id="detention.regular-independent-review",
    area="6",
    phase="pre_return",
    title="Detention is reviewed regularly by somebody independent, and the person can challenge it",
    source="UNNM Mapping s.2 and s.6",
    source_status="seed",
    severity="serious",
    applies_to="detained",
    evidence=(
        LibertyRestrictionStarted,
        LibertyRestrictionReviewed,
        LibertyRestrictionEnded,
        LegalRemedyLodged,
        LegalRemedyDecided,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=(
        "LibertyRestrictionStarted by liberty_measure",
        "LibertyRestrictionReviewed by liberty_measure+reviewed_at",
        "LibertyRestrictionEnded by liberty_measure",
    ),
    parameters=("review_first_days", "review_interval_days"),
)
