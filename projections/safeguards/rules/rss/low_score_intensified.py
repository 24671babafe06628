"""A low survey score leads to more intense support in what it is low in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from events.codes.common import ReintegrationDimension
from events.codes.reintegration import SupportIntensity
from events.post_return.counselling import RssAnswered
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import ReferralMade, ReintegrationPlanAgreed
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later, end_of_day, start_of_day
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.plans import included
from projections.safeguards.terms.surveys import Low, low, surveys
from projections.safeguards.terms.values import plain

DIMENSION_OF: dict[str, ReintegrationDimension] = {
    "employment_service": "economic",
    "vocational_training": "economic",
    "banking_credit": "economic",
    "mental_health": "psychosocial",
    "psychosocial": "psychosocial",
    "community_support": "psychosocial",
}
"""Kind of service to dimension; every other kind is social, but for `other`, which is of none."""
DAYS_AHEAD = 7


@dataclass(frozen=True)
class Intensity:
    """How intense support was set to be, from which day."""

    record: AnyRecord
    day: date
    value: SupportIntensity


def applies(h: History) -> Iterator[Ground]:
    """The last survey has a dimension or composite score strictly below `low_threshold`.

    Scores are computed from the answers; those stated count only where the instrument is not known here.
    """
    found = _low(h)
    if found is not None:
        yield because("A score of the last survey is low.", found.survey)


def breached(h: History) -> Iterator[Ground]:
    """The time has passed with light or standard support, or a dimension stayed low and nothing was done.

    The first: the latest intensity dated by the end of the day `response_days` after the survey is not
    intensified; a later one that is, is shown as done late. The second: the survey before was low in the same
    dimension, and from that survey to the last nothing addressed it.
    """
    found = _low(h)
    if found is None:
        return
    limit = _limit(h, found)
    set_to = _intensity(h, limit.date())
    if h.passed(limit) and set_to is not None and set_to.value != "intensified":
        yield because(
            "Support was not intensified after a low score.",
            found.survey,
            set_to.record,
            done_late=_intensified_late(h, limit),
        )
    before = _before(h)
    if before is None:
        return
    for dimension in found.dimensions:
        first, last = before.survey.data.answered_on, found.survey.data.answered_on
        if dimension in before.dimensions and not _addressed(h, dimension, first, last):
            yield because("A score stayed low and nothing addressed it.", before.survey, found.survey)


def satisfied(h: History) -> Iterator[Ground]:
    """Support was intensified in time, and every low dimension was addressed.

    Intensity is that of plans by `agreed_on` and of follow-ups by `happened_on`, of which the latest in time
    counts. Addressed, from the survey to the limit: a plan takes up a component of that dimension, or a
    referral is to a service of it. Economic: employment, vocational training, credit. Psychosocial: mental
    health, psychosocial and community support. Social: every other service, `other` excepted.
    """
    found = _low(h)
    set_to = _intensity(h, _limit(h, found).date()) if found is not None else None
    if found is not None and set_to is not None and set_to.value == "intensified" and not _left_out(h, found):
        yield because("Support was intensified after a low score.", found.survey, set_to.record)


def at_risk(h: History) -> Iterator[Ground]:
    """Seven days or fewer remain, or support was intensified and a low dimension was left out."""
    found = _low(h)
    if found is None:
        return
    limit = _limit(h, found)
    if not h.passed(limit):
        if h.clock.reached(days_later(limit, -DAYS_AHEAD)):
            yield because("The time for intensified support ends soon.", found.survey)
        return
    set_to = _intensity(h, limit.date())
    if set_to is not None and set_to.value == "intensified" and _left_out(h, found):
        yield because("Support was intensified, but not in what is low.", found.survey, set_to.record)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day `response_days` after the survey."""
    found = _low(h)
    if found is not None and not any(satisfied(h)):
        yield Due(_limit(h, found))


@term
def _low(h: History) -> Low | None:
    """What is low of the survey answered last; none when nothing is."""
    found = low(h, surveys(h)[-1]) if surveys(h) else None
    return found if found is not None and found.any else None


def _before(h: History) -> Low | None:
    """What is low of the survey before the last."""
    answered = surveys(h)
    return low(h, answered[-2]) if len(answered) > 1 else None


def _limit(h: History, found: Low) -> datetime:
    last = found.survey.data.answered_on + timedelta(days=h.parameters.response_days)
    return end_of_day(last, found.survey.occurred_at)


@term
def _intensities(h: History) -> list[Intensity]:
    """Every setting of intensity, by its day."""
    settings = [
        *(Intensity(p, p.data.agreed_on, p.data.support_intensity) for p in h.of(ReintegrationPlanAgreed)),
        *(
            Intensity(contact, contact.data.happened_on, contact.data.support_intensity_set)
            for contact in h.of(FollowUpRecorded)
            if contact.data.support_intensity_set is not None
        ),
    ]
    return sorted(settings, key=lambda each: (each.day, each.record.order))


def _intensity(h: History, by: date) -> Intensity | None:
    return next((each for each in reversed(_intensities(h)) if each.day <= by), None)


def _intensified_late(h: History, limit: datetime) -> datetime | None:
    late = (each for each in _intensities(h) if each.day > limit.date() and each.value == "intensified")
    return next((start_of_day(each.day, each.record.occurred_at) for each in late), None)


def _left_out(h: History, found: Low) -> list[ReintegrationDimension]:
    """Low dimensions that nothing addressed from the survey to the limit."""
    first, last = found.survey.data.answered_on, _limit(h, found).date()
    return [dimension for dimension in found.dimensions if not _addressed(h, dimension, first, last)]


def _addressed(h: History, dimension: ReintegrationDimension, first: date, last: date) -> bool:
    planned = any(
        first <= plan.data.agreed_on <= last
        and any(plain(part.dimension) == dimension for part in included(plan))
        for plan in h.of(ReintegrationPlanAgreed)
    )
    return planned or any(
        first <= referral.data.referred_on <= last and _dimension(plain(referral.data.sector)) == dimension
        for referral in h.of(ReferralMade)
    )


def _dimension(sector: str | None) -> ReintegrationDimension | None:
    return None if sector in {None, "other"} else DIMENSION_OF.get(str(sector), "social")


RULE = Rule(
    id="rss.low-score-intensified",
    area="19",
    also_areas=("module2.2.5", "15"),
    phase="post_return",
    title="A low survey score leads to more intense support in what it is low in",
    source="IOM Handbook 2.2.5",
    source_status="seed",
    severity="serious",
    applies_to="assisted returnees",
    evidence=(RssAnswered, ReintegrationPlanAgreed, FollowUpRecorded, ReferralMade),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("RssAnswered by survey", "ReintegrationPlanAgreed by plan", "FollowUpRecorded by follow_up"),
    parameters=("response_days", "low_threshold"),
)
