"""Force and restraint: necessity, means, duration, medical checks, accounts."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.force import (
    accounts_agree,
    duration,
    individual_necessity,
    medical_check_after,
    no_prohibited_means,
    not_on_children_or_their_parents_in_view,
)

RULES: tuple[Rule, ...] = (
    no_prohibited_means.RULE,
    not_on_children_or_their_parents_in_view.RULE,
    individual_necessity.RULE,
    duration.RULE,
    medical_check_after.RULE,
    accounts_agree.RULE,
)
