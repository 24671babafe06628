"""Skills gained abroad are taken through to recognition, or shown to have no way to it."""

from collections.abc import Iterator
from datetime import date, datetime

from events.post_return.counselling import SkillsStepRecorded
from events.post_return.reintegration import ReferralMade, UnmetNeedRecorded
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import date_months_later, days_later, end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.values import plain

REACHED = frozenset({"recognised", "partly_recognised", "no_procedure_available"})
UNDER_WAY = frozenset(
    {
        "portfolio_compiled",
        "mapped_to_standard",
        "test_taken",
        "recognition_requested",
        "recognition_refused",
    }
)
ANSWERING = frozenset({"employment_service", "vocational_training", "education", "legal_aid"})
"""Kinds of service by which a refusal is answered."""

Step = Record[SkillsStepRecorded]


def applies(h: History) -> Iterator[Ground]:
    """Skills that were gained abroad are on record; the first step is the earliest of all, by its day."""
    for step in steps(h):
        if step.data.acquired_abroad == "yes":
            yield because("Skills gained abroad are on record.", step)


def breached(h: History) -> Iterator[Ground]:
    """A refusal was left without an answer in time, or nothing followed the first step.

    Answer: a referral or a recorded unmet need for employment, training, education or legal aid, dated from
    the refusal to `response_days` after it. Nothing followed: `recognition_months` have passed with one step
    only, which was not an outcome itself. What is dated later heals neither.
    """
    for refused in steps(h):
        if refused.data.step == "recognition_refused":
            last_day = _last_day_to_answer(h, refused)
            if h.passed(end_of_day(last_day, refused.occurred_at)) and not _answered(h, refused, last_day):
                yield because("A refused recognition was not answered.", refused)
    taken = steps(h)
    if taken and h.passed(_limit(h)):
        by_then = {(each.data.step, each.data.step_on) for each in taken if _in_time(h, each)}
        if len(by_then) == 1 and not _outcomes(h):
            late = min((each.occurred_at for each in taken if not _in_time(h, each)), default=None)
            yield because("Nothing followed the first step.", taken[0], done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """Skills were recognised at least in part, or no procedure exists, within the time.

    The time is from the first step to `recognition_months` after it.
    """
    for outcome in _outcomes(h):
        yield because("The way to recognition was gone to its end in time.", outcome)


def at_risk(h: History) -> Iterator[Ground]:
    """The latest step is on the way, a refusal, or an outcome that came after the months had passed."""
    for latest in steps(h)[-1:]:
        if latest.data.step in UNDER_WAY:
            yield because("Recognition is under way or was refused.", latest)
        if latest.data.step in REACHED and not _in_time(h, latest):
            yield because("Recognition came to its end late.", latest)


def due(h: History) -> Iterator[Due]:
    """Due `recognition_months` after the first step, at the end of that day."""
    limit = _limit(h)
    if limit is not None and not _outcomes(h):
        yield Due(limit)


@term
def steps(h: History) -> list[Step]:
    """Every step of the case, by its day."""
    return sorted(h.of(SkillsStepRecorded), key=lambda each: (each.data.step_on, each.order))


def _limit(h: History) -> datetime | None:
    for first in steps(h)[:1]:
        last_day = date_months_later(first.data.step_on, h.parameters.recognition_months)
        return end_of_day(last_day, first.occurred_at)
    return None


def _in_time(h: History, step: Step) -> bool:
    limit = _limit(h)
    return limit is not None and step.data.step_on <= limit.date()


def _outcomes(h: History) -> list[Step]:
    """The outcomes of the case that are dated in time."""
    return [each for each in steps(h) if each.data.step in REACHED and _in_time(h, each)]


def _last_day_to_answer(h: History, refused: Step) -> date:
    begun = end_of_day(refused.data.step_on, refused.occurred_at)
    return days_later(begun, h.parameters.response_days).date()


def _answered(h: History, refused: Step, last_day: date) -> bool:
    answers = [each.data.referred_on for each in h.of(ReferralMade) if plain(each.data.sector) in ANSWERING]
    answers += [
        each.data.recorded_on for each in h.of(UnmetNeedRecorded) if plain(each.data.sector) in ANSWERING
    ]
    return any(refused.data.step_on <= day <= last_day for day in answers)


RULE = Rule(
    id="skills.recognition-pursued",
    area="17",
    phase="post_return",
    title="Skills gained abroad are taken through to recognition",
    source="UNNM Mapping s.17",
    source_status="seed",
    severity="minor",
    applies_to="adults",
    evidence=(SkillsStepRecorded, UnmetNeedRecorded, ReferralMade),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    parameters=("recognition_months", "response_days"),
)
