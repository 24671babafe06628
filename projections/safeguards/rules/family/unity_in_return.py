"""Families stay together in return, unless a child's best interests are shown to require otherwise."""

from collections.abc import Iterator, Sequence

from events.pre_return.assessment import FamilySeparationRecorded
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import list_changes, listed_on
from projections.safeguards.terms.families import cases_of_family, family, family_group
from projections.safeguards.terms.persons import is_child, profiles

Separation = Record[FamilySeparationRecorded]


def applies(h: History) -> Iterator[Ground]:
    """The case shares its family group with another, or a separation of the person is on record.

    A separation is of a case when it names the case or lists it among those from whom somebody was separated.
    """
    if family(h):
        yield because("The person belongs to a family of several cases.", *profiles(h))
    if separations := _separations(h):
        yield because("A separation from the family is on record.", *separations)


def breached(h: History) -> Iterator[Ground]:
    """A child was separated without a best-interests basis, or a family with a child was split by return.

    Split: a member left without the others, another has not left, and no separation recorded of the family
    was in the best interests of the child. The case itself is a member.
    """
    for told in _separations(h):
        if told.data.child_involved == "yes" and told.data.best_interests_basis == "no":
            yield because("A child was separated from the family, not in the best interests.", told)
    members = _members(h)
    if not any(is_child(member) for member in members) or _in_best_interests(h):
        return
    for member in members:
        alone = [left for left in _left(h, member.subject) if left.data.family_members_together == "no"]
        if alone and any(not _left(h, other.subject) for other in members if other is not member):
            yield because("A family with a child was split by return.", *alone)


def satisfied(h: History) -> Iterator[Ground]:
    """The person left together with the family, and every separation, if any, was justified.

    Justified: in the best interests of the child, or without a child and chosen by the adults.
    """
    together = [left for left in _left(h, h.subject) if left.data.family_members_together == "yes"]
    separations = _separations(h)
    if together and all(_justified(told) for told in separations):
        yield because("The family left together.", *together, *separations)


def at_risk(h: History) -> Iterator[Ground]:
    """A separation lacks its justification, the person left apart, or only a part of the family is listed.

    Left apart: the departure says that the family was not together, or that this is unknown. A part is
    listed: an operation lists some of the cases of the family and not all.
    """
    for told in _separations(h):
        if not _justified(told):
            yield because("A separation is not shown to be in the best interests or chosen by adults.", told)
    for left in _left(h, h.subject):
        if left.data.family_members_together != "yes":
            yield because("It is not shown that the family left together.", left)
    members = _members(h)
    listing = {member.subject: listed_on(member) for member in members}
    for operation in sorted({each for listed in listing.values() for each in listed}):
        on_it = [member for member in members if operation in listing[member.subject]]
        if len(on_it) < len(members):
            changes = [list_changes(member)[operation] for member in on_it]
            yield because("Only a part of the family is listed on an operation.", *changes)


def _members(h: History) -> list[History]:
    """The case and the others of its family; nobody without a family group."""
    return [h, *family(h)] if family_group(h) is not None else []


def _left(h: History, case: str) -> list[Record[ReturnCarriedOut]]:
    return [left for left in h.of(ReturnCarriedOut) if case in left.about]


def _separations(h: History) -> list[Separation]:
    return [
        told
        for told in h.of(FamilySeparationRecorded)
        if h.subject in told.about or h.subject in told.data.separated_from
    ]


def _justified(told: Separation) -> bool:
    by_choice = told.data.child_involved == "no" and told.data.reason == "chosen_by_adults"
    return told.data.best_interests_basis == "yes" or by_choice


def _in_best_interests(h: History) -> bool:
    return any(
        told.data.family_group == family_group(h) and told.data.best_interests_basis == "yes"
        for told in h.of(FamilySeparationRecorded)
    )


def _gathered(records: Sequence[AnyRecord], subject: str) -> Iterator[AnyRecord]:
    """Records of the case, departures of its family, and separations of the person or the family."""
    members = {subject, *cases_of_family(records, subject)}
    groups = {
        group
        for record in records
        if subject in record.about and isinstance(record.data, ReturnCaseOpened | CaseProfileUpdated)
        for group in record.ids("family_group")
    }
    for record in records:
        match record.data:
            case FamilySeparationRecorded() as told:
                mine = subject in told.separated_from or told.family_group in groups
            case ReturnCarriedOut():
                mine = not members.isdisjoint(record.about)
            case _:
                mine = False
        if mine or subject in record.about:
            yield record


RULE = Rule(
    id="family.unity-in-return",
    area="10",
    also_areas=("cross-cutting.child",),
    phase="all",
    title="Return does not separate families, unless a child's best interests are shown to require it",
    source="UNNM Mapping s.10 and III Child-sensitive",
    source_status="seed",
    severity="critical",
    applies_to="families",
    evidence=(
        FamilySeparationRecorded,
        ReturnCarriedOut,
        PassengerListChanged,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("FamilySeparationRecorded by family_group", "ReturnCarriedOut by case"),
    gathers=_gathered,
)
