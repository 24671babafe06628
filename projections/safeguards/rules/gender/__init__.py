"""Handling that responds to gender."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
