"""Consular contact that is offered, and none that endangers."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
