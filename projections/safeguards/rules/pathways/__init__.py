"""Grounds for stay are examined before return."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
