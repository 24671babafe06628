"""The end of assistance, and deaths."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
