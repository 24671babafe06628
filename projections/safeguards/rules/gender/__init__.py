"""Handling that regards gender."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.gender import responsive_handling

RULES: tuple[Rule, ...] = (responsive_handling.RULE,)
