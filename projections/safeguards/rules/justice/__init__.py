"""Wage and justice claims before and after return."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
