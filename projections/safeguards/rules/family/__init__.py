"""Families stay together, and a child alone is given only to carers who were assessed."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.family import tracing_and_carer_assessment, unity_in_return

RULES: tuple[Rule, ...] = (unity_in_return.RULE, tracing_and_carer_assessment.RULE)
