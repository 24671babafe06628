"""Claims that were carried over the return are followed to an outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.pre_return.circumstances import JusticeClaimRecorded
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later, months_later
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.claims import RESOLVED, Claimed, claims, has_reached, is_resolved
from projections.safeguards.terms.departures import arrived_at, departed_at

CARRIED_OVER = frozenset({"pending_after_return", "power_of_attorney_given", "remote_pursuit_arranged"})
GIVEN_AN_OUTCOME = frozenset({"settled", "paid", "dismissed"})
DAYS_AHEAD = 30
"""A period that ends this soon without news of the claim is at risk."""


@dataclass(frozen=True)
class Period:
    """A time within which the claim must be heard of again; `heard` is when it was."""

    limit: datetime
    heard: datetime | None


def applies(h: History) -> Iterator[Ground]:
    """The person left with a claim to be pursued after return that was not resolved before.

    To be pursued: before departure it was called pending after return, a power of attorney was given, or
    pursuit from afar was arranged. Resolved: settled, paid, dismissed or abandoned. Periods run from arrival
    and anew from each later record of the claim; a resolution ends them.
    """
    for course in _carried_over(h):
        yield because("A claim was carried over the return.", *course)


def breached(h: History) -> Iterator[Ground]:
    """A whole period passed without news of a claim, or it could no longer be pursued; nothing heals that.

    Could no longer be pursued: a record after departure says so, and no outcome but abandonment.
    """
    for course in _carried_over(h):
        for period in _periods(h, course):
            if h.passed(period.limit) and (period.heard is None or period.heard > period.limit):
                text = "A whole period passed without news of a claim."
                yield because(text, *course, done_late=period.heard)
        for told in _since_departure(h, course):
            lost = told.data.can_pursue_after_return == "no" and told.data.state not in GIVEN_AN_OUTCOME
            if lost:
                yield because("A claim could not be pursued after return.", told)


def satisfied(h: History) -> Iterator[Ground]:
    """Every such claim is settled, paid, dismissed or abandoned, as last stated."""
    carried = _carried_over(h)
    if carried and all(is_resolved(course) for course in carried):
        yield because("Every claim came to an end.", *(course[-1] for course in carried))


def at_risk(h: History) -> Iterator[Ground]:
    """The running period of a claim ends within thirty days."""
    for course in _carried_over(h):
        for period in _running(h, course):
            if h.clock.reached(days_later(period.limit, -DAYS_AHEAD)) and not h.passed(period.limit):
                yield because("The time for news of a claim ends within thirty days.", *course)


def due(h: History) -> Iterator[Due]:
    """The end of the running period of each claim that has not ended."""
    for course in _carried_over(h):
        for period in _running(h, course):
            yield Due(period.limit)


@term
def _carried_over(h: History) -> list[list[Claimed]]:
    """The claims to be pursued after return, each with all its records."""
    left = departed_at(h)
    if left is None:
        return []
    found = []
    for course in claims(h):
        before = [told for told in course if told.occurred_at < left]
        if has_reached(before, CARRIED_OVER) and not is_resolved(before):
            found.append(course)
    return found


def _since_departure(h: History, course: list[Claimed]) -> list[Claimed]:
    left = departed_at(h)
    return [told for told in course if left is not None and told.occurred_at >= left]


def _periods(h: History, course: list[Claimed]) -> Iterator[Period]:
    """Each period in its order; the last one has no end on record unless the claim has ended."""
    arrived = arrived_at(h)
    began = arrived
    for told in _since_departure(h, course):
        if began is not None:
            yield Period(months_later(began, h.parameters.claim_follow_months), told.occurred_at)
        if told.data.state in RESOLVED:
            began = None
        elif told.data.state is not None or began is not None:
            began = max(told.occurred_at, arrived or told.occurred_at)
    if began is not None:
        yield Period(months_later(began, h.parameters.claim_follow_months), None)


def _running(h: History, course: list[Claimed]) -> list[Period]:
    return [period for period in _periods(h, course) if period.heard is None]


RULE = Rule(
    id="justice.claim-pursued-after-return",
    area="7",
    also_areas=("module2.5.7",),
    phase="post_return",
    title="Claims that were carried over the return are followed to an outcome",
    source="UNNM Mapping s.7; IOM Handbook 2.5.7",
    source_status="seed",
    severity="minor",
    evidence=(JusticeClaimRecorded, ReturnCarriedOut, HandoverCompleted, ArrivalChecked),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("JusticeClaimRecorded by claim+state",),
    parameters=("claim_follow_months",),
)
