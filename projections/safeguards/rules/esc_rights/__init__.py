"""Services before return, and the firewall between them and enforcement."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.esc_rights import firewall_from_enforcement, services_without_fear

RULES: tuple[Rule, ...] = (services_without_fear.RULE, firewall_from_enforcement.RULE)
