"""Detention ends soon after return has become impossible, and long detention is examined for that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events.pre_return.decision import ReturnDecisionStatusChanged
from events.pre_return.liberty import (
    LibertyRestrictionEnded,
    LibertyRestrictionReviewed,
    LibertyRestrictionStarted,
)
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import IN_FORCE
from projections.safeguards.terms.detention import Stay, reviews, stays

Status = Record[ReturnDecisionStatusChanged]
GROUND_GONE = frozenset({"suspended", "impossible_to_execute"})


@dataclass(frozen=True)
class Trigger:
    """A moment from which a person in detention should be released, and the time for it."""

    stay: Stay
    limit: datetime
    record: AnyRecord

    @property
    def missed(self) -> bool:
        """Whether the person was not released in time by what is on record."""
        return self.stay.held_beyond(self.limit)


def applies(h: History) -> Iterator[Ground]:
    """In detention the ground for it went away, or detention lasted longer than the days called long.

    The ground goes away when the latest status of a return decision of the case is suspended or impossible to
    execute, or when a review sees no prospect of removal. It has come back, and counts no longer, when within
    the days for release a decision is resumed or in force again, or a review sees a prospect. Release ends
    nothing: the finding stays.
    """
    for trigger in _triggers(h):
        yield because("The ground for detention went away.", trigger.record, *trigger.stay.records)
    for stay in _long_stays(h):
        yield because("Detention lasted longer than the days called long.", *stay.records)


def breached(h: History) -> Iterator[Ground]:
    """The person was still held when the days for release were over; later release does not heal it."""
    for trigger in _triggers(h):
        if trigger.missed and h.passed(trigger.limit):
            text = "The person was still held when the days for release were over."
            yield because(text, trigger.record, *trigger.stay.records, done_late=trigger.stay.ended_at)


def satisfied(h: History) -> Iterator[Ground]:
    """The person was released in time or, where the ground never went away, its prospect was examined.

    Examined: in a review of a measure that lasted longer than the days called long. Nothing may be at risk.
    """
    if any(at_risk(h)):
        return
    triggers = _triggers(h)
    for trigger in triggers:
        ended = trigger.stay.ended_at
        if not trigger.missed and ended is not None and h.clock.reached(ended):
            yield because("The person was released in time.", trigger.record, *trigger.stay.records)
    for stay in [] if triggers else _long_stays(h):
        for review in reviews(h, stay):
            if review.data.prospect_of_removal_examined == "yes":
                yield because("The prospect of removal was examined.", review, *stay.records)


def at_risk(h: History) -> Iterator[Ground]:
    """The days for release are running, or long detention goes on with its prospect never examined."""
    for trigger in _triggers(h):
        if trigger.stay.is_open(h) and not h.passed(trigger.limit):
            yield because("The days for release are running.", trigger.record, *trigger.stay.records)
    for stay in _long_stays(h):
        examined = any(each.data.prospect_of_removal_examined == "yes" for each in reviews(h, stay))
        if stay.is_open(h) and not examined:
            text = "Detention is long and no review examined whether removal is in prospect."
            yield because(text, *stay.records)


def due(h: History) -> Iterator[Due]:
    """The end of the days for release, while the person is held."""
    for trigger in _triggers(h):
        if trigger.stay.is_open(h):
            yield Due(trigger.limit)


def _long_stays(h: History) -> list[Stay]:
    return [stay for stay in stays(h) if stay.lasted_longer_than(h, h.parameters.long_detention_days)]


@term
def _triggers(h: History) -> list[Trigger]:
    """Every moment from which a person should be released that was not cancelled in time."""
    return [trigger for stay in stays(h) for trigger in (*_by_status(h, stay), *_by_review(h, stay))]


def _by_status(h: History, stay: Stay) -> Iterator[Trigger]:
    course = _statuses(h)
    for began, until in _times_without_ground(course):
        moment = max(began.data.effective_at, stay.started_at)
        if (until is not None and moment >= until) or not _held_at(h, stay, moment):
            continue
        limit = days_later(moment, h.parameters.release_days)
        if not any(
            moment < later.data.effective_at <= limit
            and later.data.status in IN_FORCE
            and h.clock.reached(later.data.effective_at)
            for later in course
        ):
            yield Trigger(stay, limit, began)


def _by_review(h: History, stay: Stay) -> Iterator[Trigger]:
    held = reviews(h, stay)
    for review in held:
        moment = review.data.reviewed_at
        limit = days_later(moment, h.parameters.release_days)
        cancelled = any(
            moment < later.data.reviewed_at <= limit and later.data.prospect_of_removal == "yes"
            for later in held
        )
        if review.data.prospect_of_removal == "no" and _held_at(h, stay, moment) and not cancelled:
            yield Trigger(stay, limit, review)


def _held_at(h: History, stay: Stay, moment: datetime) -> bool:
    """Whether the person was held at a moment that has come; release at that very moment included."""
    ended_before = stay.ended_at is not None and stay.ended_at < moment
    return stay.started_at <= moment and not ended_before and h.clock.reached(moment)


def _statuses(h: History) -> list[Status]:
    """The course of the decisions of the case, by `effective_at`; of one moment the last record counts."""
    changes = sorted(h.of(ReturnDecisionStatusChanged), key=lambda each: (each.data.effective_at, each.order))
    return list({change.data.effective_at: change for change in changes}.values())


def _times_without_ground(course: list[Status]) -> Iterator[tuple[Status, datetime | None]]:
    """Each time in which the latest status takes the ground away: the change that began it, and its end."""
    began: Status | None = None
    for change in course:
        if change.data.status in GROUND_GONE:
            began = began or change
        elif began is not None:
            yield began, change.data.effective_at
            began = None
    if began is not None:
        yield began, None


RULE = Rule(
    id="detention.prospect-of-removal",
    area="6",
    phase="pre_return",
    title="Detention ends soon after return has become impossible",
    source="UNNM Mapping s.6 (prolonged detention when return is not possible)",
    source_status="seed",
    severity="serious",
    applies_to="detained",
    evidence=(
        LibertyRestrictionStarted,
        LibertyRestrictionReviewed,
        LibertyRestrictionEnded,
        ReturnDecisionStatusChanged,
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
    parameters=("release_days", "long_detention_days"),
)
