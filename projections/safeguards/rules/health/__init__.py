"""Urgent needs of health after return."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
