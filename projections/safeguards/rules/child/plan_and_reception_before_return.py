"""A plan made with child and family, and reception in the country of return, are ready before departure."""

from collections.abc import Iterator
from datetime import date

from events.post_return.reintegration import ReintegrationPlanAgreed
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.preparation import DeparturePreparationRecorded, ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import date_months_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import departed_at, departure_or_planned, due_at_departure
from projections.safeguards.terms.persons import is_child
from projections.safeguards.terms.values import latest

Plan = Record[ReintegrationPlanAgreed]
MONTHS_AFTER = 1
"""Months after departure within which a plan made too late still leaves the duty at risk only."""


def applies(h: History) -> Iterator[Ground]:
    """The person is a child, and departure is planned or took place."""
    if is_child(h) and departure_or_planned(h) is not None:
        told = [*h.of(ReturnCaseOpened), *h.of(CaseProfileUpdated)]
        yield because("A child is to leave or has left.", *told)


def breached(h: History) -> Iterator[Ground]:
    """The child left although reception was not arranged or no plan was made with child and family.

    Reception: by the last record of preparation made by departure. No plan: each that was agreed by the day
    of departure was made without them.
    """
    left = departed_at(h)
    if left is None:
        return
    prepared = _prepared(h)
    if prepared is not None and prepared.data.reception_in_country_of_return_arranged == "no":
        yield because("The child left, and reception was not arranged.", prepared)
    plans = [plan for plan in h.of(ReintegrationPlanAgreed) if plan.data.agreed_on <= left.date()]
    if plans and _without_child(plans):
        yield because("The child left with a plan made without child and family.", *plans)


def satisfied(h: History) -> Iterator[Ground]:
    """A plan was drafted with child and family by the day of departure, and reception was arranged."""
    day, prepared = _day(h), _prepared(h)
    if prepared is None or prepared.data.reception_in_country_of_return_arranged != "yes" or day is None:
        return
    for plan in h.of(ReintegrationPlanAgreed):
        with_child = plan.data.child_and_family_took_part == "yes"
        if with_child and plan.data.drafted_before_return and plan.data.agreed_on <= day:
            yield because("Plan and reception were ready by departure.", plan, prepared)


def at_risk(h: History) -> Iterator[Ground]:
    """Reception is arranged in part or, before departure, not yet; or the plan lacks the child or is late.

    Lacks: before departure, every plan was made without child and family. Late: the first plan made with
    them is of the month after departure. Until a departure is on record the planned time stands in for it.
    """
    prepared, leaves = _prepared(h), departure_or_planned(h)
    if leaves is None:
        return
    ahead = departed_at(h) is None and not h.passed(leaves)
    if prepared is not None:
        reception = prepared.data.reception_in_country_of_return_arranged
        if reception == "partly" or (reception == "no" and ahead):
            yield because("Reception is arranged only in part, or not yet.", prepared)
    plans = h.of(ReintegrationPlanAgreed)
    if ahead:
        if plans and _without_child(plans):
            yield because("Every plan was made without child and family.", *plans)
        return
    shared = [plan for plan in plans if plan.data.child_and_family_took_part == "yes"]
    first = min((plan.data.agreed_on for plan in shared), default=None)
    if first is not None and leaves.date() < first <= date_months_later(leaves.date(), MONTHS_AFTER):
        yield because("A plan with child and family was made only after departure.", *shared)


def due(h: History) -> Iterator[Due]:
    """At departure."""
    yield from due_at_departure(h)


def _without_child(plans: list[Plan]) -> bool:
    return all(plan.data.child_and_family_took_part == "no" for plan in plans)


def _day(h: History) -> date | None:
    """The local day of departure; the planned one while there is none."""
    leaves = departure_or_planned(h)
    return leaves.date() if leaves is not None else None


def _prepared(h: History) -> Record[DeparturePreparationRecorded] | None:
    """The last record of preparation made by departure."""
    leaves = departure_or_planned(h)
    if leaves is None:
        return None
    return latest(each for each in h.of(DeparturePreparationRecorded) if each.occurred_at <= leaves)


RULE = Rule(
    id="child.plan-and-reception-before-return",
    area="14",
    also_areas=("cross-cutting.child",),
    phase="pre_return",
    title="Plan and reception for a child are ready before departure",
    source="UNNM Mapping s.14 and III Child-sensitive",
    source_status="seed",
    severity="serious",
    applies_to="children",
    evidence=(
        ReintegrationPlanAgreed,
        DeparturePreparationRecorded,
        ReturnCarriedOut,
        ReturnCaseOpened,
        CaseProfileUpdated,
        OperationPlanned,
        ReturnConsentRecorded,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("DeparturePreparationRecorded by case", "ReintegrationPlanAgreed by plan"),
    parameters=("depart_soon_hours",),
)
