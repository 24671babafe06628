"""Accountability: recommendations, incidents and complaints are followed to their end."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.accountability import (
    complaint_handled,
    incident_final_report,
    recommendation_answered,
)

RULES: tuple[Rule, ...] = (recommendation_answered.RULE, incident_final_report.RULE, complaint_handled.RULE)
