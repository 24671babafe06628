"""Liberty: no children, last resort, regular review, an end when return is impossible."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
