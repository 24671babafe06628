"""Families stay together; tracing and carers are assessed."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
