"""Every serious incident comes to a final report with a conclusion."""

from collections.abc import Iterator
from datetime import datetime

from events.return_operation.accountability import IncidentReported, IncidentStatusChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.values import earliest, plain

FINAL = frozenset({"final_report", "assessed_below_threshold"})
EXAMINED = frozenset({"launched", "enquiry", "final_report"})
DEATH_OR_INJURY = frozenset({"death", "serious_injury"})
NEVER_JUST_CLOSED = DEATH_OR_INJURY | {"fundamental_rights_or_protection"}
TAKEN_UP_WITHIN_DAYS = 7
Status = Record[IncidentStatusChanged]


def applies(h: History) -> Iterator[Ground]:
    """An incident was reported."""
    for reported in h.of(IncidentReported):
        yield because("An incident was reported.", reported)


def breached(h: History) -> Iterator[Ground]:
    """No final report or assessment below the threshold in time, or a grave incident simply closed.

    A late report does not heal the breach. Grave: a death, a serious injury or a matter of fundamental
    rights; simply closed: with no enquiry launched or carried out and no final report by then.
    """
    counting = _counting(h)
    if h.passed(_limit(h)) and not _timely(h):
        late = [each.data.state_at for each in counting if each.data.state in FINAL]
        reported = h.of(IncidentReported)
        yield because("No final report within the time for it.", *reported, done_late=min(late, default=None))
    for closed in counting:
        examined = [each.data.state_at for each in counting if each.data.state in EXAMINED]
        unexamined = all(moment > closed.data.state_at for moment in examined)
        if closed.data.state == "closed" and unexamined and _categories(h) & NEVER_JUST_CLOSED:
            yield because("A grave incident was closed without an enquiry.", closed)


def satisfied(h: History) -> Iterator[Ground]:
    """A final report in time says whether rights were violated, or a lesser incident is concluded.

    Lesser: assessed as below the threshold, with a conclusion; never a death or a serious injury.
    """
    for status in _timely(h):
        if _complete(h, status):
            yield because("The incident was concluded in time.", status)


def at_risk(h: History) -> Iterator[Ground]:
    """Nobody took the incident up within seven days, or it was concluded without what is needed."""
    first = earliest(h.of(IncidentReported))
    taken_up = any(each.data.state != "reported" for each in h.of(IncidentStatusChanged))
    if first is not None and not taken_up and h.passed(days_later(first.occurred_at, TAKEN_UP_WITHIN_DAYS)):
        yield because("Nobody is known to have taken the incident up within seven days.", first)
    for status in _timely(h):
        yield because("The incident was concluded without all that a conclusion needs.", status)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day first set for the final report, else `incident_days` after the report.

    A reopening starts the time anew: `incident_days` after it.
    """
    limit = _limit(h)
    if limit is not None and not _timely(h):
        yield Due(limit)


def _reopened(h: History) -> datetime | None:
    told = (each.data.state_at for each in h.of(IncidentStatusChanged) if each.data.state == "reopened")
    return max(told, default=None)


def _counting(h: History) -> list[Status]:
    """The states that count: after a reopening only those later than it."""
    reopened = _reopened(h)
    states = h.of(IncidentStatusChanged)
    return [each for each in states if reopened is None or each.data.state_at > reopened]


def _limit(h: History) -> datetime | None:
    reopened, first = _reopened(h), earliest(h.of(IncidentReported))
    if reopened is not None:
        return days_later(reopened, h.parameters.incident_days)
    for status in h.of(IncidentStatusChanged):
        if status.data.final_report_due is not None:
            return end_of_day(status.data.final_report_due, status.occurred_at)
    return days_later(first.occurred_at, h.parameters.incident_days) if first is not None else None


def _timely(h: History) -> list[Status]:
    """Final reports and assessments below the threshold by the limit."""
    limit = _limit(h)
    finals = [each for each in _counting(h) if each.data.state in FINAL]
    return [each for each in finals if limit is not None and each.data.state_at <= limit]


def _complete(h: History, status: Status) -> bool:
    if status.data.state == "final_report":
        return status.data.violation_found in {"yes", "no"}
    return bool(plain(status.data.conclusion)) and not _categories(h) & DEATH_OR_INJURY


def _categories(h: History) -> frozenset[str]:
    told = (plain(reported.data.category) for reported in h.of(IncidentReported))
    return frozenset(category for category in told if category is not None)


RULE = Rule(
    id="accountability.incident-final-report",
    area="11",
    phase="all",
    title="Every serious incident comes to a final report with a conclusion",
    source="Serious-incident reporting practice in joint operations; UNNM Mapping s.7 and s.11",
    source_status="practice_read",
    severity="serious",
    scope="incident",
    evidence=(IncidentReported, IncidentStatusChanged),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=("IncidentStatusChanged by state",),
    parameters=("incident_days",),
)
