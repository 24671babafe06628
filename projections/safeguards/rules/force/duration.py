"""Restraint lasts no longer than needed and is off before hand-over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.return_operation.force import RestraintApplied, RestraintRemoved, UseOfForceObserved
from events.return_operation.movement import (
    HandoverCompleted,
    OperationMilestoneReached,
    ReturnAborted,
    ReturnCarriedOut,
)
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import minutes_later
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import broken_off
from projections.safeguards.terms.force import Use, force_accounts, has_lasting_means
from projections.safeguards.terms.restraint_times import (
    departed,
    ended_at,
    lasting_uses,
    limit,
    longest_total,
)


def applies(h: History) -> Iterator[Ground]:
    """A lasting means was used: any that stays on until it is taken off."""
    for record in force_accounts(h):
        if has_lasting_means(record):
            yield because("A lasting means of restraint was used.", record)


def breached(h: History) -> Iterator[Ground]:
    """Restraint lasted too long in all, too long after departure, or into the hand-over.

    In all: more than `restraint_max_minutes` on one operation, counting uses of known end, and overlaps once.
    After departure: it ended, or was seen, later than `restraint_review_minutes` after departure or after its
    later start, and no record of that use began after departure with an individual assessment. Into the
    hand-over: it ended or was seen later, it is told not to have been taken off before, or that is not told
    and a use has no end.
    """
    total = longest_total(h)
    if total > timedelta(minutes=h.parameters.restraint_max_minutes):
        yield because("Restraint lasted longer in all than the measure for it.", *force_accounts(h))
    for use in lasting_uses(h):
        if _overran(h, use) and not _renewed(h, use):
            yield because("Restraint lasted too long after departure without a new reason.", *use.accounts)
    yield from _into_hand_over(h)


def satisfied(h: History) -> Iterator[Ground]:
    """Every use ended in time, in all not too long, and was off before hand-over or after an abort.

    After a broken-off return every use must have ended by `restraint_review_minutes` after it. Before
    departure no limit runs for a single use.
    """
    used = lasting_uses(h)
    brief = longest_total(h) <= timedelta(minutes=h.parameters.restraint_max_minutes)
    if used and brief and all(_ended_in_time(h, use) for use in used) and (_taken_off(h) or _released(h)):
        accounts = [record for use in used for record in use.accounts]
        yield because("Every restraint ended in time and before hand-over.", *accounts)


def at_risk(h: History) -> Iterator[Ground]:
    """A use has no end on record; or it ended in time, and neither hand-over nor abort is on record."""
    closed = h.holds(HandoverCompleted) or bool(broken_off(h))
    for use in lasting_uses(h):
        if ended_at(use) is None:
            yield because("The end of a restraint is not on record.", *use.accounts)
        elif _ended_in_time(h, use) and not closed:
            yield because("Restraint ended in time; the hand-over is not on record yet.", *use.accounts)


def due(h: History) -> Iterator[Due]:
    """Due `restraint_review_minutes` after departure, for each restraint without an end."""
    for use in lasting_uses(h):
        left = departed(h, use)
        if left is not None and ended_at(use) is None:
            yield Due(minutes_later(left, h.parameters.restraint_review_minutes))


def _moments(use: Use) -> list[datetime]:
    """The told end of a use, and until when it was seen."""
    told = [ended_at(use), *(each.data.seen_until for each in use.observed)]
    return [moment for moment in told if moment is not None]


def _overran(h: History, use: Use) -> bool:
    by = limit(h, use)
    return by is not None and any(moment > by for moment in _moments(use))


def _renewed(h: History, use: Use) -> bool:
    left = departed(h, use)
    told = use.whole if use.only_observed else use
    return any(
        left is not None and each.data.started_at > left and each.data.individual_risk_assessment == "yes"
        for each in told.applied
    )


def _into_hand_over(h: History) -> Iterator[Ground]:
    for handed in h.of(HandoverCompleted):
        removed = handed.data.restraints_removed_before
        if removed == "no":
            yield because("Restraints were not removed before hand-over.", handed)
        for use in lasting_uses(h):
            if any(moment > handed.data.handed_over_at for moment in _moments(use)):
                yield because("Restraint lasted beyond the hand-over.", handed, *use.accounts)
            if removed != "yes" and ended_at(use) is None:
                yield because("No end of a restraint is on record before hand-over.", handed, *use.accounts)


def _ended_in_time(h: History, use: Use) -> bool:
    end, by = ended_at(use), limit(h, use)
    return end is not None and (by is None or end <= by)


def _taken_off(h: History) -> bool:
    return any(handed.data.restraints_removed_before == "yes" for handed in h.of(HandoverCompleted))


def _released(h: History) -> bool:
    """Whether after a broken-off return every restraint was off soon."""
    ends = [end for use in lasting_uses(h) if (end := ended_at(use)) is not None]
    minutes = h.parameters.restraint_review_minutes
    by = [minutes_later(aborted.data.aborted_at, minutes) for aborted in broken_off(h)]
    return any(all(end <= moment for end in ends) for moment in by)


RULE = Rule(
    id="force.duration",
    area="11",
    phase="return",
    title="Restraint lasts no longer than needed and is off before hand-over",
    source="CPT 13th General Report (removal once take-off is complete); UNNM Mapping s.11",
    source_status="practice_read",
    severity="serious",
    evidence=(
        RestraintApplied,
        RestraintRemoved,
        UseOfForceObserved,
        OperationMilestoneReached,
        ReturnCarriedOut,
        HandoverCompleted,
        ReturnAborted,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=(
        "RestraintApplied|RestraintRemoved|UseOfForceObserved by force_use",
        "HandoverCompleted by case",
    ),
    parameters=("restraint_review_minutes", "restraint_max_minutes"),
)
