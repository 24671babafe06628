"""Support ends with the person heard and handed on; a death is told safely and examined."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.closure import death_notified_and_examined, exit_interview_and_transition

RULES: tuple[Rule, ...] = (exit_interview_and_transition.RULE, death_notified_and_examined.RULE)
