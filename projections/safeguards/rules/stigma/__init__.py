"""Stigma and discrimination after return are asked about and answered."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.stigma import asked_in_follow_up, response_to_reported_discrimination

RULES: tuple[Rule, ...] = (asked_in_follow_up.RULE, response_to_reported_discrimination.RULE)
