"""Walks the records of one subject in the order in which they became known, and tells each changed outcome.

The findings are made again at the moment of every record and at every moment at which time alone may change
them; each time by what was known at that very moment. So the changes follow from the records alone: how they
were cut into pages, and how far each walk went, makes no difference.

A record that arrives when the walk has passed its moment is judged at the moment where the walk stands. What
was told before stays as it was told. Once the values are erased on which the findings about a subject rested,
nothing more is told of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from projections.finding_changes.change import Cause, FindingChanged, Held
from projections.safeguards.judging.docket import DEFAULTS, Asked, Docket
from projections.safeguards.judging.finding import Finding
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import RULES_VERSION, Rule
from projections.safeguards.rules.register import BY_ID
from projections.viewing.frozen import is_frozen
from projections.viewing.group import Group
from projections.viewing.judged import rules_about
from projections.viewing.links import kind


@dataclass(frozen=True, slots=True)
class Standing:
    """What was last told of one finding."""

    outcome: Held = "not_applicable"
    contested: bool = False
    frozen: bool = False


@dataclass(frozen=True)
class Course:
    """One subject, and how far it was walked."""

    subject: str
    standing: Mapping[str, Standing]
    """Rule id to what was last told; a rule that never applied is missing."""
    after: datetime | None
    """Where the walk stands; None before the first."""
    first: datetime | None
    """The first moment after it at which time alone may change a finding."""
    late: frozenset[str] = frozenset()
    """Ids of records that arrived when the walk had passed their moment."""
    judged_by: str | None = None
    """Version of rules and numbers that came into use where the walk stands."""


@dataclass
class Walked:
    """What a walk found."""

    standing: dict[str, Standing]
    changes: list[FindingChanged] = field(default_factory=list)
    next: datetime | None = None
    """The moment from which to walk on; None until another record arrives."""


def walk(
    course: Course, records: Iterable[AnyRecord], until: datetime, parameters: Parameters = DEFAULTS
) -> Walked:
    """Walk on to a moment, itself included."""
    ordered = sorted(records, key=lambda record: (record.recorded_at, record.id))
    walked = Walked(dict(course.standing))
    if is_frozen(Group(course.subject, ordered, until)):
        return walked
    following = course.first
    for stands, known, cause in _where_it_stands(course, ordered):
        following = _look(walked, Group(course.subject, known, stands), cause, parameters).next_change
    docket: Docket | None = None
    at = course.after
    while (moment := _following(at, ordered, following)) is not None and moment <= until:
        at = moment.astimezone(UTC)
        group = Group(course.subject, _known(ordered, at), at)
        docket = _look(walked, group, None, parameters, docket)
        following = docket.next_change
    walked.next = moment
    return walked


def _where_it_stands(
    course: Course, ordered: Sequence[AnyRecord]
) -> Iterator[tuple[datetime, list[AnyRecord], Cause]]:
    """What is judged again at the moment where the walk stands, one cause after the other."""
    if course.after is None:
        return
    at = course.after.astimezone(UTC)
    known = [record for record in ordered if record.recorded_at <= at and record.id not in course.late]
    if course.judged_by is not None:
        moment = at.isoformat(timespec="microseconds")
        yield at, list(known), Cause(judged_by=f"{course.judged_by} at {moment}")
    for record in ordered:
        if record.id in course.late and record.recorded_at <= at:
            known.append(record)
            yield at, list(known), Cause(event_id=record.id)


def _following(at: datetime | None, ordered: Sequence[AnyRecord], limit: datetime | None) -> datetime | None:
    """The next moment at which to look: a record becomes known, or time may change something."""
    recorded = next((each.recorded_at for each in ordered if at is None or each.recorded_at > at), None)
    return min((moment for moment in (recorded, limit) if moment is not None), default=None)


def _known(ordered: Sequence[AnyRecord], at: datetime) -> list[AnyRecord]:
    return [record for record in ordered if record.recorded_at <= at]


def _look(
    walked: Walked, group: Group, cause: Cause | None, parameters: Parameters, earlier: Docket | None = None
) -> Docket:
    """Make the findings at one moment, and tell what changed. `earlier` is how the last look found things."""
    docket = Docket(group.subject, Asked(group.records, group.as_of, group.known_at, parameters), earlier)
    possible = rules_about(group)
    for rule in possible:
        if not docket.keeps(rule):
            _compare(walked, group, rule, docket.finding(rule), cause, parameters)
    for known in set(walked.standing).difference(rule.id for rule in possible):
        _compare(walked, group, BY_ID[known], None, cause, parameters)
    return docket


def _compare(  # noqa: PLR0913, PLR0917 - one finding, and all that a change of it states
    walked: Walked,
    group: Group,
    rule: Rule,
    finding: Finding | None,
    cause: Cause | None,
    parameters: Parameters,
) -> None:
    before = walked.standing.get(rule.id, Standing())
    now = _standing(finding)
    if before.frozen or (before.outcome, before.contested) == (now.outcome, now.contested):
        _keep(walked, rule, before if before.frozen or not now.frozen else now)
        return
    because = cause or _cause(group, finding)
    walked.changes.append(_change(group, rule, finding, (before, now), because, parameters))
    _keep(walked, rule, now)


def _standing(finding: Finding | None) -> Standing:
    return Standing(finding.outcome, finding.contested, finding.frozen) if finding else Standing()


def _keep(walked: Walked, rule: Rule, standing: Standing) -> None:
    if standing == Standing():
        walked.standing.pop(rule.id, None)
    else:
        walked.standing[rule.id] = standing


def _cause(group: Group, finding: Finding | None) -> Cause:
    """The record that became known at this moment, first one on which the finding rests; else time."""
    fresh = [record.id for record in group.records if record.recorded_at == group.as_of]
    resting = finding.evidence if finding is not None else ()
    own = {record.id for record in group.own}
    fresh.sort(key=lambda each: (each not in resting, each not in own, each))
    return Cause(event_id=fresh[0]) if fresh else Cause(limit=group.as_of)


def _change(  # noqa: PLR0913, PLR0917 - the parts of one change
    group: Group,
    rule: Rule,
    finding: Finding | None,
    held: tuple[Standing, Standing],
    cause: Cause,
    parameters: Parameters,
) -> FindingChanged:
    before, now = held
    named = {subject for record in group.own for subject in record.subject_ids}
    return FindingChanged(
        rule=rule.id,
        rule_version=RULES_VERSION,
        severity=rule.severity,
        area=rule.area,
        scope=rule.scope,
        subject=group.subject,
        cases=_of_kind(named, "case") if group.kind != "operation" else (),
        operations=_of_kind(named, "operation"),
        outcome_before=before.outcome,
        outcome=now.outcome,
        sides=dict(sorted(finding.sides.items())) if finding is not None else {},
        contested=now.contested,
        cause=cause,
        evidence=finding.evidence if finding is not None else (),
        due=finding.due if finding is not None else None,
        as_of=group.as_of,
        known_at=group.known_at,
        parameters_version=parameters.version,
        frozen=now.frozen,
    )


def _of_kind(subjects: Iterable[str], wanted: str) -> tuple[str, ...]:
    return tuple(sorted(each for each in subjects if kind(each) == wanted))


def judged_by(parameters: Parameters) -> str:
    """The version of rules and numbers, in one line."""
    return f"rules {RULES_VERSION}, parameters {parameters.version}"
