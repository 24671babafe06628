"""Notice, interpretation, a lawyer, remedies and the last legal check."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
