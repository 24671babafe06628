"""Withdrawn consent ends the use of data at once, and those who hold the data are told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from events.data_protection.consent import ConsentWithdrawn
from events.data_protection.rights import (
    DataSubjectRequestAnswered,
    DataSubjectRequestReceived,
    ErasureCarriedOut,
)
from events.data_protection.sharing import DisclosureMade
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.sharing import PASSED_ON, names_purpose

Withdrawal = Record[ConsentWithdrawn]


def applies(h: History) -> Iterator[Ground]:
    """A consent to the use of data was withdrawn, for every purpose or some."""
    if withdrawals := h.of(ConsentWithdrawn):
        yield because("The consent was withdrawn.", *withdrawals)


def breached(h: History) -> Iterator[Ground]:
    """Data went out for a purpose after its withdrawal, or recipients were not told in time.

    A purpose is withdrawn from the earliest withdrawal on record that names it, or names none and so all.
    In time: within `withdrawal_days` of it. Telling recipients later does not heal it.
    """
    for made in h.of(DisclosureMade):
        since = _since(h, made.data.purpose)
        relied = made.data.consent == h.subject and made.data.outcome in PASSED_ON
        if relied and since is not None and made.data.disclosed_at > since:
            yield because(
                "Data were passed on after consent to it was withdrawn.", made, *h.of(ConsentWithdrawn)
            )
    for since, withdrawals in _withdrawn(h).items():
        if not _told_in_time(h, since) and h.passed(_limit(h, since)):
            late = min((at for at, _ in _told(h, since)), default=None)
            text = "Recipients were not told of the withdrawal in time."
            yield because(text, *withdrawals, done_late=late)


def satisfied(h: History) -> Iterator[Ground]:
    """Recipients were told in time of all that was withdrawn, and nothing is breached or at risk."""
    told = [_told_in_time(h, since) for since in _withdrawn(h)]
    if told and all(told) and not any(breached(h)) and not any(at_risk(h)):
        yield because("Recipients were told in time.", *(record for each in told for record in each))


def at_risk(h: History) -> Iterator[Ground]:
    """Recipients are still to be told, or an erasure asked for was neither carried out nor refused.

    Carried out: a key of the case was destroyed after the withdrawal. Refused: a request to erase data of
    the case, received at the withdrawal or later, was refused on a stated ground.
    """
    for since, withdrawals in _withdrawn(h).items():
        if not _told_in_time(h, since) and not h.passed(_limit(h, since)):
            yield because("Recipients are still to be told.", *withdrawals)
    for withdrawal in h.of(ConsentWithdrawn):
        if withdrawal.data.erasure_also_requested and not _erasure_settled(h, withdrawal):
            yield because("The erasure asked for was neither carried out nor refused.", withdrawal)


def due(h: History) -> Iterator[Due]:
    """`withdrawal_days` after the withdrawal."""
    for since in _withdrawn(h):
        if not _told_in_time(h, since):
            yield Due(_limit(h, since))


def _since(h: History, purpose: str) -> datetime | None:
    """When consent for a purpose was first withdrawn."""
    naming = [each for each in h.of(ConsentWithdrawn) if names_purpose(each, purpose)]
    return min((each.data.withdrawn_at for each in naming), default=None)


def _sinces(h: History, withdrawal: Withdrawal) -> set[datetime]:
    """When each purpose of a withdrawal was first withdrawn; for one of all purposes, when all first were."""
    purposes = withdrawal.data.purposes_withdrawn
    if purposes:
        return {since for purpose in purposes if (since := _since(h, purpose)) is not None}
    whole = [each for each in h.of(ConsentWithdrawn) if not each.data.purposes_withdrawn]
    return {min(each.data.withdrawn_at for each in whole)}


def _withdrawn(h: History) -> dict[datetime, list[Withdrawal]]:
    """Each moment at which a purpose, or all of them, was first withdrawn, to the records of that."""
    found: dict[datetime, list[Withdrawal]] = defaultdict(list)
    for record in h.of(ConsentWithdrawn):
        for since in _sinces(h, record):
            found[since].append(record)
    return found


def _limit(h: History, since: datetime) -> datetime:
    return days_later(since, h.parameters.withdrawal_days)


def _told(h: History, since: datetime) -> list[tuple[datetime, Withdrawal]]:
    """When recipients were told, of a withdrawal or after it, as far as it has happened."""
    return [
        (at, record)
        for record in h.of(ConsentWithdrawn)
        if (at := record.data.recipients_told_at) is not None and at >= since and h.clock.reached(at)
    ]


def _told_in_time(h: History, since: datetime) -> list[Withdrawal]:
    return [record for at, record in _told(h, since) if at <= _limit(h, since)]


def _erasure_settled(h: History, withdrawal: Withdrawal) -> bool:
    since = min(_sinces(h, withdrawal))
    cases = set(withdrawal.subjects("case"))
    if any(
        each.data.key_destroyed_at > since and not cases.isdisjoint(each.about)
        for each in h.anywhere(ErasureCarriedOut)
    ):
        return True
    requests = {
        each.data.data_request
        for each in h.anywhere(DataSubjectRequestReceived)
        if each.data.kind == "erasure" and each.data.received_at >= since and not cases.isdisjoint(each.about)
    }
    return any(
        each.data.data_request in requests
        and each.data.outcome == "refused"
        and each.data.refusal_ground is not None
        for each in h.anywhere(DataSubjectRequestAnswered)
    )


def _about(record: AnyRecord, subject: str) -> bool:
    """Whether a record names the consent, or is of a disclosure that relies on it."""
    relies = isinstance(record.data, DisclosureMade) and record.data.consent == subject
    return relies or subject in record.about


RULE = Rule(
    id="data.consent-withdrawal-stops-sharing",
    area="9",
    phase="all",
    title="Once consent to the use of data is withdrawn, sharing stops and recipients learn of it",
    source="UNNM Mapping s.9 (withhold consent, remedy for misuse)",
    source_status="seed",
    severity="serious",
    scope="consent",
    evidence=(
        ConsentWithdrawn,
        DisclosureMade,
        ErasureCarriedOut,
        DataSubjectRequestReceived,
        DataSubjectRequestAnswered,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=("DisclosureMade by disclosure",),
    owns=_about,
    parameters=("withdrawal_days",),
)
