"""The finding of one rule from the records that stand, over all sides."""

from collections.abc import Sequence
from dataclasses import replace

from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.history import History
from projections.safeguards.judging.outcome import Judged, judge
from projections.safeguards.judging.rule import Ground, Rule
from projections.safeguards.judging.sides import things_told, told_once, views


def found(rule: Rule, base: History) -> Finding | None:
    """The finding at the moment of a history; none when the rule does not apply."""
    h = told_once(rule, base)
    applying = tuple(rule.applies(h))
    if not applying:
        return None
    things = things_told(rule, base)
    by_side = {
        side: min((judge(rule, view) for view in each), key=lambda one: one.badness)
        for side, each in views(h, things).items()
    }
    worst = min(by_side.values(), key=lambda one: one.badness) if by_side else judge(rule, h)
    deciding = [one for one in by_side.values() if one.outcome == worst.outcome] or [worst]
    grounds = [ground for one in deciding for ground in one.grounds] or list(applying)
    finding = _stated(rule, base, worst)
    sides = {side: one.outcome for side, one in by_side.items()}
    return replace(_supported(finding, grounds, applying), sides=sides)


def _stated(rule: Rule, base: History, worst: Judged) -> Finding:
    return Finding(
        rule=rule,
        subject=base.subject,
        as_of=base.clock.as_of,
        known_at=base.clock.as_of,
        outcome=worst.outcome,
        due=worst.due,
        parameters_version=base.parameters.version,
        platform_defaults=tuple(base.parameters.unconfirmed(rule.parameters)),
    )


def _supported(finding: Finding, grounds: Sequence[Ground], applying: Sequence[Ground]) -> Finding:
    """The finding with the records and reasons on which it rests; failing any, those for which it applies."""
    resting = [record for ground in grounds for record in ground.records]
    supporting = {record.id: record for record in resting or [r for g in applying for r in g.records]}
    evidence = [each for record in supporting.values() for each in (record.id, *record.confirmed_by)]
    late = [ground.done_late for ground in grounds if ground.done_late is not None]
    return replace(
        finding,
        evidence=tuple(dict.fromkeys(evidence)),
        explanation=tuple(dict.fromkeys(ground.text for ground in grounds)),
        done_late=min(late, default=None),
        supporting_records=len(supporting),
        direct=any(record.direct for record in supporting.values()),
    )
