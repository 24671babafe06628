"""The family of a child alone is traced with care, and whoever receives the child was assessed before."""

from collections.abc import Iterator

from events.codes.person import FamilyAssessmentKind
from events.pre_return.assessment import FamilyAssessmentCompleted
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import hours_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import departure_or_planned, due_at_departure, list_changes
from projections.safeguards.terms.persons import profiles, told_last
from projections.safeguards.terms.values import latest

ALONE_OR_DISPUTED = frozenset({"unaccompanied_child", "separated_child", "age_disputed"})
SUITABLE = frozenset({"suitable", "suitable_with_support"})
AGAINST = frozenset({"not_suitable", "refused_by_family", "contact_not_in_best_interests"})
TO_FAMILY = frozenset({"parent_or_legal_guardian", "other_family"})

Assessed = Record[FamilyAssessmentCompleted]


def applies(h: History) -> Iterator[Ground]:
    """A child alone, or of disputed age, whose family was assessed, or who is listed or has left."""
    if told_last(h, "child_status") not in ALONE_OR_DISPUTED:
        return
    listed: list[AnyRecord] = [each for each in list_changes(h).values() if each.data.change == "added"]
    steps = [*h.of(FamilyAssessmentCompleted), *h.of(ReturnCarriedOut), *listed]
    if steps:
        yield because("A child alone is to be returned or their family was assessed.", *profiles(h), *steps)


def breached(h: History) -> Iterator[Ground]:
    """Tracing by the unqualified or too early, or hand-over to a family not assessed or found wanting.

    Too early: not after a best-interests procedure. Of the assessments of carers the latest at or before
    departure counts.
    """
    for traced in _of_kind(h, "tracing"):
        if traced.data.qualified_actor == "no":
            yield because("The family was traced by an actor that is not qualified.", traced)
        if traced.data.after_best_interests_procedure == "no":
            yield because("The family was traced before a best-interests procedure.", traced)
    before = latest(_before_departure(h, _of_kind(h, "caregiver_capacity")))
    for handed_over in h.of(HandoverCompleted):
        if handed_over.data.receiver_kind not in TO_FAMILY:
            continue
        if before is None:
            yield because("The child was handed to a family that had not been assessed.", handed_over)
        elif before.data.outcome in AGAINST:
            yield because(
                "The child was handed to a family that had been found wanting.", handed_over, before
            )


def satisfied(h: History) -> Iterator[Ground]:
    """All tracing was proper, and by departure a carer or another way of care was found.

    Proper: by a qualified actor and after a best-interests procedure, where there was any tracing. A carer:
    the latest assessment of carers finds them suitable, with support or without, and they agree.
    Another way: an assessment looked at alternative care.
    """
    traced = _of_kind(h, "tracing")
    proper = all(
        each.data.qualified_actor == "yes" and each.data.after_best_interests_procedure == "yes"
        for each in traced
    )
    before = latest(_before_departure(h, _of_kind(h, "caregiver_capacity")))
    found = before is not None and before.data.outcome in SUITABLE
    carer = [before] if before is not None and found and before.data.family_agrees_to_care == "yes" else []
    assessed = _before_departure(h, h.of(FamilyAssessmentCompleted))
    alternative = [each for each in assessed if each.data.alternative_care_assessed == "yes"]
    if proper and (carer or alternative):
        yield because("Care for the child was assessed before departure.", *traced, *carer, *alternative)


def at_risk(h: History) -> Iterator[Ground]:
    """It is unknown how the family was traced, or the latest assessment of carers is against it or open.

    Against: not suitable, refused by the family, contact not in the best interests, or the family is not
    told to agree. Open: pending while departure is near or has passed.
    """
    for traced in _of_kind(h, "tracing"):
        if "unknown" in {traced.data.qualified_actor, traced.data.after_best_interests_procedure}:
            yield because("It is unknown by whom or after what the family was traced.", traced)
    last = latest(_of_kind(h, "caregiver_capacity"))
    if last is None:
        return
    if last.data.outcome in AGAINST or last.data.family_agrees_to_care != "yes":
        yield because("The carers were found wanting or have not agreed.", last)
    if last.data.outcome == "pending" and _near_departure(h):
        yield because("The assessment of the carers is pending and departure is near.", last)


def due(h: History) -> Iterator[Due]:
    """At departure; the planned time stands in for it until one is on record."""
    yield from due_at_departure(h)


def _of_kind(h: History, kind: FamilyAssessmentKind) -> list[Assessed]:
    return [each for each in h.of(FamilyAssessmentCompleted) if each.data.kind == kind]


def _before_departure(h: History, assessed: list[Assessed]) -> list[Assessed]:
    """At or before departure, or hand-over where no departure is known; all when neither is."""
    handed_over = min((each.data.handed_over_at for each in h.of(HandoverCompleted)), default=None)
    left = departure_or_planned(h) or handed_over
    return [each for each in assessed if left is None or each.occurred_at <= left]


def _near_departure(h: History) -> bool:
    left = departure_or_planned(h)
    return left is not None and h.clock.reached(hours_later(left, -h.parameters.depart_soon_hours))


RULE = Rule(
    id="family.tracing-and-carer-assessment",
    area="10",
    also_areas=("14", "module2.2.3", "cross-cutting.child"),
    phase="pre_return",
    title="Families of children alone are traced with care, and their carers assessed before reunification",
    source="UNNM Mapping III Child-sensitive and s.10",
    source_status="seed",
    severity="serious",
    applies_to="unaccompanied children",
    evidence=(
        FamilyAssessmentCompleted,
        ReturnCarriedOut,
        HandoverCompleted,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("FamilyAssessmentCompleted by kind", "HandoverCompleted by case"),
    parameters=("depart_soon_hours",),
)
