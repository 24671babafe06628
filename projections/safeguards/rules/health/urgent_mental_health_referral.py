"""Signs that call for psychiatric care at once lead to a referral at once."""

from collections.abc import Iterator
from datetime import datetime

from events.post_return.arrival import UrgentHealthNeedIdentified
from events.post_return.reintegration import ReferralMade, ReferralStatusChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, hours_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.values import listed_in, plain

SIGNS = frozenset(
    {
        "suicide_or_self_harm",
        "harm_to_others",
        "severe_confusion",
        "distress_not_calmed",
        "untreated_psychiatric_condition",
        "substance_use",
        "request_for_psychiatric_care",
    }
)
RESPONSES = frozenset({"psychiatric_referral", "emergency_admission", "refused_by_person"})
TAKEN_UP = frozenset({"accepted", "first_contact_made", "service_received", "closed_need_met"})
LOST = frozenset({"rejected", "not_attended", "revoked"})
TAKEN_UP_WITHIN_DAYS = 7
Need = Record[UrgentHealthNeedIdentified]


def applies(h: History) -> Iterator[Ground]:
    """A sign that calls for psychiatric care at once was identified."""
    for need in _needs(h):
        yield because("A sign that calls for psychiatric care at once was identified.", need)


def breached(h: History) -> Iterator[Ground]:
    """The hours have passed without referral, admission or refusal by the person, or these came later.

    The time is `urgent_hours` after the sign was identified. A referral of the tier for saving life, made
    from then to the limit, suffices as well.
    """
    for need in _needs(h):
        limit = _limit(h, need)
        late_at = need.data.response_at
        late = late_at is not None and late_at > limit
        if h.passed(limit) and (late or not _responses(need)) and not _referrals_at_once(h, need):
            done_late = late_at if late and _responses(need) else None
            yield because("No psychiatric referral or admission in time.", need, done_late=done_late)


def satisfied(h: History) -> Iterator[Ground]:
    """For every sign an admission in time, a referral in time that was taken up, or a respected refusal.

    Taken up: within seven days after the sign was identified the referral was accepted or led to a contact or
    service, and was not rejected, missed or revoked later.
    """
    needs = _needs(h)
    found = [_answer(h, need) for need in needs]
    if needs and all(found):
        records = [record for each in found for record in each]
        yield because("Every sign was answered in time.", *records)


def at_risk(h: History) -> Iterator[Ground]:
    """A response is on record, in time or of unknown time, that is not complete."""
    for need in _needs(h):
        responded_at = need.data.response_at
        in_time = responded_at is None or responded_at <= _limit(h, need)
        if _responses(need) and in_time:
            yield because("A response is on record, but what came of it is open.", need)
        for referral in _referrals_at_once(h, need):
            yield because("A referral was made in time, but what came of it is open.", referral)


def due(h: History) -> Iterator[Due]:
    """Due `urgent_hours` after each sign was identified."""
    for need in _needs(h):
        if not _answer(h, need):
            yield Due(_limit(h, need))


def _needs(h: History) -> list[Need]:
    told = h.of(UrgentHealthNeedIdentified)
    return [record for record in told if not SIGNS.isdisjoint(listed_in(record.data.needs))]


def _limit(h: History, need: Need) -> datetime:
    return hours_later(need.data.identified_at, h.parameters.urgent_hours)


def _responses(need: Need) -> frozenset[str]:
    return RESPONSES.intersection(listed_in(need.data.responses))


def _timely_responses(h: History, need: Need) -> frozenset[str]:
    responded_at = need.data.response_at
    in_time = responded_at is not None and responded_at <= _limit(h, need)
    return _responses(need) if in_time else frozenset()


def _referrals_at_once(h: History, need: Need) -> list[Record[ReferralMade]]:
    return [
        record
        for record in h.of(ReferralMade)
        if plain(record.data.tier) == "immediate_lifesaving"
        and need.data.identified_at <= record.occurred_at <= _limit(h, need)
    ]


def _answer(h: History, need: Need) -> list[AnyRecord]:
    """What answers a sign in time; nothing where the answer is missing or incomplete."""
    timely = _timely_responses(h, need)
    refused = "refused_by_person" in timely and need.data.person_choice_respected == "yes"
    if "emergency_admission" in timely or refused:
        return [need]
    at_once = _referrals_at_once(h, need)
    if "psychiatric_referral" not in timely and not at_once:
        return []
    referrals = {need.data.referral, *(record.data.referral for record in at_once)}
    taken_up = [status for each in referrals - {None} if (status := _taken_up(h, need, each)) is not None]
    return [need, *at_once, *taken_up] if taken_up else []


def _taken_up(h: History, need: Need, referral: str | None) -> Record[ReferralStatusChanged] | None:
    """The change by which a referral was taken up in time and which no later change undid."""
    last_day = days_later(need.data.identified_at, TAKEN_UP_WITHIN_DAYS).date()
    changes = sorted(
        (record for record in h.anywhere(ReferralStatusChanged) if record.data.referral == referral),
        key=lambda record: (record.data.state_on, record.order),
    )
    standing = None
    for change in changes:
        if change.data.state in TAKEN_UP and change.data.state_on <= last_day:
            standing = change
        elif change.data.state in LOST:
            standing = None
    return standing


RULE = Rule(
    id="health.urgent-mental-health-referral",
    area="19",
    also_areas=("13", "module2.6.3"),
    phase="post_return",
    title="Signs that call for psychiatric care at once lead to a referral at once",
    source="IOM Handbook 2.6.3",
    source_status="seed",
    severity="critical",
    evidence=(UrgentHealthNeedIdentified, ReferralMade, ReferralStatusChanged),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=("UrgentHealthNeedIdentified by case", "ReferralMade by referral"),
    parameters=("urgent_hours",),
)
