"""Nobody is returned to a found risk, nor without a procedure of their own."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.refoulement import no_return_without_procedure

RULES: tuple[Rule, ...] = (no_return_without_procedure.RULE,)
