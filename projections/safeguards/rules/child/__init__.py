"""Children: best interests, guardian, hand-over, reception and school."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.child import (
    best_interests_before_decision,
    guardian_throughout,
    hand_over_to_agreed_carer,
    plan_and_reception_before_return,
    school_enrolment,
)

RULES: tuple[Rule, ...] = (
    best_interests_before_decision.RULE,
    guardian_throughout.RULE,
    hand_over_to_agreed_carer.RULE,
    plan_and_reception_before_return.RULE,
    school_enrolment.RULE,
)
