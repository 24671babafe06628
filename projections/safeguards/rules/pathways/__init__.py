"""Grounds for stay are examined before return."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.pathways import stay_options_examined, turning_eighteen

RULES: tuple[Rule, ...] = (stay_options_examined.RULE, turning_eighteen.RULE)
