"""The operation: fitness to travel, a prepared team."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.operation import fit_to_travel, team_prepared_for_vulnerable_persons

RULES: tuple[Rule, ...] = (fit_to_travel.RULE, team_prepared_for_vulnerable_persons.RULE)
