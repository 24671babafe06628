"""Access to social protection and transferred entitlements."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
