"""Stigma and discrimination after return are asked about and answered."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
