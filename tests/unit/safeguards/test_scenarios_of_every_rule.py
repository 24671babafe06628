"""Our scenarios show every outcome that each rule can have, and for each matter sides that differ."""

from collections import defaultdict
from pathlib import Path

from projections.safeguards.rules.register import RULES
from projections.safeguards.scenario.loading import load

PATHS = (Path(__file__).parents[2] / "scenarios").rglob("*.yaml")
OUTCOMES = frozenset({"breached", "satisfied", "at_risk", "not_evidenced", "not_applicable"})
NEVER_GIVEN = {
    "refoulement.collective-expulsion-pattern": {"not_evidenced"},
    "data.disclosure-purpose-limited": {"not_evidenced"},
    "data.consent-withdrawal-stops-sharing": {"not_evidenced"},
    "force.no-prohibited-means": {"not_evidenced"},
    "force.not-on-children-or-their-parents-in-view": {"not_evidenced"},
    "rss.every-three-months": {"not_evidenced"},
    "rss.many-unanswered-flagged": {"not_evidenced", "breached"},
    "health.urgent-mental-health-referral": {"not_evidenced"},
    "closure.exit-interview-and-transition": {"not_evidenced"},
}
"""Outcomes that the conditions of a rule leave no room for."""


def test_every_rule_is_shown_with_every_outcome_and_contested() -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    contested: set[str] = set()
    for path in PATHS:
        for expected in load(path).expectations:
            shown[expected.safeguard].add(expected.outcome)
            if expected.contested:
                contested.add(expected.safeguard)

    missing = {rule.id: OUTCOMES - NEVER_GIVEN.get(rule.id, set()) - shown[rule.id] for rule in RULES}

    assert {rule: outcomes for rule, outcomes in missing.items() if outcomes} == {}
    assert [rule.id for rule in RULES if rule.matter and rule.id not in contested] == []
