"""Notice, interpretation, a lawyer, remedies and the last legal check."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.due_process import (
    interpretation,
    last_legal_check_before_hand_over,
    legal_representation,
    no_removal_while_remedy_pending,
    notice_in_understood_language,
)

RULES: tuple[Rule, ...] = (
    notice_in_understood_language.RULE,
    interpretation.RULE,
    legal_representation.RULE,
    no_removal_while_remedy_pending.RULE,
    last_legal_check_before_hand_over.RULE,
)
