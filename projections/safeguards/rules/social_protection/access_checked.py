"""After return somebody looks at access to social protection, and refusals are answered."""

from collections.abc import Iterator
from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import ReferralMade, UnmetNeedRecorded
from events.pre_return.circumstances import ServiceAccessRecorded
from events.pre_return.preparation import InformationProvided
from events.return_operation.accountability import ComplaintLodged
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, months_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.values import plain

HELD = frozenset({"held", "partly_held"})
INFORMED = frozenset({"yes", "partly"})
NOT_GRANTED = frozenset({"denied", "obstructed"})
SOCIAL = "social_protection"
HELPING = frozenset({SOCIAL, "legal_aid"})
MONTHS = 6

Access = Record[ServiceAccessRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The person arrived, and a follow-up was held at least in part."""
    if arrived_at(h) is not None:
        for contact in h.of(FollowUpRecorded):
            if contact.data.outcome in HELD:
                yield because("A follow-up was held after arrival.", contact)


def breached(h: History) -> Iterator[Ground]:
    """A denial was left without a response in time, or nobody looked at access before the final report.

    Nobody looked: when the final report was held there was, since arrival, no information on social
    protection given at least in part, no record of access to it and no referral to it. What is done later
    heals neither.
    """
    for access in _after_arrival(h):
        limit = _limit_to_respond(h, access)
        if access.data.state == "denied" and h.passed(limit) and not _responses(h, access):
            late = min((each.occurred_at for each in _later_responses(h, access)), default=None)
            yield because("A denial of social protection had no response in time.", access, done_late=late)
    for report in h.of(FollowUpRecorded):
        final = report.data.kind == "final_report" and report.data.outcome == "held"
        looks = list(_looks(h))
        if final and all(each.occurred_at > report.occurred_at for each in looks):
            late = min((each.occurred_at for each in looks), default=None)
            yield because("Nobody had looked at access before the final report.", report, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """Within six months of arrival somebody looked at access, and every difficulty had a response in time.

    Looked: information given at least in part, a record of access, or a referral. Difficulty: access denied,
    obstructed or met with barriers. Response, within `response_days`: a referral to social protection or
    legal aid, an unmet need of social protection, or a complaint of a service denied.
    """
    looks = _looks_in_time(h)
    answers = [_responses(h, access) for access in _difficulties(h)]
    if looks and all(answers):
        records = [record for each in answers for record in each]
        yield because("Access to social protection was looked at, and no refusal left.", *looks, *records)


def at_risk(h: History) -> Iterator[Ground]:
    """Access was denied, obstructed or met with barriers, and no response in time is on record."""
    for access in _difficulties(h):
        if not _responses(h, access):
            yield because("A difficulty of access to social protection has no response.", access)


def due(h: History) -> Iterator[Due]:
    """Due six months after arrival."""
    limit = _limit(h)
    if limit is not None and not _looks_in_time(h):
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    arrived = arrived_at(h)
    return months_later(arrived, MONTHS) if arrived is not None else None


def _looks(h: History) -> Iterator[AnyRecord]:
    """Whatever shows, since arrival, that somebody looked at access to social protection."""
    arrived = arrived_at(h)
    told: list[AnyRecord] = [
        *(r for r in h.of(InformationProvided) if SOCIAL in r.data.topics and r.data.given in INFORMED),
        *(r for r in h.of(ServiceAccessRecorded) if plain(r.data.sector) == SOCIAL),
        *(r for r in h.of(ReferralMade) if plain(r.data.sector) == SOCIAL),
    ]
    return (record for record in told if arrived is not None and record.occurred_at >= arrived)


def _looks_in_time(h: History) -> list[AnyRecord]:
    limit = _limit(h)
    return [record for record in _looks(h) if limit is not None and record.occurred_at <= limit]


def _after_arrival(h: History) -> list[Access]:
    arrived = arrived_at(h)
    return [
        record
        for record in h.of(ServiceAccessRecorded)
        if plain(record.data.sector) == SOCIAL and arrived is not None and record.occurred_at > arrived
    ]


def _difficulties(h: History) -> list[Access]:
    return [
        access
        for access in _after_arrival(h)
        if plain(access.data.state) in NOT_GRANTED or access.data.barriers
    ]


def _limit_to_respond(h: History, access: Access) -> datetime:
    return days_later(access.occurred_at, h.parameters.response_days)


def _later_responses(h: History, access: Access) -> list[AnyRecord]:
    """The responses from the time of a difficulty on, however late."""
    told: list[AnyRecord] = [
        *(r for r in h.of(ReferralMade) if plain(r.data.sector) in HELPING),
        *(r for r in h.of(UnmetNeedRecorded) if plain(r.data.sector) == SOCIAL),
        *(r for r in h.of(ComplaintLodged) if r.data.subject == "service_denied"),
    ]
    return [record for record in told if record.occurred_at >= access.occurred_at]


def _responses(h: History, access: Access) -> list[AnyRecord]:
    """The responses in time."""
    limit = _limit_to_respond(h, access)
    return [record for record in _later_responses(h, access) if record.occurred_at <= limit]


RULE = Rule(
    id="social-protection.access-checked",
    area="18",
    phase="post_return",
    title="Access to social protection is looked at, and refusals are recorded and answered",
    source="UNNM Mapping s.18; IOM Handbook 2.5.3",
    source_status="seed",
    severity="minor",
    evidence=(
        ServiceAccessRecorded,
        InformationProvided,
        ReferralMade,
        UnmetNeedRecorded,
        ComplaintLodged,
        FollowUpRecorded,
        ArrivalChecked,
        HandoverCompleted,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("FollowUpRecorded by follow_up",),
    parameters=("response_days",),
)
