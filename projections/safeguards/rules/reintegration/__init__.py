"""Plans, referrals and needs that could not be met."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.reintegration import (
    plan_within_one_month,
    referral_consented_and_followed_up,
    unmet_needs_recorded,
)

RULES: tuple[Rule, ...] = (
    plan_within_one_month.RULE,
    referral_consented_and_followed_up.RULE,
    unmet_needs_recorded.RULE,
)
