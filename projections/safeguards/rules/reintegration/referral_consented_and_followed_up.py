"""Referrals rest on consent, go by a secure channel and are followed up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from events.data_protection.consent import ConsentGiven, ConsentWithdrawn
from events.post_return.reintegration import ReferralMade, ReferralStatusChanged, UnmetNeedRecorded
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later, end_of_day, start_of_day
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.values import plain

NOT_TAKEN_UP = frozenset({"proposed", "consented", "sent"})
ENDED = frozenset({"service_received", "closed_need_met", "closed_need_unmet"})
LOST = frozenset({"rejected", "not_attended", "revoked"})
DAYS_AHEAD = 7
Referral = Record[ReferralMade]
Status = Record[ReferralStatusChanged]


def applies(h: History) -> Iterator[Ground]:
    """A referral was made."""
    for made in h.of(ReferralMade):
        yield because("A referral was made.", made)


def breached(h: History) -> Iterator[Ground]:
    """Data were told without consent, or nothing was heard of the referral in time.

    Heard: by the end of the day `follow_up_grace_days` after the follow-up was due, a state beyond proposed,
    consented and sent is dated. A later one is shown as done late.
    """
    for made in h.of(ReferralMade):
        if made.data.data_categories_shared and made.data.consent != "given":
            yield because("Data of the person were told without consent.", made)
        heard = [status for status in _statuses(h) if status.data.state not in NOT_TAKEN_UP]
        last = _last_day(h, made)
        timely = any(status.data.state_on <= last for status in heard)
        if h.passed(end_of_day(last, made.occurred_at)) and not timely:
            late = min((start_of_day(each.data.state_on, each.occurred_at) for each in heard), default=None)
            yield because("Nothing was heard of the referral in time.", made, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """No data were told, or consent covers them; the channel was secure; and the referral was followed up.

    Covers: a consent on record with the id that the referral names, given by the day of referral, valid on
    it, not withdrawn by then, holding every kind of data told and, where the provider is stated, naming it.
    Followed up: by the end of the grace the latest state is that the service was received or the referral
    closed; or it was rejected, missed or revoked, and another referral or an unmet need for the same kind of
    service follows by then.
    """
    referrals = h.of(ReferralMade)
    followed = [_followed_up(h, made) for made in referrals]
    if not referrals or not all(followed):
        return
    if all(_is_consented(h, made) and made.data.secure_channel == "yes" for made in referrals):
        records = [record for each in followed for record in each]
        yield because("The referral was consented, secure and followed up.", *referrals, *records)


def at_risk(h: History) -> Iterator[Ground]:
    """Consent is told but not matched, the channel was not secure, or follow-up is near, over or in vain.

    In vain: the latest state is rejected, missed or revoked, and nothing else for the same kind of service is
    on record. Near: the follow-up is due within seven days.
    """
    for made in h.of(ReferralMade):
        if made.data.consent == "given" and not _is_consented(h, made):
            yield because("No consent on record covers the data that were told.", made)
        if made.data.secure_channel in {"no", "unknown"}:
            yield because("The channel was not secure, or it is unknown.", made)
        last = _latest(_statuses(h))
        if last is not None and last.data.state in LOST and not any(_instead(h, made, last)):
            yield because("The referral led nowhere, and nothing took its place.", made, last)
        if h.clock.reached(days_later(_due(made), -DAYS_AHEAD)):
            yield because("The follow-up of the referral is due or over.", made)


def due(h: History) -> Iterator[Due]:
    """Due at the end of the day set for the follow-up."""
    for made in h.of(ReferralMade):
        if not _followed_up(h, made):
            yield Due(_due(made))


def _due(made: Referral) -> datetime:
    return end_of_day(made.data.follow_up_due, made.occurred_at)


def _last_day(h: History, made: Referral) -> date:
    return made.data.follow_up_due + timedelta(days=h.parameters.follow_up_grace_days)


def _statuses(h: History) -> list[Status]:
    return [status for status in h.anywhere(ReferralStatusChanged) if status.data.referral == h.subject]


def _latest(statuses: Iterable[Status]) -> Status | None:
    return max(statuses, key=lambda status: (status.data.state_on, status.order), default=None)


def _followed_up(h: History, made: Referral) -> list[AnyRecord]:
    """What shows that the referral was followed up by the end of the grace; nothing when that is missing."""
    by = _last_day(h, made)
    last = _latest(status for status in _statuses(h) if status.data.state_on <= by)
    if last is None:
        return []
    if last.data.state in ENDED:
        return [last]
    instead = list(_instead(h, made, last, by)) if last.data.state in LOST else []
    return [last, *instead] if instead else []


def _instead(h: History, made: Referral, lost: Status, by: date = date.max) -> Iterator[AnyRecord]:
    """Another referral or an unmet need of the person for the same kind of service, from that day on."""
    sector, cases = plain(made.data.sector), set(made.subjects("case"))
    for other in h.anywhere(ReferralMade):
        new = other.data.referral != h.subject and plain(other.data.sector) == sector
        if new and lost.data.state_on <= other.data.referred_on <= by and not cases.isdisjoint(other.about):
            yield other
    for need in h.anywhere(UnmetNeedRecorded):
        same = plain(need.data.sector) == sector and not cases.isdisjoint(need.about)
        if same and lost.data.state_on <= need.data.recorded_on <= by:
            yield need


def _is_consented(h: History, made: Referral) -> bool:
    """Whether no data were told, or consent is given and a consent on record covers them."""
    if not made.data.data_categories_shared:
        return True
    covered = any(_covers(h, consent, made) for consent in h.of(ConsentGiven))
    return made.data.consent == "given" and covered


def _covers(h: History, consent: Record[ConsentGiven], made: Referral) -> bool:
    given, day = consent.data, made.data.referred_on
    end, provider = end_of_day(day, made.occurred_at), plain(made.data.provider)
    withdrawn = any(
        told.data.consent == given.consent and told.data.withdrawn_at <= end
        for told in h.anywhere(ConsentWithdrawn)
    )
    return (
        given.consent == made.data.consent_record
        and given.state == "given"
        and given.given_at <= end
        and (given.valid_until is None or given.valid_until >= day)
        and set(made.data.data_categories_shared) <= set(given.data_categories)
        and (provider is None or provider in given.recipients)
        and not withdrawn
    )


def _of_referral(records: Sequence[AnyRecord], subject: str) -> Iterator[AnyRecord]:
    """Records that name the referral, and those of the consents on which it rests."""
    named = [record for record in records if subject in record.about]
    consents = {made.data.consent_record for made in named if isinstance(made.data, ReferralMade)}
    for record in records:
        told = record.data
        relied = isinstance(told, ConsentGiven | ConsentWithdrawn) and told.consent in consents
        if relied or subject in record.about:
            yield record


RULE = Rule(
    id="reintegration.referral-consented-and-followed-up",
    area="15",
    also_areas=("9", "module2.3", "module2.6.3"),
    phase="post_return",
    title="Referrals rest on consent, go by a secure channel and are followed up",
    source="IOM Handbook 2.3.2, 2.6.3 and 2.7",
    source_status="seed",
    severity="serious",
    scope="referral",
    applies_to="assisted returnees",
    evidence=(ReferralMade, ReferralStatusChanged, ConsentGiven, ConsentWithdrawn, UnmetNeedRecorded),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("ReferralMade by referral", "ConsentGiven by consent"),
    gathers=_of_referral,
    parameters=("follow_up_grace_days",),
)
