"""The sustainability survey: how often, what follows a low score, and how certain scores are."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.rss import (
    every_three_months,
    low_score_intensified,
    many_unanswered_flagged,
)

RULES: tuple[Rule, ...] = (
    every_three_months.RULE,
    low_score_intensified.RULE,
    many_unanswered_flagged.RULE,
)
