"""Children: best interests, guardian, hand-over, reception and school."""

from projections.safeguards.judging.rule import Rule

RULES: tuple[Rule, ...] = ()
