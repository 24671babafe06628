"""What people live on after return, and the answer to exploitation."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.decent_work import exploitation_answered, livelihood_followed

RULES: tuple[Rule, ...] = (livelihood_followed.RULE, exploitation_answered.RULE)
