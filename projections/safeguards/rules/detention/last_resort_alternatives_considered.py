"""Nobody is detained unless alternatives were considered and it is necessary in the person's own case."""

from collections.abc import Iterator

from events.pre_return.liberty import LibertyRestrictionStarted
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Ground, Rule, because

STAGES = frozenset({"before_decision", "pre_removal"})
OPEN_OR_NO = frozenset({"no", "unknown"})


def applies(h: History) -> Iterator[Ground]:
    """The person was detained before a decision or before removal; each such record is judged."""
    for held in _detentions(h):
        yield because("The person was detained for return.", held)


def breached(h: History) -> Iterator[Ground]:
    """In any of them no alternative was considered, necessity was not assessed, or no ground was stated."""
    for held in _detentions(h):
        if not held.data.alternatives_considered:
            yield because("No alternative to detention was considered.", held)
        if held.data.individual_necessity_assessed == "no":
            yield because("It was not assessed whether this person had to be detained.", held)
        if held.data.ground == "no_ground_stated":
            yield because("No ground for detention was stated.", held)


def satisfied(h: History) -> Iterator[Ground]:
    """In every one alternatives and necessity were weighed, a ground stated and the remedy explained.

    Proportionality was assessed, or nothing is said of it.
    """
    held = _detentions(h)
    if held and all(_is_sound(each) for each in held):
        yield because("Detention was weighed as a last resort and the remedy explained.", *held)


def at_risk(h: History) -> Iterator[Ground]:
    """In any of them necessity is unknown, or proportionality or the remedy is unknown or was left out."""
    for held in _detentions(h):
        if held.data.individual_necessity_assessed == "unknown":
            yield because("It is unknown whether necessity was assessed.", held)
        if held.data.proportionality_assessed in OPEN_OR_NO:
            yield because("Proportionality was not assessed, or it is unknown.", held)
        if held.data.remedy_explained in OPEN_OR_NO:
            yield because("The remedy was not explained, or it is unknown.", held)


def _detentions(h: History) -> list[Record[LibertyRestrictionStarted]]:
    return [
        held
        for held in h.of(LibertyRestrictionStarted)
        if held.data.measure == "detention" and held.data.stage in STAGES
    ]


def _is_sound(held: Record[LibertyRestrictionStarted]) -> bool:
    return (
        bool(held.data.alternatives_considered)
        and held.data.individual_necessity_assessed == "yes"
        and held.data.ground != "no_ground_stated"
        and held.data.remedy_explained == "yes"
        and held.data.proportionality_assessed in {"yes", None}
    )


RULE = Rule(
    id="detention.last-resort-alternatives-considered",
    area="6",
    phase="pre_return",
    title="Detention is a necessary last resort for this person, after alternatives were considered",
    source="UNNM Mapping s.6",
    source_status="seed",
    severity="serious",
    applies_to="detained",
    evidence=(LibertyRestrictionStarted,),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("LibertyRestrictionStarted by liberty_measure",),
)
