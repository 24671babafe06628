"""Force and restraint: necessity, means, duration, medical checks, accounts."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
