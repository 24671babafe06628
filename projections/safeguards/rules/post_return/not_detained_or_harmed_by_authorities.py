"""Authorities neither detain, nor ill-treat, nor extort people on or after their return."""

from collections.abc import Iterator
from datetime import date, datetime

from events.post_return.arrival import ArrivalChecked, HarmReported
from events.post_return.closure import DeathRecorded
from events.post_return.follow_up import FollowUpRecorded
from events.pre_return.liberty import LibertyRestrictionStarted
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import months_later
from projections.safeguards.judging.record import AnyRecord, Record, in_order
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.persons import is_forced, return_types
from projections.safeguards.terms.values import plain

AUTHORITIES = frozenset({"state_agent", "receiving_authority"})
GRAVE = frozenset(
    {"killing", "torture_or_ill_treatment", "enforced_disappearance", "arbitrary_detention", "extortion"}
)
FIRM = frozenset({"medium", "high"})
STAGES = frozenset({"on_arrival", "after_return"})
MEASURES = frozenset({"detention", "police_custody", "transit_zone_confinement", "house_arrest"})
PLACES_OF_DEATH = frozenset({"detention", "on_arrival"})
MONTHS = 12

Harm = Record[HarmReported]
Holding = Record[LibertyRestrictionStarted]


def applies(h: History) -> Iterator[Ground]:
    """The person arrived.

    Harm by authorities is harm by agents of a state or the receiving authority from the day of arrival on; a
    holding is detention, custody, confinement in transit or house arrest on arrival or after return. These
    and the checks after arrival are the accounts; other harm and other measures tell of something else.
    """
    if arrived_at(h) is not None:
        told: list[AnyRecord] = [*h.of(HandoverCompleted), *h.of(ArrivalChecked), *h.of(ReturnCarriedOut)]
        yield because("The person arrived.", *told)


def is_account(h: History, record: AnyRecord) -> bool:
    """Whether a record tells how authorities treated the person after arrival."""
    match record.data:
        case HarmReported():
            return any(record is each for each in _harm(h))
        case LibertyRestrictionStarted():
            return any(record is each for each in _holdings(h))
    return True


def breached(h: History) -> Iterator[Ground]:
    """A check found detention, ill-treatment or extortion, or a firm report or a holding shows them.

    Firm report: grave harm by authorities, with medium or high confidence. Holding: not ordered by a court
    and not for public order.
    """
    for check in h.of(ArrivalChecked):
        told = check.data
        if "yes" in {told.detained, plain(told.ill_treated), told.extorted}:
            yield because("A check found detention, ill-treatment or extortion.", check)
    for harm in _harm(h):
        if _is_grave(harm):
            yield because("Grave harm by authorities was reported.", harm)
    for holding in _holdings(h):
        if not _is_ordered(holding):
            yield because("The person was held without a court's order.", holding)


def satisfied(h: History) -> Iterator[Ground]:
    """A check that reached the person found none of it, and no fact that gives cause for concern is known.

    None of it: not detained, not ill-treated, and neither interrogation nor extortion was told.
    """
    if any(_concerns(h)):
        return
    for check in h.of(ArrivalChecked):
        told = check.data
        unharmed = told.detained == "no" and plain(told.ill_treated) == "no"
        left_alone = told.interrogated != "yes" and told.extorted != "yes"
        if told.contact_made and unharmed and left_alone:
            yield because("A check found the person neither detained nor harmed.", check)


def at_risk(h: History) -> Iterator[Ground]:
    """Within twelve months of arrival a fact gives cause for concern.

    Interrogation; other harm by authorities, or told with low confidence; a holding that a court ordered or
    that is for public order; a death in detention or on arrival; or, after a forced return, that the person
    could not be reached when last tried.
    """
    yield from _concerns(h)


def _concerns(h: History) -> Iterator[Ground]:
    for check in h.of(ArrivalChecked):
        if check.data.interrogated == "yes" and _within(h, check.data.checked_at):
            yield because("The person was interrogated.", check)
    for harm in _harm(h):
        if not _is_grave(harm) and _within(h, _day_of(harm)):
            yield because("Harm by authorities was reported.", harm)
    for holding in _holdings(h):
        if _is_ordered(holding) and _within(h, holding.data.started_at):
            yield because("The person is or was held.", holding)
    for death in h.of(DeathRecorded):
        died_at = death.data.died_at or death.occurred_at
        arrived = arrived_at(h)
        after = arrived is not None and died_at > arrived
        if death.data.place_kind in PLACES_OF_DEATH and after and _within(h, died_at):
            yield because("The person died in detention or on arrival.", death)
    yield from _out_of_reach(h)


def _out_of_reach(h: History) -> Iterator[Ground]:
    """After a forced return nobody could reach the person at the latest check or follow-up."""
    if not is_forced(return_types(h)):
        return
    contacts: list[AnyRecord] = [*h.of(ArrivalChecked), *h.of(FollowUpRecorded)]
    for last in in_order(contacts)[-1:]:
        told = last.data
        missed = isinstance(told, ArrivalChecked) and not told.contact_made
        lost = isinstance(told, FollowUpRecorded) and told.outcome == "not_reachable"
        if (missed or lost) and _within(h, last.occurred_at):
            yield because("The person could not be reached when last tried.", last)


def _harm(h: History) -> list[Harm]:
    """Harm by authorities from the local day of arrival on."""
    arrived = arrived_at(h)
    return [
        harm
        for harm in h.of(HarmReported)
        if harm.data.perpetrator in AUTHORITIES and arrived is not None and _day_of(harm) >= arrived.date()
    ]


def _day_of(harm: Harm) -> date:
    return harm.data.happened_from or harm.day


def _is_grave(harm: Harm) -> bool:
    return plain(harm.data.kind) in GRAVE and harm.data.confidence_in_report in FIRM


def _holdings(h: History) -> list[Holding]:
    return [
        holding
        for holding in h.of(LibertyRestrictionStarted)
        if holding.data.stage in STAGES and holding.data.measure in MEASURES
    ]


def _is_ordered(holding: Holding) -> bool:
    return holding.data.ordered_by == "court" or holding.data.ground == "public_order"


def _within(h: History, when: date | datetime) -> bool:
    """Whether a fact lies within twelve months of arrival; by date where only a date is told."""
    arrived = arrived_at(h)
    if arrived is None:
        return False
    limit = months_later(arrived, MONTHS)
    return when <= limit if isinstance(when, datetime) else when <= limit.date()


RULE = Rule(
    id="post-return.not-detained-or-harmed-by-authorities",
    area="19",
    also_areas=("6", "1"),
    phase="post_return",
    title="Authorities neither detain, ill-treat nor extort people on or after return",
    source="UNNM Mapping s.19, s.6 and s.1",
    source_status="seed",
    severity="critical",
    evidence=(
        ArrivalChecked,
        HarmReported,
        LibertyRestrictionStarted,
        DeathRecorded,
        FollowUpRecorded,
        HandoverCompleted,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("ArrivalChecked|HarmReported|LibertyRestrictionStarted by case",),
    accounts=is_account,
)
