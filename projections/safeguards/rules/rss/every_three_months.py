"""The sustainability survey is repeated every three months after the first."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from events.post_return.arrival import HarmReported
from events.post_return.closure import CaseClosed
from events.post_return.counselling import RssAnswered
from events.post_return.follow_up import FollowUpRecorded
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import date_months_later, days_later, end_of_day, start_of_day
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.surveys import Survey, latest_survey, surveys

ATTEMPTS = frozenset({"declined", "not_reachable"})
INTERVAL_MONTHS = 3
LONGEST_MONTHS = 6
DAYS_AHEAD = 14


def applies(h: History) -> Iterator[Ground]:
    """A first survey was answered.

    From the day on which the service for the time after return closed the case, the outcome stays as it was
    at the end of that day.
    """
    for survey in surveys(_until_closed(h)):
        if survey.data.is_baseline:
            yield because("A first survey was answered.", survey)


def breached(h: History) -> Iterator[Ground]:
    """More than six months passed from a survey to the next, or to now, without an attempt in that time.

    Attempt: a follow-up that the person declined, or that did not reach them. A survey after the six months
    heals nothing and is shown as done late.
    """
    h = _until_closed(h)
    for survey, following in pairwise(surveys(h)):
        too_long = following.data.answered_on > _later(survey, LONGEST_MONTHS)
        if too_long and not _attempted(h, survey, following.data.answered_on):
            late = start_of_day(following.data.answered_on, following.occurred_at)
            yield because("More than six months passed between surveys.", survey, following, done_late=late)
    last = latest_survey(h)
    if last is None or _attempted(h, last):
        return
    if h.passed(end_of_day(_later(last, LONGEST_MONTHS), last.occurred_at)):
        yield because("More than six months have passed since the last survey.", last)


def satisfied(h: History) -> Iterator[Ground]:
    """No survey was missed, the next is due in more than 14 days, and nothing has changed drastically.

    None missed: from each survey to the next lie at most three months and `follow_up_grace_days`, or there
    was an attempt between them. Drastic change: since the last survey a follow-up found the situation worse,
    or harm was reported.
    """
    h = _until_closed(h)
    last = latest_survey(h)
    if last is not None and not (_missed(h) or _is_near(h, last) or _drastic_changes(h, last)):
        yield because("Surveys were repeated in time.", *surveys(h))


def at_risk(h: History) -> Iterator[Ground]:
    """The next survey is due within 14 days or overdue, there was a drastic change, or one was missed."""
    h = _until_closed(h)
    last = latest_survey(h)
    if last is None:
        return
    if _is_near(h, last):
        yield because("The next survey is due soon or overdue.", last)
    for change in _drastic_changes(h, last):
        yield because("The situation has changed drastically since the last survey.", change)
    for survey in _missed(h):
        yield because("An earlier survey was missed.", survey)


def due(h: History) -> Iterator[Due]:
    """Due three months after the last survey, at the end of that day."""
    last = latest_survey(h)
    if last is not None and _until_closed(h) is h:
        yield Due(_next_due(last))


@term
def _until_closed(h: History) -> History:
    """The question at the end of the day on which the follow-up service closed the case, once it has come."""
    ends = [
        end_of_day(closed.data.closed_on, closed.occurred_at)
        for closed in h.of(CaseClosed)
        if closed.envelope.service == "post_return"
    ]
    end = min(ends, default=None)
    return h.at(end) if end is not None and h.clock.reached(end) else h


def _later(survey: Survey, months: int) -> date:
    return date_months_later(survey.data.answered_on, months)


def _next_due(survey: Survey) -> datetime:
    return end_of_day(_later(survey, INTERVAL_MONTHS), survey.occurred_at)


def _is_near(h: History, last: Survey) -> bool:
    return h.clock.reached(days_later(_next_due(last), -DAYS_AHEAD))


def _attempted(h: History, survey: Survey, until: date = date.max) -> bool:
    """Whether an attempt was made after the day of a survey, up to a day."""
    return any(
        tried.data.outcome in ATTEMPTS and survey.data.answered_on < tried.data.happened_on <= until
        for tried in h.of(FollowUpRecorded)
    )


def _missed(h: History) -> list[Survey]:
    """Surveys that were followed too late by the next, with no attempt between them."""
    grace = timedelta(days=h.parameters.follow_up_grace_days)
    return [
        survey
        for survey, following in pairwise(surveys(h))
        if following.data.answered_on > _later(survey, INTERVAL_MONTHS) + grace
        and not _attempted(h, survey, following.data.answered_on)
    ]


def _drastic_changes(h: History, last: Survey) -> list[AnyRecord]:
    day = last.data.answered_on
    return [
        *(
            contact
            for contact in h.of(FollowUpRecorded)
            if contact.data.situation_change == "worse" and contact.data.happened_on > day
        ),
        *(harm for harm in h.of(HarmReported) if harm.day > day),
    ]


RULE = Rule(
    id="rss.every-three-months",
    area="19",
    also_areas=("module2.2.5",),
    phase="post_return",
    title="The sustainability survey is repeated every three months",
    source="IOM Handbook 2.2.5 and 2.3.3",
    source_status="seed",
    severity="minor",
    applies_to="assisted returnees",
    evidence=(RssAnswered, FollowUpRecorded, HarmReported, CaseClosed),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("RssAnswered by survey", "FollowUpRecorded by follow_up"),
    parameters=("follow_up_grace_days",),
)
