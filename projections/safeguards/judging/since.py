"""Since when an outcome has held: the finding is made again at each moment at which it could have changed."""

from dataclasses import replace
from datetime import datetime

from projections.safeguards.judging.docket import Asked
from projections.safeguards.judging.evaluate import evaluate_until
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.rule import Rule


def course(rule: Rule, subject: str, asked: Asked) -> list[Finding | None]:
    """The finding at each moment up to `as_of` at which it changed, judged by what is known at `known_at`.

    None stands for a time in which the rule did not apply.
    """
    facts = sorted({r.occurred_at for r in asked.records if r.occurred_at <= asked.as_of})
    changes: list[Finding | None] = []
    at = facts[0] if facts else None
    while at is not None and at <= asked.as_of:
        finding, until = evaluate_until(rule, subject, replace(asked, as_of=at))
        if not changes or _outcome(changes[-1]) != _outcome(finding):
            changes.append(replace(finding, first_held=at) if finding is not None else None)
        at = _next(at, until, facts)
    return changes


def with_first_held(finding: Finding, asked: Asked) -> Finding:
    """The finding with the moment since which its outcome has held."""
    changes = course(finding.rule, finding.subject, asked)
    last = changes[-1] if changes else None
    return replace(finding, first_held=last.first_held) if last is not None else finding


def _next(at: datetime, limit: datetime | None, facts: list[datetime]) -> datetime | None:
    later = [fact for fact in facts if fact > at]
    return min([*later[:1], *([limit] if limit is not None else [])], default=None)


def _outcome(finding: Finding | None) -> str | None:
    return finding.outcome if finding is not None else None
