"""Restraint answers one person's conduct, rests on an assessment of that person, and is proportionate."""

from collections.abc import Iterator

from events.return_operation.force import RestraintApplied, UseOfForceObserved
from projections.safeguards.judging.history import History
from projections.safeguards.judging.rule import Ground, Rule, because
from projections.safeguards.terms.force import Applied, Use, force_accounts, reason, uses

CONDUCT = frozenset({"active_resistance", "self_harm", "harm_to_others", "escape_risk", "damage_to_property"})
NO_GROUND = frozenset({"preventive", "punishment"})
EXCESSIVE = frozenset({"excessive_in_degree", "excessive_in_duration", "unnecessary"})


def applies(h: History) -> Iterator[Ground]:
    """Force is on record."""
    for record in force_accounts(h):
        yield because("Force is on record.", record)


def breached(h: History) -> Iterator[Ground]:
    """There was no individual assessment, force was routine or a punishment, or it was excessive.

    Excessive: an observer found it unnecessary, or more or longer than needed. A side that knows a use from
    observers alone takes the assessment from the restraint records of others for that use.
    """
    for applied in _assessed(h):
        if applied.data.individual_risk_assessment == "no":
            yield because("Restraint was applied without an individual risk assessment.", applied)
    for record in force_accounts(h):
        if reason(record) in NO_GROUND:
            yield because("Force was used as a routine or as a punishment.", record)
    for observed in h.of(UseOfForceObserved):
        if observed.data.proportionality in EXCESSIVE:
            yield because("An observer holds that the force was excessive or unnecessary.", observed)


def satisfied(h: History) -> Iterator[Ground]:
    """Every use has a restraint record with an individual assessment, a cause in conduct, and measure.

    In every account the cause is resistance, danger to oneself, others or property, or flight; no account
    denies a warning; every observer holds it proportionate or cannot tell.
    """
    told = force_accounts(h)
    recorded = all(_records(use) for use in uses(h))
    assessed = all(each.data.individual_risk_assessment == "yes" for each in _assessed(h))
    caused = all(reason(each) in CONDUCT and each.data.warning_given != "no" for each in told)
    measured = all(each.data.proportionality not in EXCESSIVE for each in h.of(UseOfForceObserved))
    if told and recorded and assessed and caused and measured:
        yield because("Every use answers the person's conduct and was assessed for that person.", *told)


def at_risk(h: History) -> Iterator[Ground]:
    """The assessment or the cause is unknown, the person only resisted passively, or was not warned."""
    for applied in _assessed(h):
        if applied.data.individual_risk_assessment == "unknown":
            yield because("It is not known whether the risk was assessed individually.", applied)
    for record in force_accounts(h):
        if reason(record) in {"passive_resistance", "unknown"}:
            yield because("The cause is passive resistance, or unknown.", record)
        if record.data.warning_given == "no":
            yield because("No warning was given.", record)


def _records(use: Use) -> tuple[Applied, ...]:
    """The restraint records of a use; those of others where this side knows it from observers alone."""
    return use.applied or use.whole.applied


def _assessed(h: History) -> Iterator[Applied]:
    for use in uses(h):
        yield from _records(use)


RULE = Rule(
    id="force.individual-necessity",
    area="11",
    phase="return",
    title="Restraint rests on an individual assessment and is proportionate, never a routine",
    source="UNNM Mapping s.11; FRA updates (restraint as routine); CPT 13th General Report paras 32-33",
    source_status="seed_and_practice",
    severity="serious",
    evidence=(RestraintApplied, UseOfForceObserved),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    matter=("RestraintApplied|UseOfForceObserved by force_use",),
)
