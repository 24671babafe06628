"""Wage and justice claims before and after return."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.justice import (
    claim_pursued_after_return,
    claims_resolved_or_secured_before_return,
)

RULES: tuple[Rule, ...] = (claims_resolved_or_secured_before_return.RULE, claim_pursued_after_return.RULE)
