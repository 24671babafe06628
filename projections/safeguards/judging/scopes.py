"""What a finding is about: one for each case, operation, and so on."""

from typing import Literal

Scope = Literal[
    "case",
    "operation",
    "authority_day",
    "disclosure",
    "data_request",
    "consent",
    "recommendation",
    "incident",
    "complaint",
    "referral",
]

SCOPES: dict[Scope, str] = {
    "case": "case",
    "operation": "operation",
    "authority_day": "decision",
    "disclosure": "disclosure",
    "data_request": "data_request",
    "consent": "consent",
    "recommendation": "recommendation",
    "incident": "incident",
    "complaint": "complaint",
    "referral": "referral",
}
"""Scope to the kind of subject that its findings are about; groups of decisions name their own subjects."""
