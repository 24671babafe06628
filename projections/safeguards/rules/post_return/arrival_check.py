"""Soon after arrival somebody asks about documents, food, clothing and shelter, and helps with what lacks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from events.post_return.arrival import ArrivalChecked
from events.post_return.reintegration import AssistanceDelivered, ReferralMade
from events.pre_return.assessment import VulnerabilityScreened
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.circumstances import DocumentStatusRecorded
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.persons import is_child, is_forced, profiles, return_types
from projections.safeguards.terms.values import plain
from projections.safeguards.terms.vulnerability import found_vulnerable

DOCUMENTS_AT_HAND = frozenset({"requested", "issued", "held_by_person", "returned_to_person"})
FOR_DOCUMENTS = frozenset({"civil_registration", "legal_aid"})
FOR_SUPPLIES = frozenset({"food", "social_protection", "community_support"})
FOR_SHELTER = frozenset({"housing", "child_protection", "police_protection"})
WINDOW_DAYS = 7
"""How long before the limit a check that is missing is at risk."""

Check = Record[ArrivalChecked]


def applies(h: History) -> Iterator[Ground]:
    """The person was handed over or returned by force, or arrived as a child or a vulnerable person.

    Forced is also what was planned so, where the accounts of the form of return differ. Vulnerable: a
    screening confirmed it, or found it possible and asks for follow-up.
    """
    for handed in h.of(HandoverCompleted):
        yield because("The person was handed over.", handed)
    if is_forced(return_types(h)):
        for left in h.of(ReturnCarriedOut):
            yield because("A forced return was carried out.", left)
    if arrived_at(h) is not None and is_child(h):
        yield because("A child arrived.", *profiles(h))
    if arrived_at(h) is not None:
        for screened in found_vulnerable(h):
            yield because("A person screened as vulnerable arrived.", screened)


def breached(h: History) -> Iterator[Ground]:
    """Something was told to be missing, and `response_days` passed with no response; nothing heals that.

    Missing: documents, food, clothing or a safe place, answered with no in a check that reached the person.
    """
    for check in _reached(h):
        limit = _limit_to_respond(h, check)
        for need in NEEDS:
            late = [each for each in _answers(h, check, need) if each.occurred_at > limit]
            if _answer(check, need) == "no" and h.passed(limit) and not _responses(h, check, need):
                late_at = min((each.occurred_at for each in late), default=None)
                yield because("What was missing on arrival had no response.", check, done_late=late_at)


def satisfied(h: History) -> Iterator[Ground]:
    """A check in time reached the person, and each of the four is there or had a response in time.

    In time: at most `arrival_check_days` after arrival. Whatever is not answered with a plain yes needs a
    response from the check to `response_days` after it.
    """
    for check in _in_time(h):
        open_needs = [need for need in NEEDS if _answer(check, need) != "yes"]
        responses = [_responses(h, check, need) for need in open_needs]
        if all(responses):
            records = [record for each in responses for record in each]
            yield because("A check in time found all that is needed, or led to it.", check, *records)


def at_risk(h: History) -> Iterator[Ground]:
    """No check has reached the person and the limit is near, or one came too late; or a need is open.

    Near: within seven days. Too late also when attempts were made that reached nobody. A need is open when it
    was answered with no, partly or unknown and has no response in time.
    """
    limit = _limit(h)
    if limit is not None and not _in_time(h):
        checks = h.of(ArrivalChecked)
        if h.passed(limit) and checks:
            yield because("No check reached the person in time.", *checks)
        elif h.clock.reached(days_later(limit, -WINDOW_DAYS)) and not h.passed(limit):
            yield because("The time for the check is near and nobody reached the person.")
    for check in _reached(h):
        for need in NEEDS:
            if _answer(check, need) != "yes" and not _responses(h, check, need):
                yield because("A need found on arrival has no response.", check)


def due(h: History) -> Iterator[Due]:
    """Due `arrival_check_days` after arrival."""
    limit = _limit(h)
    if limit is not None and not _in_time(h):
        yield Due(limit)


def _limit(h: History) -> datetime | None:
    arrived = arrived_at(h)
    return days_later(arrived, h.parameters.arrival_check_days) if arrived is not None else None


def _limit_to_respond(h: History, check: Check) -> datetime:
    return days_later(check.data.checked_at, h.parameters.response_days)


def _reached(h: History) -> list[Check]:
    return [check for check in h.of(ArrivalChecked) if check.data.contact_made]


def _in_time(h: History) -> list[Check]:
    limit = _limit(h)
    return [check for check in _reached(h) if limit is not None and check.data.checked_at <= limit]


def _answer(check: AnyRecord, need: str) -> str:
    return str(getattr(check.data, need))


def _responses(h: History, check: Check, need: str) -> list[AnyRecord]:
    """The responses to a need in time."""
    limit = _limit_to_respond(h, check)
    return [each for each in _answers(h, check, need) if each.occurred_at <= limit]


def _answers(h: History, check: Check, need: str) -> list[AnyRecord]:
    """The responses to a need from the check on, however late; a later check that says yes is one."""
    later: list[AnyRecord] = [
        each
        for each in h.of(ArrivalChecked)
        if each.data.checked_at > check.data.checked_at and _answer(each, need) == "yes"
    ]
    return [each for each in (*later, *NEEDS[need](h)) if each.occurred_at >= check.data.checked_at]


def _papers(h: History) -> Iterator[AnyRecord]:
    yield from (each for each in h.of(DocumentStatusRecorded) if each.data.state in DOCUMENTS_AT_HAND)
    yield from _referrals(h, FOR_DOCUMENTS)


def _supplies(h: History) -> Iterator[AnyRecord]:
    yield from h.of(AssistanceDelivered)
    yield from _referrals(h, FOR_SUPPLIES)


def _shelter(h: History) -> Iterator[AnyRecord]:
    for each in h.of(AssistanceDelivered):
        if plain(each.data.component) == "housing_food_nutrition":
            yield each
    yield from _referrals(h, FOR_SHELTER)


def _referrals(h: History, sectors: frozenset[str]) -> Iterator[AnyRecord]:
    return (each for each in h.of(ReferralMade) if plain(each.data.sector) in sectors)


NEEDS: Mapping[str, Callable[[History], Iterator[AnyRecord]]] = {
    "identity_documents_available": _papers,
    "food_available": _supplies,
    "clothing_adequate": _supplies,
    "safe_place_to_stay": _shelter,
}
"""Each of the four questions, and what responds to it whenever it happens."""

RULE = Rule(
    id="post-return.arrival-check",
    area="19",
    also_areas=("module2.5",),
    phase="post_return",
    title="Soon after arrival the person's documents, food, clothing and shelter are checked",
    source="UNNM Mapping s.19; RCM principles C.3 and C.4",
    source_status="seed",
    severity="serious",
    evidence=(
        ArrivalChecked,
        HandoverCompleted,
        ReturnCarriedOut,
        VulnerabilityScreened,
        ReturnCaseOpened,
        CaseProfileUpdated,
        ReferralMade,
        AssistanceDelivered,
        DocumentStatusRecorded,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=("ArrivalChecked by case",),
    parameters=("arrival_check_days", "response_days"),
)
