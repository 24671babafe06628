"""The person is asked about open claims, and each is resolved or secured before return."""

from collections.abc import Iterator

from events.pre_return.circumstances import JusticeClaimRecorded
from events.pre_return.preparation import DeparturePreparationRecorded, ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.claims import Claimed, claims, has_reached, is_resolved, latest_state
from projections.safeguards.terms.departures import (
    departed_at,
    departs_soon,
    due_at_departure,
    first_departure,
    list_changes,
    planned_departure,
)

SECURED_BY = frozenset({"power_of_attorney_given", "remote_pursuit_arranged"})


def applies(h: History) -> Iterator[Ground]:
    """A departure took place or is planned, or the person was asked about claims or declared one.

    Only what was so before departure counts, in the order of the facts. A claim is resolved when its latest
    state is settled, paid, dismissed or abandoned. It is secured when a power of attorney was given or
    pursuit arranged from afar, return is not suspended for it by the latest state, and it was last said that
    it can be pursued after return. Otherwise it is open.
    """
    for departure in h.of(ReturnCarriedOut):
        yield because("The person left.", departure)
    if planned_departure(h) is not None:
        plans = (*list_changes(h).values(), *h.of(DeparturePreparationRecorded), *h.of(ReturnConsentRecorded))
        yield because("A departure is planned.", *plans)
    for told in h.of(JusticeClaimRecorded):
        yield because("A claim, or the question for claims, is on record.", told)


def breached(h: History) -> Iterator[Ground]:
    """The person left while a claim was open; a later state does not heal it.

    What is recorded later about a state before departure counts.
    """
    left = first_departure(h)
    if left is None:
        return
    for course in _open_claims(h):
        later = [told for told in _after(h, course) if is_resolved([told])]
        done = min((told.occurred_at for told in later), default=None)
        yield because("The person left while a claim was open.", left, *course, done_late=done)


def satisfied(h: History) -> Iterator[Ground]:
    """The person was asked about claims before departure, and no claim is open."""
    asked = [told for told in h.of(JusticeClaimRecorded) if told.data.asked and _is_before(h, told)]
    if asked and not _open_claims(h):
        yield because("The person was asked, and every claim is resolved or secured.", *asked)


def at_risk(h: History) -> Iterator[Ground]:
    """Departure is planned to be soon, or its time has passed; nobody asked, or a claim is open."""
    if departed_at(h) is None and departs_soon(h):
        records = (told for course in _open_claims(h) for told in course)
        yield because("Departure is near and claims are open or were not asked about.", *records)


def due(h: History) -> Iterator[Due]:
    """Departure; the planned time stands in for it."""
    if not any(satisfied(h)):
        yield from due_at_departure(h)


def _is_before(h: History, told: Claimed) -> bool:
    left = departed_at(h)
    return left is None or told.occurred_at < left


def _open_claims(h: History) -> list[list[Claimed]]:
    """Each claim that is neither resolved nor secured by what was so before departure."""
    known = ([told for told in course if _is_before(h, told)] for course in claims(h))
    return [before for before in known if before and not is_resolved(before) and not _is_secured(before)]


def _is_secured(course: list[Claimed]) -> bool:
    stated = [told.data.can_pursue_after_return for told in course if told.data.can_pursue_after_return]
    return (
        has_reached(course, SECURED_BY)
        and latest_state(course) != "return_suspended_for_claim"
        and stated[-1:] == ["yes"]
    )


def _after(h: History, before: list[Claimed]) -> list[Claimed]:
    """The records of the same claim since departure."""
    return [told for course in claims(h) if before[0] in course for told in course if not _is_before(h, told)]


RULE = Rule(
    id="justice.claims-resolved-or-secured-before-return",
    area="7",
    also_areas=("module2.5.7",),
    phase="pre_return",
    title="Open claims for wages and justice are asked about, and resolved or secured before return",
    source="UNNM Mapping s.7; IOM Handbook 2.5.7; A/HRC/38/41 para 55",
    source_status="seed",
    severity="serious",
    evidence=(
        JusticeClaimRecorded,
        OperationPlanned,
        PassengerListChanged,
        DeparturePreparationRecorded,
        ReturnConsentRecorded,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=("JusticeClaimRecorded by claim+state",),
    parameters=("depart_soon_hours",),
)
