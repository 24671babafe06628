"""Needs that no service meets are recorded, and answered in another way."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from events.post_return.closure import ExitInterviewHeld
from events.post_return.reintegration import ReferralMade, ReferralStatusChanged, UnmetNeedRecorded
from events.pre_return.circumstances import ServiceAccessRecorded
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later, end_of_day, start_of_day
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.values import plain

LOST = frozenset({"rejected", "closed_need_unmet", "revoked"})
DAYS_AHEAD = 7
Need = Record[UnmetNeedRecorded]


@dataclass(frozen=True)
class Trigger:
    """A sign that a need for a kind of service was not met, and by when an answer must be on record."""

    record: AnyRecord
    sector: str | None
    day: date
    limit: datetime
    earlier_counts: bool = False
    """Whether an answer of an earlier day counts as well."""

    def is_for(self, need: Need) -> bool:
        """Whether a record of unmet need is of this kind of service."""
        return self.sector is not None and plain(need.data.sector) == self.sector

    def in_time(self, need: Need) -> bool:
        """Whether a record of unmet need is of the time for an answer."""
        begun = self.earlier_counts or need.data.recorded_on >= self.day
        return begun and need.data.recorded_on <= self.limit.date()


def applies(h: History) -> Iterator[Ground]:
    """A referral failed, a service was not there after arrival, or an exit interview named unmet needs.

    Failed: rejected, revoked, or closed without the need being met.
    """
    for trigger in _triggers(h):
        yield because("A need was not met.", trigger.record)


def breached(h: History) -> Iterator[Ground]:
    """No unmet need of that kind was recorded in time, or an urgent one has no answer.

    In time: by the end of the day `response_days` after the day of the trigger; a later one is shown as done
    late. Urgent: the record says so and names no response, and no other record of that kind names one.
    """
    for trigger in _triggers(h):
        needs = _needs(h, trigger)
        if h.passed(trigger.limit) and not any(_by(need, trigger) for need in needs):
            late = min(
                (start_of_day(each.data.recorded_on, each.occurred_at) for each in needs), default=None
            )
            yield because("No unmet need was recorded in time.", trigger.record, done_late=late)
        for need in needs:
            if need.data.urgent and not any(_is_answered(each) for each in needs):
                yield because("An urgent need has no answer.", trigger.record, need)


def satisfied(h: History) -> Iterator[Ground]:
    """For every trigger an unmet need of its kind with a response was recorded in time.

    From the day of the trigger to the limit; for an exit interview also before.
    """
    triggers = _triggers(h)
    answers = [_answers(h, trigger) for trigger in triggers]
    if triggers and all(answers):
        yield because("Every unmet need was recorded and answered.", *(n for each in answers for n in each))


def at_risk(h: History) -> Iterator[Ground]:
    """The limit is within seven days, or what was recorded has no response or got it only after the limit.

    A need recorded without a response counts also where another record of its kind names one, while some
    other trigger is still unanswered.
    """
    for trigger in _triggers(h):
        for need in _needs(h, trigger):
            if not need.data.urgent and not _is_answered(need):
                yield because("An unmet need was recorded without a response.", need)
    for trigger in _open(h):
        if h.clock.reached(days_later(trigger.limit, -DAYS_AHEAD)) and not h.passed(trigger.limit):
            yield because("The time for recording an unmet need ends soon.", trigger.record)
        first = min(
            (need for need in _needs(h, trigger) if _is_answered(need)),
            key=lambda need: (need.data.recorded_on, need.order),
            default=None,
        )
        if first is not None and first.data.recorded_on > trigger.limit.date():
            yield because("The response came after its time.", first)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day `response_days` after the day of each trigger."""
    for trigger in _open(h):
        yield Due(trigger.limit)


@term
def _triggers(h: History) -> list[Trigger]:
    return [*_failed_referrals(h), *_missing_services(h), *_named_at_exit(h)]


def _trigger(
    h: History, record: AnyRecord, sector: str | None, day: date, *, earlier_counts: bool = False
) -> Trigger:
    last = day + timedelta(days=h.parameters.response_days)
    return Trigger(record, sector, day, end_of_day(last, record.occurred_at), earlier_counts)


def _failed_referrals(h: History) -> Iterator[Trigger]:
    sectors: dict[str, set[str | None]] = defaultdict(set)
    for made in h.of(ReferralMade):
        sectors[made.data.referral].add(plain(made.data.sector))
    for status in h.anywhere(ReferralStatusChanged):
        own = status.data.referral in sectors or h.subject in status.about
        if own and status.data.state in LOST:
            for sector in sorted(sectors.get(status.data.referral, {None}), key=str):
                yield _trigger(h, status, sector, status.data.state_on)


def _missing_services(h: History) -> Iterator[Trigger]:
    arrived = arrived_at(h)
    for access in h.of(ServiceAccessRecorded):
        missing = plain(access.data.state) == "not_available"
        if missing and arrived is not None and access.occurred_at > arrived:
            yield _trigger(h, access, plain(access.data.sector), access.day)


def _named_at_exit(h: History) -> Iterator[Trigger]:
    for interview in h.of(ExitInterviewHeld):
        for sector in interview.data.unmet_needs or ():
            day = interview.data.held_on or interview.day
            yield _trigger(h, interview, sector, day, earlier_counts=True)


def _needs(h: History, trigger: Trigger) -> list[Need]:
    return [need for need in h.of(UnmetNeedRecorded) if trigger.is_for(need)]


def _by(need: Need, trigger: Trigger) -> bool:
    return need.data.recorded_on <= trigger.limit.date()


def _is_answered(need: Need) -> bool:
    return any(response != "none" for response in need.data.responses)


def _answers(h: History, trigger: Trigger) -> list[Need]:
    return [need for need in _needs(h, trigger) if _is_answered(need) and trigger.in_time(need)]


def _open(h: History) -> list[Trigger]:
    return [trigger for trigger in _triggers(h) if not _answers(h, trigger)]


RULE = Rule(
    id="reintegration.unmet-needs-recorded",
    area="15",
    also_areas=("module2.3",),
    phase="post_return",
    title="Needs that no service meets are recorded, and answered in another way",
    source="IOM Handbook 2.3.2 (services unavailable)",
    source_status="seed",
    severity="minor",
    applies_to="assisted returnees",
    evidence=(
        UnmetNeedRecorded,
        ReferralStatusChanged,
        ReferralMade,
        ServiceAccessRecorded,
        ExitInterviewHeld,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("ExitInterviewHeld by case",),
    parameters=("response_days",),
)
