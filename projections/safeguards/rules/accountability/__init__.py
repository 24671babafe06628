"""Recommendations, incidents and complaints are answered."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
