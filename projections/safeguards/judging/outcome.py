"""The order in which the conditions of a rule are tested, for one account of one subject."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.rule import WORST_FIRST, Due, Ground, Outcome, Rule, because

NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Judged:
    """What one account comes to, and for which reasons."""

    outcome: Outcome
    grounds: tuple[Ground, ...]
    due: datetime | None

    @property
    def badness(self) -> int:
        """Sorts the worst first."""
        return WORST_FIRST.index(self.outcome)


def judge(rule: Rule, h: History) -> Judged:
    """Breached, satisfied, at risk, silence after the due time, not evidenced: the first that holds."""
    breached = tuple(rule.breached(h))
    satisfied = () if breached else tuple(rule.satisfied(h))
    dues = sorted(rule.due(h), key=lambda due: due.moment)
    due = next((due.moment for due in dues), None)
    if breached:
        return Judged("breached", breached, due)
    if satisfied:
        return Judged("satisfied", satisfied, due)
    at_risk = tuple(rule.at_risk(h)) or tuple(_near(rule, h, dues))
    if at_risk:
        return Judged("at_risk", at_risk, due)
    if any(h.passed(each.silent_until or each.moment) for each in dues):
        silence = because("The time for it has passed and no record shows that it was done.")
        return Judged(rule.silence_after_due, (silence,), due)
    return Judged("not_evidenced", (), due)


def _near(rule: Rule, h: History, dues: list[Due]) -> list[Ground]:
    """A due time is near and the duty still open."""
    if rule.own_window:
        return []
    return [
        because("The time for it is near and no record shows that it was done.")
        for due in dues
        if h.clock.reached(_window_start(h, due)) and not h.passed(due.moment)
    ][:1]


def _window_start(h: History, due: Due) -> datetime:
    if due.of_departure:
        return hours_later(due.moment, -h.parameters.depart_soon_hours)
    return due.moment - NEAR
