"""Notice, purpose, withdrawal and requests in the protection of personal data."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
