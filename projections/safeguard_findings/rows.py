"""Findings as rows: one for each rule that applies to a subject."""

from collections.abc import Iterator
from typing import Any

from projections.safeguards.judging.finding import Finding
from projections.viewing.group import Group
from projections.viewing.judged import judged
from projections.viewing.links import kind
from projections.viewing.view import Made, Row

WORST_FIRST = {"breached": "1", "at_risk": "2", "not_evidenced": "3", "satisfied": "4"}
GRAVEST_FIRST = {"critical": "1", "serious": "2", "minor": "3", "info": "4"}


def rows(group: Group) -> Iterator[Made]:
    """A row for each finding about the subject."""
    for finding in judged(group):
        row = row_of(finding)
        yield Made(
            row,
            key=f"{finding.rule.id}/{finding.subject}",
            sort=f"{WORST_FIRST[finding.outcome]}{GRAVEST_FIRST[finding.rule.severity]}",
            facets=facets(finding, group),
        )


def frozen(row: Row) -> Row:
    """A finding that stays as it was made before the erasure."""
    return {**row, "frozen": True}


def row_of(finding: Finding) -> dict[str, Any]:
    """One finding with every column of the view."""
    return {
        "rule": finding.rule.id,
        "area": finding.rule.area,
        "severity": finding.rule.severity,
        "scope": finding.rule.scope,
        "subject": finding.subject,
        "outcome": finding.outcome,
        "sides": dict(sorted(finding.sides.items())),
        "contested": finding.contested,
        "due": finding.due.isoformat() if finding.due is not None else None,
        "done_late": finding.done_late.isoformat() if finding.done_late is not None else None,
        "evidence": list(finding.evidence),
        "supporting_records": finding.supporting_records,
        "direct": finding.direct,
        "explanation": list(finding.explanation),
        "rule_version": finding.rule_version,
        "parameters_version": finding.parameters_version,
        "platform_defaults": list(finding.platform_defaults),
        "frozen": finding.frozen,
        "as_of": finding.as_of.isoformat(),
        "known_at": finding.known_at.isoformat(),
    }


def facets(finding: Finding, group: Group) -> dict[str, set[str]]:
    """Codes under which a finding is found."""
    own = group.own
    named = {subject for record in own for subject in record.subject_ids}
    return {
        "outcome": {finding.outcome},
        "severity": {finding.rule.severity},
        "rule": {finding.rule.id},
        "area": {finding.rule.area, *finding.rule.also_areas},
        "subject": {finding.subject},
        "contested": {"yes" if finding.contested else "no"},
        "case": {each for each in named if kind(each) == "case"} if group.kind != "operation" else set(),
        "operation": {each for each in named if kind(each) == "operation"},
        "authority": {
            record.body for record in own if record.body is not None and record.side == "authority"
        },
        "country": {record.envelope.country for record in own},
        "year": {str(record.occurred_at.year) for record in own},
    }
