"""Arrival, harm by authorities, follow-up reports, and findings used in new decisions."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.post_return import (
    arrival_check,
    findings_used_in_new_decisions,
    follow_up_reports,
    not_detained_or_harmed_by_authorities,
)

RULES: tuple[Rule, ...] = (
    arrival_check.RULE,
    not_detained_or_harmed_by_authorities.RULE,
    follow_up_reports.RULE,
    findings_used_in_new_decisions.RULE,
)
