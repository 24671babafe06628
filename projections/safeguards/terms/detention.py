"""Detention from its start to its end, its reviews, and which stays in detention are one."""

from dataclasses import dataclass, field
from datetime import datetime

from events.pre_return.liberty import (
    LibertyRestrictionEnded,
    LibertyRestrictionReviewed,
    LibertyRestrictionStarted,
)
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record

Started = Record[LibertyRestrictionStarted]
Reviewed = Record[LibertyRestrictionReviewed]
Ended = Record[LibertyRestrictionEnded]


@dataclass(frozen=True)
class Stay:
    """One measure of detention by one account; `ended_at` is none while no end is on record."""

    ids: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    records: tuple[AnyRecord, ...] = field(compare=False)

    def is_open(self, h: History) -> bool:
        """Whether the person is still held at the moment judged."""
        return self.ended_at is None or not h.clock.reached(self.ended_at)

    def held_beyond(self, moment: datetime) -> bool:
        """Whether no end at or before the moment is on record."""
        return self.ended_at is None or self.ended_at > moment

    def lasted_longer_than(self, h: History, days: int) -> bool:
        """Whether the person was held for more than a number of days, up to the moment judged."""
        limit = days_later(self.started_at, days)
        return self.held_beyond(limit) and h.passed(limit)


@term
def stays(h: History) -> list[Stay]:
    """Each measure of detention of the case, known by its id; the latest end that is told counts."""
    found: dict[str, list[Started]] = {}
    for started in h.of(LibertyRestrictionStarted):
        if started.data.measure == "detention":
            found.setdefault(started.data.liberty_measure, []).append(started)
    return [_stay(h, measure, begun) for measure, begun in found.items()]


@term
def joined_stays(h: History) -> list[Stay]:
    """The same, with measures of detention that replaced one another joined to one."""
    single = {stay.ids[0]: stay for stay in stays(h)}
    following = {measure: _followed_by(h, measure, single) for measure in single}
    later = set(following.values())
    found: list[Stay] = []
    seen: set[str] = set()
    for first in sorted(single, key=lambda measure: (measure in later, single[measure].started_at, measure)):
        chain: list[Stay] = []
        at: str | None = first
        while at is not None and at not in seen:
            seen.add(at)
            chain.append(single[at])
            at = following[at]
        if chain:
            found.append(_joined(chain))
    return found


@term
def reviews(h: History, stay: Stay) -> list[Reviewed]:
    """The reviews of a stay that have taken place, by `reviewed_at`."""
    held = [
        review
        for review in h.anywhere(LibertyRestrictionReviewed)
        if review.data.liberty_measure in stay.ids and h.clock.reached(review.data.reviewed_at)
    ]
    return sorted(held, key=lambda review: (review.data.reviewed_at, review.order))


def _stay(h: History, measure: str, begun: list[Started]) -> Stay:
    ends = _ends(h, measure)
    return Stay(
        (measure,),
        min(each.data.started_at for each in begun),
        max((each.data.ended_at for each in ends), default=None),
        (*begun, *ends),
    )


def _ends(h: History, measure: str) -> list[Ended]:
    return [each for each in h.anywhere(LibertyRestrictionEnded) if each.data.liberty_measure == measure]


def _followed_by(h: History, measure: str, single: dict[str, Stay]) -> str | None:
    """The measure of detention that replaced another, where its start is on record."""
    named = (each.data.replaced_by for each in _ends(h, measure))
    return next((each for each in named if each is not None and each in single), None)


def _joined(chain: list[Stay]) -> Stay:
    return Stay(
        tuple(measure for stay in chain for measure in stay.ids),
        chain[0].started_at,
        chain[-1].ended_at,
        tuple(record for stay in chain for record in stay.records),
    )
