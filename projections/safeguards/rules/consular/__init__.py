"""Consular contact that is offered, and none that endangers."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.consular import contact_offered, no_contact_against_protection_seeker

RULES: tuple[Rule, ...] = (contact_offered.RULE, no_contact_against_protection_seeker.RULE)
