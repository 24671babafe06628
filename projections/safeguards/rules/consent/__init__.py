"""Agreement to return: free, prior, informed, and open to change."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
