"""Data about persons: notice, a basis and purpose for every passing on, answers to requests, withdrawal."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.data import (
    consent_withdrawal_stops_sharing,
    disclosure_purpose_limited,
    notice_given,
    request_answered_within_one_month,
)

RULES: tuple[Rule, ...] = (
    notice_given.RULE,
    disclosure_purpose_limited.RULE,
    request_answered_within_one_month.RULE,
    consent_withdrawal_stops_sharing.RULE,
)
