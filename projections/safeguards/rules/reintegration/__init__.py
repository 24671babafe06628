"""Plans, referrals and unmet needs."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
