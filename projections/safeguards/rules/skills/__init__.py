"""Skills are assessed and recognised."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.skills import assessed_before_plan, recognition_pursued

RULES: tuple[Rule, ...] = (assessed_before_plan.RULE, recognition_pursued.RULE)
