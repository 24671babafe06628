"""Arrival, harm by authorities, follow-up reports, and findings used in new decisions."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
