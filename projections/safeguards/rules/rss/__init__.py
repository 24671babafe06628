"""The sustainability survey: interval, low scores, unanswered questions."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
