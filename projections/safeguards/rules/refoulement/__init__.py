"""Nobody is returned to a found risk, nor without a procedure of their own."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.refoulement import (
    collective_expulsion_pattern,
    individual_assessment_before_decision,
    no_return_to_found_risk,
    no_return_without_procedure,
)

RULES: tuple[Rule, ...] = (
    individual_assessment_before_decision.RULE,
    no_return_to_found_risk.RULE,
    collective_expulsion_pattern.RULE,
    no_return_without_procedure.RULE,
)
