"""What the safeguard rules find about the subject of a group, worked out once for all views that tell it."""

from collections.abc import Iterator
from functools import cache

from projections.safeguards.judging.docket import Asked, Docket
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.scopes import SCOPES
from projections.safeguards.rules.register import RULES
from projections.viewing.group import Group

REMEMBERED = "findings"
"""Where a group remembers its findings."""
KINDS = frozenset(SCOPES.values()) | {"authority_day", "assessment"}
"""Kinds of subject about which there may be a finding."""


def judged(group: Group) -> list[Finding]:
    """The findings by the numbers of the group, in the order of the rules."""
    known: list[Finding] | None = group.__dict__.get(REMEMBERED)
    if known is None:
        known = group.__dict__[REMEMBERED] = list(findings(group, group.parameters))
    return known


def findings(group: Group, parameters: Parameters) -> Iterator[Finding]:
    """The findings about the subject of a group by some numbers, in the order of the rules."""
    docket = Docket(group.subject, Asked(group.records, group.as_of, group.known_at, parameters))
    for rule in rules_about(group):
        finding = docket.finding(rule)
        if docket.next_change is not None:
            group.clock.expect(docket.next_change)
        if finding is not None:
            yield finding


def rules_about(group: Group) -> list[Rule]:
    """The rules that may have a finding about the subject of a group, in their order."""
    return [
        rule
        for rule in _of_kind(group.kind)
        if rule.subjects is None or group.subject in rule.subjects_in(group.records)
    ]


@cache
def _of_kind(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.subjects is not None or SCOPES[rule.scope] == kind)
