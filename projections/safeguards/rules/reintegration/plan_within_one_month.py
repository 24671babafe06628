"""Within a month of return a reintegration plan is agreed or reviewed with the person."""

from collections.abc import Iterator
from datetime import date, datetime

from events.post_return.arrival import ArrivalChecked
from events.post_return.counselling import CounsellingSessionHeld
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import AssistanceDelivered, ReintegrationPlanAgreed
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, months_later, start_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrival_records, arrived_at
from projections.safeguards.terms.follow_up import signs_of_assistance
from projections.safeguards.terms.plans import Plan

REASONS = frozenset({"not_reachable", "declined", "unsafe_to_contact", "moved_or_remigrated"})
DAYS_AHEAD = 7


def applies(h: History) -> Iterator[Ground]:
    """The person arrived and is assisted: a plan, counselling or assistance is on record.

    Not when the person opted out by the latest plan.
    """
    if arrived_at(h) is not None:
        for sign in signs_of_assistance(h):
            yield because("A person who is assisted arrived.", sign)


def breached(h: History) -> Iterator[Ground]:
    """The month has passed; no plan was agreed by then or before arrival, and no reason is on record.

    Reasons: by then a follow-up could not reach the person, was declined or would have been unsafe, or the
    person had moved. A later plan is shown as done late.
    """
    arrived = arrived_at(h)
    if arrived is None or not h.passed(_limit(arrived)) or _reasons(h, arrived):
        return
    if not any(plan.data.agreed_on <= _limit(arrived).date() for plan in _plans(h)):
        late = min((start_of_day(each.data.agreed_on, each.occurred_at) for each in _plans(h)), default=None)
        yield because("No plan was agreed within a month of arrival.", *arrival_records(h), done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """A plan agreed from the day of arrival to a month after it has all that belongs to it.

    The person took part, has a copy and updated the consent; how support ends is part of it, and all
    components were considered. A version agreed in this time reviews a plan drafted before return.
    """
    for plan in _in_time(h):
        if _is_whole(plan):
            yield because("A plan was agreed within a month of arrival.", plan)


def at_risk(h: History) -> Iterator[Ground]:
    """Seven days or fewer remain; the plan is wanting; or the month passed with less than a plan.

    Less than a plan: one agreed before arrival only, a reason on record, or one agreed late after a reason.
    """
    arrived = arrived_at(h)
    if arrived is None:
        return
    limit = _limit(arrived)
    if h.clock.reached(days_later(limit, -DAYS_AHEAD)) and not h.passed(limit):
        yield because("Seven days or fewer remain for the plan.", *arrival_records(h))
    for plan in _in_time(h):
        if not _is_whole(plan):
            yield because("The plan lacks something that belongs to it.", plan)
    if h.passed(limit) and not _in_time(h):
        for plan in _plans(h):
            if plan.data.agreed_on < arrived.date():
                yield because("There is only a plan that was agreed before arrival.", plan)
        for reason in _reasons(h, arrived):
            yield because("A reason for the missing plan is on record.", reason)


def due(h: History) -> Iterator[Due]:
    """Due a month after arrival."""
    arrived = arrived_at(h)
    if arrived is not None and not any(satisfied(h)):
        yield Due(_limit(arrived))


def _limit(arrived: datetime) -> datetime:
    return months_later(arrived, 1)


def _plans(h: History) -> list[Plan]:
    return h.of(ReintegrationPlanAgreed)


def _in_time(h: History) -> list[Plan]:
    arrived = arrived_at(h)
    if arrived is None:
        return []
    first, last = arrived.date(), _limit(arrived).date()
    return [plan for plan in _plans(h) if first <= plan.data.agreed_on <= last]


def _is_whole(plan: Plan) -> bool:
    told = plan.data
    return {
        told.returnee_took_part,
        told.copy_given,
        told.consent_updated,
        told.exit_strategy_included,
        told.all_components_considered,
    } == {"yes"}


def _reasons(h: History, arrived: datetime) -> list[Record[FollowUpRecorded]]:
    last: date = _limit(arrived).date()
    contacts = h.of(FollowUpRecorded)
    return [each for each in contacts if each.data.outcome in REASONS and each.data.happened_on <= last]


RULE = Rule(
    id="reintegration.plan-within-one-month",
    area="15",
    also_areas=("module2.3",),
    phase="post_return",
    title="Within a month of return a reintegration plan is agreed or reviewed with the person",
    source="IOM Handbook 2.3 and 2.3.2; UNNM Mapping s.15",
    source_status="seed",
    severity="serious",
    applies_to="assisted returnees",
    evidence=(
        ReintegrationPlanAgreed,
        ArrivalChecked,
        HandoverCompleted,
        ReturnCarriedOut,
        CounsellingSessionHeld,
        AssistanceDelivered,
        FollowUpRecorded,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("ReintegrationPlanAgreed by plan",),
)
