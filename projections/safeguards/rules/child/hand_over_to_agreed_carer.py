"""A child is handed to the carer who was agreed, never to enforcement alone and never to nobody."""

from collections.abc import Iterator

from events.post_return.arrival import ArrivalChecked
from events.pre_return.assessment import FamilyAssessmentCompleted
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import departure_or_planned, listed_on
from projections.safeguards.terms.families import family
from projections.safeguards.terms.persons import is_adult, is_child, is_child_alone

Handed = Record[HandoverCompleted]
CARING = frozenset({"parent_or_legal_guardian", "child_protection_authority"})
ENFORCING = frozenset({"none", "border_police", "migration_authority"})
SUITABLE = frozenset({"suitable", "suitable_with_support"})


def applies(h: History) -> Iterator[Ground]:
    """A child left or was handed over who came alone, or with whom no adult of the family travelled.

    Travelled: is listed for the same operation, or left with it. The operation is that of the departure and
    the hand-over; where neither names one, that for which the child is listed.
    """
    moved: list[AnyRecord] = [*h.of(HandoverCompleted), *h.of(ReturnCarriedOut)]
    if moved and (is_child_alone(h) or (is_child(h) and not _accompanied(h, moved))):
        yield because("A child left or was handed over without an adult of the family.", *moved)


def breached(h: History) -> Iterator[Ground]:
    """Nobody, border police or a migration authority received the child, or no receiver had been agreed."""
    for handed in h.of(HandoverCompleted):
        if handed.data.receiver_kind in ENFORCING:
            yield because("The child was handed to nobody or to enforcement.", handed)
        if handed.data.child_receiver_agreed_before_departure == "no":
            yield because("The receiver had not been agreed before departure.", handed)


def satisfied(h: History) -> Iterator[Ground]:
    """A parent, guardian, child protection or fit family received the child, as agreed and with a receipt.

    Fit family: found able to care, if with support, by an assessment made by departure. The receipt was
    signed, child staff came along, and nobody found the child elsewhere on arrival.
    """
    if any(True for _ in _found_elsewhere(h)):
        return
    for handed in h.of(HandoverCompleted):
        answers = {
            handed.data.child_custody_receipt_signed,
            handed.data.child_receiver_agreed_before_departure,
            handed.data.child_staff_accompanied,
        }
        fit = _fit_family(h, handed) if handed.data.receiver_kind == "other_family" else []
        if answers == {"yes"} and (handed.data.receiver_kind in CARING or fit):
            yield because("The child was handed to the agreed carer.", handed, *fit)


def at_risk(h: History) -> Iterator[Ground]:
    """A hand-over is on record that shows neither, or the child was found without the agreed carer."""
    for handed in h.of(HandoverCompleted):
        yield because("The hand-over is not known to have been to the agreed carer.", handed)
    for checked in _found_elsewhere(h):
        yield because("On arrival the child was not with the agreed carer.", checked)


def due(h: History) -> Iterator[Due]:
    """At the hand-over."""
    for handed in h.of(HandoverCompleted):
        yield Due(handed.data.handed_over_at, of_departure=True)


def _accompanied(h: History, moved: list[AnyRecord]) -> bool:
    named = {operation for record in moved for operation in record.ids("operation")}
    mine = named or set(listed_on(h))
    return any(
        not mine.isdisjoint(
            [
                *listed_on(other),
                *(each for left in other.of(ReturnCarriedOut) for each in left.ids("operation")),
            ]
        )
        for other in family(h)
        if is_adult(other)
    )


def _fit_family(h: History, handed: Handed) -> list[AnyRecord]:
    leaves = departure_or_planned(h) or handed.data.handed_over_at
    return [
        each
        for each in h.of(FamilyAssessmentCompleted)
        if each.data.kind == "caregiver_capacity"
        and each.data.outcome in SUITABLE
        and each.occurred_at <= leaves
    ]


def _found_elsewhere(h: History) -> Iterator[Record[ArrivalChecked]]:
    for checked in h.of(ArrivalChecked):
        if checked.data.child_with_agreed_carer == "no":
            yield checked


RULE = Rule(
    id="child.hand-over-to-agreed-carer",
    area="14",
    also_areas=("10", "11", "cross-cutting.child"),
    phase="return",
    title="A child is handed to the agreed parent, guardian or child protection body",
    source="UNNM Mapping III Child-sensitive, s.10 and s.14",
    source_status="seed",
    severity="critical",
    applies_to="children",
    evidence=(
        HandoverCompleted,
        ReturnCarriedOut,
        FamilyAssessmentCompleted,
        ArrivalChecked,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("HandoverCompleted by case",),
)
