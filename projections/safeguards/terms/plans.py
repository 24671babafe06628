"""Reintegration plans as first agreed, and what they contain."""

from collections.abc import Iterator

from events.post_return.reintegration import ReintegrationPlanAgreed
from events.structures import PlanComponent
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.record import Record
from projections.safeguards.terms.values import listed_in, plain

Plan = Record[ReintegrationPlanAgreed]


@term
def first_versions(h: History) -> list[Plan]:
    """Version 1 of each plan by each author; where one told it more than once, the latest telling."""
    told = (plan for plan in h.of(ReintegrationPlanAgreed) if plan.data.version == 1)
    last = {(plan.data.plan, plan.author): plan for plan in told}
    return list(last.values())


def included(plan: Plan) -> Iterator[PlanComponent]:
    """The components that were taken up, those weighed and left out set aside."""
    return (each for each in listed_in(plan.data.components) if plain(each.included))
