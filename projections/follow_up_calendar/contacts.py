"""How it went with contacts so far: the latest attempt, silence, closeness of support, and the end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from events.post_return.arrival import ArrivalChecked
from events.post_return.closure import CaseClosed, DeathRecorded
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import ReintegrationPlanAgreed
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, in_order
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.accounts.teller import Tellers

REACHED = frozenset({"reached", "held", "partly_held", "declined", "moved_or_remigrated"})
"""Outcomes of an attempt by which somebody heard of the person."""


def told_of_contacts(h: History, tellers: Tellers) -> dict[str, Any]:
    """The columns that tell of contacts with the person."""
    attempts = _attempts(h)
    silent = _silence(attempts)
    return {
        "last_attempt": _attempt(attempts[-1], tellers) if attempts else None,
        "silent_since": silent[0].occurred_at.isoformat() if silent else None,
        "attempts_in_vain": len(silent),
        "safe_contact_note": _note(h),
        "intensity": _intensity(h, tellers),
        "case_state": _state(h),
    }


def _attempts(h: History) -> list[AnyRecord]:
    told: list[AnyRecord] = [*h.of(ArrivalChecked), *h.of(FollowUpRecorded)]
    return in_order(told)


def _outcome(attempt: AnyRecord) -> str:
    match attempt.data:
        case ArrivalChecked() as check:
            return "reached" if check.contact_made else "not_reached"
        case FollowUpRecorded() as contact:
            return contact.outcome
    return "unknown"


def _attempt(attempt: AnyRecord, tellers: Tellers) -> dict[str, Any]:
    return {
        "at": attempt.occurred_at.isoformat(),
        "outcome": _outcome(attempt),
        "side": tellers.side(attempt),
        "record": attempt.id,
    }


def _silence(attempts: list[AnyRecord]) -> list[AnyRecord]:
    """The attempts in vain since the person was last heard of."""
    silent: list[AnyRecord] = []
    for attempt in attempts:
        silent = [] if _outcome(attempt) in REACHED else [*silent, attempt]
    return silent


def _note(h: History) -> str | None:
    """Withheld where any check tells how to reach the person safely."""
    told = any(check.data.safe_contact_method is not None for check in h.of(ArrivalChecked))
    return WITHHELD if told else None


def _intensity(h: History, tellers: Tellers) -> dict[str, str]:
    """Side to the closeness of support that it set last."""
    dated: list[tuple[date, AnyRecord, str]] = [
        (plan.data.agreed_on, plan, plan.data.support_intensity) for plan in h.of(ReintegrationPlanAgreed)
    ]
    dated += [
        (each.data.happened_on, each, each.data.support_intensity_set)
        for each in h.of(FollowUpRecorded)
        if each.data.support_intensity_set is not None
    ]
    latest = sorted(dated, key=lambda each: (each[0], each[1].order))
    return dict(sorted({tellers.side(record): value for _, record, value in latest}.items()))


def _state(h: History) -> str:
    """Whether support after return still runs; a death is told by any side."""
    if h.holds(DeathRecorded):
        return "deceased"
    closed: Iterable[AnyRecord] = h.of(CaseClosed)
    return "closed" if any(each.envelope.service == "post_return" for each in closed) else "open"
