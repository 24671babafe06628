"""Agreement to return: free, prior, informed, and open to change."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.consent import free_of_coercion, prior_and_informed, withdrawal_respected

RULES: tuple[Rule, ...] = (free_of_coercion.RULE, prior_and_informed.RULE, withdrawal_respected.RULE)
