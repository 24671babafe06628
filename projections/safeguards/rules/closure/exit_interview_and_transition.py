"""Before support ends the plan is reviewed, the person is heard and the transition is prepared."""

from collections.abc import Iterator
from datetime import date, datetime

from events.post_return.closure import CaseClosed, ExitInterviewHeld
from events.post_return.reintegration import ReferralMade, UnmetNeedRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import end_of_day, start_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.persons import is_child
from projections.safeguards.terms.values import plain

NO_END_OF_SUPPORT = frozenset({"death", "duplicate", "return_not_carried_out", "stay_granted"})
OUT_OF_REACH = frozenset({"moved_or_remigrated", "lost_contact"})

Closing = Record[CaseClosed]
Interview = Record[ExitInterviewHeld]


def applies(h: History) -> Iterator[Ground]:
    """The service after return closed the case because support ended.

    Not for death, a duplicate, a return not carried out or a stay that was granted; nor, unless planned, for
    a person who moved on or was lost from sight.
    """
    for closed in _closings(h):
        yield because("Support after return ended.", closed)


def breached(h: History) -> Iterator[Ground]:
    """No interview by the day of closing, an urgent need without referral, or hand-over without consent.

    From the beginning of the day of closing on; what is dated on that day is still in time. An interview
    that could not be held counts when it is recorded. An urgent need that was recorded by the day of closing
    asks for a referral to its sector between the two days.
    """
    for closed in _closings(h):
        if closed.data.hand_over_to_other_service == "yes" and _without_consent(closed):
            yield because("Information was handed on without consent.", closed)
        if not h.clock.reached(start_of_day(closed.data.closed_on, closed.occurred_at)):
            continue
        if not any(_dated(each) <= closed.data.closed_on for each in h.of(ExitInterviewHeld)):
            late = min((each.occurred_at for each in h.of(ExitInterviewHeld)), default=None)
            yield because("No exit interview was held or tried by then.", closed, done_late=late)
        for need in h.of(UnmetNeedRecorded):
            if need.data.urgent and _left_open(h, need, closed):
                yield because("An urgent need was left without a referral.", closed, need)


def satisfied(h: History) -> Iterator[Ground]:
    """An interview was held or could not be, a closing assessment made, and the transition prepared.

    An interview that was held counts by the day on which it states that it was held. Where another service
    takes over or needs are unmet: with referrals, `closure_lead_days` ahead and with
    consent to pass on information. For a child: with the best interests considered.
    """
    closings = _closings(h)
    if not closings or any(breached(h)):
        return
    interviews = [_proper_interviews(h, closed) for closed in closings]
    if all(interviews) and all(_prepared(h, closed) for closed in closings):
        heard = {each.id: each for held in interviews for each in held}
        yield because("The person was heard and the transition prepared.", *closings, *heard.values())


def at_risk(h: History) -> Iterator[Ground]:
    """Something of this is missing."""
    if not any(satisfied(h)):
        for closed in _closings(h):
            yield because("The closing was not fully prepared.", closed)


def due(h: History) -> Iterator[Due]:
    """On the day of closing."""
    for closed in _closings(h):
        yield Due(_end(closed))


def _closings(h: History) -> list[Closing]:
    return [
        closed
        for closed in h.of(CaseClosed)
        if closed.envelope.service == "post_return"
        and closed.data.reason not in NO_END_OF_SUPPORT
        and (closed.data.planned or closed.data.reason not in OUT_OF_REACH)
    ]


def _end(closed: Closing) -> datetime:
    return end_of_day(closed.data.closed_on, closed.occurred_at)


def _dated(interview: Interview) -> date:
    return interview.data.held_on or interview.day


def _without_consent(closed: Closing) -> bool:
    return closed.data.information_transferred_with_consent == "no"


def _left_open(h: History, need: Record[UnmetNeedRecorded], closed: Closing) -> bool:
    """Whether no referral to the sector of a need was made from its record to the closing."""
    sector = plain(need.data.sector)
    if sector is None or need.data.recorded_on > closed.data.closed_on:
        return False
    return not any(
        plain(referral.data.sector) == sector
        and need.data.recorded_on <= referral.data.referred_on <= closed.data.closed_on
        for referral in h.of(ReferralMade)
    )


def _proper_interviews(h: History, closed: Closing) -> list[Interview]:
    by = closed.data.closed_on
    return [
        each
        for each in h.of(ExitInterviewHeld)
        if (each.data.held and each.data.held_on is not None and each.data.held_on <= by)
        or (not each.data.held and each.data.not_held_reason is not None and each.day <= by)
    ]


def _prepared(h: History, closed: Closing) -> bool:
    told = closed.data
    needs = any(each.data.unmet_needs for each in h.of(ExitInterviewHeld))
    handed_on = (
        bool(told.referrals_made)
        and told.lead_time_days is not None
        and told.lead_time_days >= h.parameters.closure_lead_days
        and told.information_transferred_with_consent == "yes"
    )
    transition = handed_on or not (needs or told.hand_over_to_other_service == "yes")
    child = told.best_interests_considered == "yes" or not is_child(h)
    return told.closing_assessment_done == "yes" and transition and child


RULE = Rule(
    id="closure.exit-interview-and-transition",
    area="15",
    also_areas=("19", "module2.7"),
    phase="post_return",
    title="Support ends only after the person was heard, the plan reviewed and the transition prepared",
    source="IOM Handbook 2.7",
    source_status="seed",
    severity="minor",
    applies_to="assisted returnees",
    evidence=(CaseClosed, ExitInterviewHeld, ReferralMade, UnmetNeedRecorded),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("ExitInterviewHeld by case",),
    parameters=("closure_lead_days",),
)
