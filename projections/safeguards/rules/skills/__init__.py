"""Skills are assessed and recognised."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
