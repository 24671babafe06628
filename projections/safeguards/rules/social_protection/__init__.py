"""Access to social protection and transferred entitlements."""

from projections.safeguards.judging.rule import Rule
from projections.safeguards.rules.social_protection import access_checked, entitlements_transferred

RULES: tuple[Rule, ...] = (access_checked.RULE, entitlements_transferred.RULE)
