"""Whoever takes data from a person tells them what, why, for whom and with what rights."""

from collections.abc import Iterator
from datetime import datetime

from events.data_protection.consent import ConsentGiven, PrivacyNoticeGiven
from events.data_protection.sharing import DisclosureMade
from events.pre_return.case import ReturnCaseOpened
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.persons import is_child
from projections.safeguards.terms.values import holds_closed

OWN_ACCOUNT = frozenset({"returnee", "guardian", "family_member", "lawyer", "platform"})
"""Roles that speak of their own or for the person, or only keep a log."""

Notice = Record[PrivacyNoticeGiven]


def applies(h: History) -> Iterator[Ground]:
    """A body took personal, special or protected data from what the person told it.

    Not by the person's own side or the platform. Where no body is named, the role of the author stands for
    it. The first such record of a body starts its time.
    """
    for first in _collections(h).values():
        yield because("Data were taken from the person.", first)


def breached(h: History) -> Iterator[Ground]:
    """No notice came in time, the person was told to be without one, or biometric data were left out.

    In time: within `notice_days` after the first data that the body took. Without one: the latest word on
    the body's notice is that none was given, unless one given later, still in time, heals it. Left out: a
    notice is silent on biometric data though it lists them, a consent to the body does, or the body passed
    them on.
    """
    for body, first in _collections(h).items():
        limit = _limit(h, first)
        later = [_moment(told) for told in _of_body(h, body) if told.data.given and _moment(told) > limit]
        if not _in_time(h, body, first) and h.passed(limit):
            text = "No privacy notice was given in time."
            yield because(text, first, done_late=min(later, default=None))
        for told in _left_out(h, body, limit):
            text = "A witness or the body states that no privacy notice was given."
            yield because(text, told, done_late=min(later, default=None))
    yield from _silent_on_biometrics(h)


def satisfied(h: History) -> Iterator[Ground]:
    """Every body gave a notice in time that was understood and explained the rights, with nothing at risk."""
    sound = [_sound(h, body, first) for body, first in _collections(h).items()]
    if sound and all(sound) and not any(at_risk(h)):
        yield because(
            "Every body gave an understood notice in time.", *(told for each in sound for told in each)
        )


def at_risk(h: History) -> Iterator[Ground]:
    """The latest notice of a body was not understood, left out the rights, or was not fit for a child."""
    for body in _collections(h):
        last = next(reversed(_of_body(h, body)), None)
        if last is None or not last.data.given:
            continue
        if last.data.understood in {"no", "partly"}:
            yield because("The notice was not fully understood.", last)
        if last.data.rights_explained == "no":
            yield because("The notice did not explain the rights.", last)
        if last.data.child_friendly == "no" and is_child(h):
            yield because("The notice was not fit for a child.", last)


def due(h: History) -> Iterator[Due]:
    """`notice_days` after the first data that each body took.

    A notice in time whose effect is not known is no silence: for it only the time before counts.
    """
    for body, first in _collections(h).items():
        limit = _limit(h, first)
        if _sound(h, body, first) or (_in_time(h, body, first) and h.passed(limit)):
            continue
        yield Due(limit)


@term
def _collections(h: History) -> dict[str, AnyRecord]:
    """Collecting body, or role without one, to the first record that shows it."""
    firsts: dict[str, AnyRecord] = {}
    for record in h.mine:
        told = "told_by_returnee" in record.envelope.source_kinds
        if told and record.role not in OWN_ACCOUNT and holds_closed(record.data):
            firsts.setdefault(record.body or record.role, record)
    return firsts


def _limit(h: History, first: AnyRecord) -> datetime:
    return days_later(first.occurred_at, h.parameters.notice_days)


def _moment(notice: Notice) -> datetime:
    return notice.data.given_at or notice.occurred_at


@term
def _of_body(h: History, body: str) -> list[Notice]:
    """Notices of a body, or those told by a role that stands for one, by the time of giving."""
    found = [told for told in h.of(PrivacyNoticeGiven) if body in {told.data.controller, told.role}]
    return sorted(found, key=lambda told: (_moment(told), *told.order))


def _in_time(h: History, body: str, first: AnyRecord) -> list[Notice]:
    limit = _limit(h, first)
    return [told for told in _of_body(h, body) if told.data.given and _moment(told) <= limit]


def _sound(h: History, body: str, first: AnyRecord) -> list[Notice]:
    return [
        told
        for told in _in_time(h, body, first)
        if told.data.understood == "yes" and told.data.rights_explained == "yes"
    ]


def _left_out(h: History, body: str, limit: datetime) -> Iterator[Notice]:
    """Statements that no notice was given, after which none came in time."""
    notices = _of_body(h, body)
    for place, told in enumerate(notices):
        healed = any(each.data.given and _moment(each) <= limit for each in notices[place + 1 :])
        if not told.data.given and not healed:
            yield told


def _silent_on_biometrics(h: History) -> Iterator[Ground]:
    for told in h.of(PrivacyNoticeGiven):
        if not told.data.given or told.data.biometrics_included:
            continue
        consents = [each for each in h.of(ConsentGiven) if each.data.controller == told.data.controller]
        made = [each for each in h.of(DisclosureMade) if each.data.from_body == told.data.controller]
        showing: list[AnyRecord] = [
            each
            for lists in ([told], consents, made)
            for each in lists
            if "biometric" in each.data.data_categories
        ]
        if showing:
            yield because("The notice was silent on biometric data.", told, *showing)


RULE = Rule(
    id="data.notice-given",
    area="9",
    phase="all",
    title="Persons learn what data are taken of them, what for, for whom, and what their rights are",
    source="UNNM Mapping s.9",
    source_status="seed",
    severity="serious",
    evidence=(PrivacyNoticeGiven, ReturnCaseOpened, ConsentGiven, DisclosureMade),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    matter=("PrivacyNoticeGiven by case+controller",),
    parameters=("notice_days",),
)
