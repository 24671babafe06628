"""Consular assistance is explained, offered and brought about when the person asks for it."""

from collections.abc import Iterator
from datetime import datetime

from events.pre_return.circumstances import ConsularContactRecorded
from events.pre_return.decision import ReturnDecisionIssued
from events.pre_return.liberty import LibertyRestrictionStarted
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because

MADE_KNOWN = frozenset({"right_explained", "offered", "refused_by_person", "facilitated", "took_place"})
ANSWERS = frozenset({"took_place", "refused_by_person"})
FOLLOWS = ANSWERS | {"facilitated"}

Contact = Record[ConsularContactRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The person was detained, or a return decision is on record.

    A request of the person is answered by a later contact with the consulate of the same country, or when the
    person later refuses it; until then it is open.
    """
    for held in h.of(LibertyRestrictionStarted):
        if held.data.measure == "detention":
            yield because("The person was detained.", held)
    for issued in h.of(ReturnDecisionIssued):
        yield because("A return decision is on record.", issued)


def breached(h: History) -> Iterator[Ground]:
    """Contact was obstructed and neither took place nor was refused since, or a request was left too long.

    Too long: within the days for it, contact neither took place nor was brought about, and the person did not
    refuse it. What follows later does not heal that; it does supersede an obstruction.
    """
    for contact in h.of(ConsularContactRecorded):
        if contact.data.state == "obstructed" and not _later(h, contact, ANSWERS):
            yield because("Contact with the consulate was obstructed and did not take place since.", contact)
    for request in _requests(h):
        limit = _limit(h, request)
        if _followed_in_time(h, request) or not h.passed(limit):
            continue
        later = [each.occurred_at for each in _later(h, request, FOLLOWS, same_country=True)]
        text = "The person asked for consular contact and nothing followed in time."
        yield because(text, request, done_late=min(later, default=None))


def satisfied(h: History) -> Iterator[Ground]:
    """Contact was made known, refused or held, was not obstructed since, and no request is open.

    Made known: the right was explained or contact offered. Contact brought about counts like contact held.
    """
    known = [each for each in h.of(ConsularContactRecorded) if each.data.state in MADE_KNOWN]
    if known and not _later(h, known[-1], {"obstructed"}) and not _open_requests(h):
        yield because("Consular assistance was made known or took place.", *known)


def at_risk(h: History) -> Iterator[Ground]:
    """A request is open within the days for it, or contact was brought about and no more is known."""
    for request in _open_requests(h):
        if not h.passed(_limit(h, request)):
            yield because("The person asked for consular contact and waits for it.", request)
    for request in _requests(h):
        within = _followed_in_time(h, request)
        if within and all(each.data.state == "facilitated" for each in within):
            yield because("Contact was brought about and not more is known.", request, *within)


def due(h: History) -> Iterator[Due]:
    """The end of the days for each request that nothing has followed."""
    for request in _requests(h):
        if not _followed_in_time(h, request):
            yield Due(_limit(h, request))


def _requests(h: History) -> list[Contact]:
    return [each for each in h.of(ConsularContactRecorded) if each.data.state == "requested_by_person"]


def _open_requests(h: History) -> list[Contact]:
    return [request for request in _requests(h) if not _later(h, request, ANSWERS, same_country=True)]


def _limit(h: History, request: Contact) -> datetime:
    return days_later(request.occurred_at, h.parameters.consular_days)


def _followed_in_time(h: History, request: Contact) -> list[Contact]:
    limit = _limit(h, request)
    following = _later(h, request, FOLLOWS, same_country=True)
    return [each for each in following if each.occurred_at <= limit]


def _later(
    h: History, contact: Contact, states: frozenset[str] | set[str], *, same_country: bool = False
) -> list[Contact]:
    """What happened in one of these states after a contact."""
    return [
        each
        for each in h.of(ConsularContactRecorded)
        if each.data.state in states
        and each.occurred_at > contact.occurred_at
        and (not same_country or each.data.country == contact.data.country)
    ]


RULE = Rule(
    id="consular.contact-offered",
    area="5",
    phase="pre_return",
    title="Consular assistance is made known and can be had, above all in detention",
    source="UNNM Mapping s.5",
    source_status="seed",
    severity="serious",
    evidence=(ConsularContactRecorded, LibertyRestrictionStarted, ReturnDecisionIssued),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=(
        "ConsularContactRecorded[took_place, facilitated, obstructed, made_against_will] by country+date",
    ),
    parameters=("consular_days",),
)
