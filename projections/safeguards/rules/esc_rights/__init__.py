"""Services before return, and the firewall between them and enforcement."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
