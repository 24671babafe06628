"""No child is detained because of migration, at whatever stage."""

from collections.abc import Iterator

from events.pre_return.assessment import FamilySeparationRecorded
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.liberty import LibertyRestrictionEnded, LibertyRestrictionStarted
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.persons import CHILD_AGES, CHILD_STATUSES, profiles, told_last

CONFINED = frozenset({"detention", "transit_zone_confinement", "police_custody"})
COME_OF_AGE = "turned_18_during_procedure"
OF_AGE = frozenset({"adult", COME_OF_AGE})

Held = Record[LibertyRestrictionStarted]


def applies(h: History) -> Iterator[Ground]:
    """A child was held, or separated from family by detention, or held along with the person.

    Child status and age are those told last and hold for every earlier measure too: a dispute about age makes
    an earlier measure a child's, and an adult status told later ends that. For a person who came of age
    meanwhile, measures that began before the day of that change are a child's.
    """
    for held in _of_a_child(h):
        yield because("A measure against the liberty of a child is on record.", held)
    for separation in _separations(h):
        yield because("Detention separated a child from family.", separation)


def breached(h: History) -> Iterator[Ground]:
    """A child was detained, confined in a transit zone or kept in police custody; nothing later heals it.

    Where the person is not a child, only measures with which a child was held count.
    """
    for held in _of_a_child(h):
        if held.data.measure in CONFINED:
            yield because("A child was detained or confined.", held)


def satisfied(h: History) -> Iterator[Ground]:
    """Every measure was an alternative to detention or care for children, and nothing is at risk.

    At least one is on record. Where the person is not a child, those count with which a child was held.
    """
    held = _of_a_child(h)
    if held and all(_is_alternative(each) for each in held) and not any(at_risk(h)):
        yield because("Only alternatives to detention were used.", *held)


def at_risk(h: History) -> Iterator[Ground]:
    """House arrest is on record, or detention still separates a child for whom no care is on record."""
    for held in h.of(LibertyRestrictionStarted):
        if held.data.measure == "house_arrest":
            yield because("House arrest is on record.", held)
    if any(held.data.measure == "child_alternative_care" for held in h.of(LibertyRestrictionStarted)):
        return
    for separation in _separations(h):
        if separation.data.ended_at is None:
            yield because("Detention separates a child from family; no care is on record.", separation)


def _is_alternative(held: Held) -> bool:
    measure = held.data.measure
    return measure == "child_alternative_care" or measure.startswith("alternative_")


def _of_a_child(h: History) -> list[Held]:
    """The measures that count: all of a child, else those before coming of age or with a child held along."""
    came_of_age = _came_of_age(h)
    return [
        held
        for held in h.of(LibertyRestrictionStarted)
        if _is_still_child(h)
        or held.data.child_held == "yes"
        or (came_of_age is not None and held.data.started_at.date() < came_of_age.data.changed_on)
    ]


def _is_still_child(h: History) -> bool:
    """Child by status or age told last; an age told before the person was called adult counts no longer."""
    if told_last(h, "child_status") in CHILD_STATUSES:
        return True
    for record in reversed(profiles(h)):
        if getattr(record.data, "age_band", None) is not None:
            return getattr(record.data, "age_band", None) in CHILD_AGES
        if getattr(record.data, "child_status", None) in OF_AGE:
            return False
    return False


def _came_of_age(h: History) -> Record[CaseProfileUpdated] | None:
    """The change that tells of coming of age, while that is the status told last."""
    if told_last(h, "child_status") != COME_OF_AGE:
        return None
    changes = [each for each in h.of(CaseProfileUpdated) if each.data.child_status == COME_OF_AGE]
    return changes[-1] if changes else None


def _separations(h: History) -> list[Record[FamilySeparationRecorded]]:
    """Separations by detention that name the case of a child, as the one separated or the other."""
    if not _is_still_child(h):
        return []
    return [
        separation
        for separation in h.anywhere(FamilySeparationRecorded)
        if separation.data.reason == "detention"
        and (h.subject in separation.about or h.subject in separation.data.separated_from)
    ]


RULE = Rule(
    id="detention.no-children",
    area="6",
    also_areas=("cross-cutting.child",),
    phase="pre_return",
    title="No child is detained because of migration, at whatever stage",
    source="UNNM Mapping III Child-sensitive and s.6",
    source_status="seed",
    severity="critical",
    applies_to="children",
    evidence=(
        LibertyRestrictionStarted,
        LibertyRestrictionEnded,
        FamilySeparationRecorded,
        ReturnCaseOpened,
        CaseProfileUpdated,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("LibertyRestrictionStarted by liberty_measure", "ReturnCaseOpened|CaseProfileUpdated by case"),
)
