"""No child is detained; adults only as a last resort, under review, while removal is in prospect."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.detention import (
    last_resort_alternatives_considered,
    no_children,
    prospect_of_removal,
    regular_independent_review,
)

RULES: tuple[Rule, ...] = (
    no_children.RULE,
    last_resort_alternatives_considered.RULE,
    regular_independent_review.RULE,
    prospect_of_removal.RULE,
)
