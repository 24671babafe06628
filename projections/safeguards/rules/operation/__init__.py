"""Fitness to travel and a team prepared for vulnerable persons."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
