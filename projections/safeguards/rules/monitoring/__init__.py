"""Notice to monitors, their presence and access, and what returnees are told."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
