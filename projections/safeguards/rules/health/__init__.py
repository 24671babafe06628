"""Urgent care after return."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.health import (
    post_exposure_care_within_72_hours,
    urgent_mental_health_referral,
)

RULES: tuple[Rule, ...] = (urgent_mental_health_referral.RULE, post_exposure_care_within_72_hours.RULE)
