"""Monitors are told, present and unhindered, and persons returned know of them."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.monitoring import (
    access_not_refused,
    body_told_in_time,
    complaint_information_given,
    present_in_every_phase,
)

RULES: tuple[Rule, ...] = (
    body_told_in_time.RULE,
    present_in_every_phase.RULE,
    access_not_refused.RULE,
    complaint_information_given.RULE,
)
