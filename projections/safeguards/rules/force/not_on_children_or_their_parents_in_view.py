"""Children and their families are neither restrained nor made to see force."""

from collections.abc import Collection, Iterator, Sequence

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.handling import PreDepartureHandlingRecorded
from events.return_operation.monitoring import ObservationFiled
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import PassengerListChanged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.departures import is_listed
from projections.safeguards.terms.families import cases_of_family
from projections.safeguards.terms.force import ForceAccount, Use, force_accounts, uses
from projections.safeguards.terms.persons import is_child

SEEN = "force-seen-by-children"
TOLD = (RestraintApplied, UseOfForceObserved, PreDepartureHandlingRecorded)


def gathers(records: Sequence[AnyRecord], subject: str) -> Iterator[AnyRecord]:
    """The records of the case, and what is told of force and handling of the other cases of its family."""
    family = cases_of_family(records, subject)
    for record in records:
        of_family = isinstance(record.data, TOLD) and not family.isdisjoint(record.about)
        if of_family or subject in record.about:
            yield record


def applies(h: History) -> Iterator[Ground]:
    """A child is to leave or left, or force on the child or its family is on record; or force met a child.

    Force met a child where any account of force on the person, whoever it is, says that it was used on a
    child or in view of children. The family are the other cases of the family group.
    """
    if is_child(h):
        if is_listed(h):
            yield because("A child is listed on an operation.", *h.of(PassengerListChanged))
        for departure in h.of(ReturnCarriedOut):
            yield because("A child was returned.", departure)
        for record in force_accounts(h):
            yield because("Force on a child or its family is on record.", record)
    for record in _own(h):
        if "yes" in {record.data.on_child, record.data.in_view_of_children}:
            yield because("Force was used on a child or in view of children.", record)


def breached(h: History) -> Iterator[Ground]:
    """Force was used on a child, or a child saw force.

    Used: an account of force on the person says that it was on a child. Saw, where the case is a child's: an
    account of force on the family says that children saw it, an account of the hours before departure says
    that the children saw force on a parent, or an observation answers so and names the child or the family.
    """
    for record in _own(h):
        if record.data.on_child == "yes":
            yield because("Force was used on a child.", record)
    if not is_child(h):
        return
    for record in _of_family(h):
        if record.data.in_view_of_children == "yes":
            yield because("Force was used on a family member in view of children.", record)
    for handling in _handling(h, {"yes"}):
        yield because("Children saw force on a parent before departure.", handling)
    for observation in _seen(h):
        yield because("An observer saw children witness force.", observation)


def satisfied(h: History) -> Iterator[Ground]:
    """No account of force on the child or the family is on record, nor that a child saw force.

    That children may have seen force on a parent, as unknown, is excluded too.
    """
    if not (force_accounts(h) or any(_handling(h, {"yes", "unknown"})) or any(_seen(h))):
        yield because("No force on the child or the family is on record.")


def at_risk(h: History) -> Iterator[Ground]:
    """Other force on the person or the family is on record, or nobody knows what the children saw."""
    for record in force_accounts(h):
        yield because("Force on the person or the family is on record.", record)
    for handling in _handling(h, {"unknown"}):
        yield because("It is not known whether children saw force on a parent.", handling)


def _own(h: History) -> list[ForceAccount]:
    return [record for use in uses(h) for record in use.accounts if _concerns(h, use, record)]


def _of_family(h: History) -> list[ForceAccount]:
    own = {record.id for record in _own(h)}
    return [record for record in force_accounts(h) if record.id not in own]


def _concerns(h: History, use: Use, record: ForceAccount) -> bool:
    """Whether an account is of force on this person; one that names nobody is of whom its use is."""
    named = record.subjects("case") or [case for each in use.whole.accounts for case in each.subjects("case")]
    return h.subject in named


def _handling(h: History, answers: Collection[str]) -> Iterator[Record[PreDepartureHandlingRecorded]]:
    for record in h.of(PreDepartureHandlingRecorded):
        if record.data.children_saw_force_on_parent in answers:
            yield record


def _seen(h: History) -> Iterator[Record[ObservationFiled]]:
    concerned = {h.subject, *cases_of_family(h.records, h.subject)}
    for record in h.anywhere(ObservationFiled):
        for answer in record.data.answers:
            said_so = answer.item == SEEN and answer.answer == "yes"
            if said_so and not concerned.isdisjoint(answer.cases or ()):
                yield record


RULE = Rule(
    id="force.not-on-children-or-their-parents-in-view",
    area="11",
    also_areas=("cross-cutting.child",),
    phase="return",
    title="Children and their families are spared force and the sight of it",
    source="UNNM Mapping III Child-sensitive and s.11",
    source_status="seed",
    severity="critical",
    applies_to="children, and persons on whose record a child is shown",
    evidence=(
        RestraintApplied,
        UseOfForceObserved,
        PreDepartureHandlingRecorded,
        ObservationFiled,
        PassengerListChanged,
        ReturnCarriedOut,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("RestraintApplied|UseOfForceObserved by force_use", "PreDepartureHandlingRecorded by case"),
    gathers=gathers,
)
