"""Facts that statistics count: one for each case, operation, complaint and so on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from events.pre_return.liberty import LibertyRestrictionEnded, LibertyRestrictionStarted
from events.return_operation.accountability import (
    ComplaintLodged,
    ComplaintStatusChanged,
    RecommendationAnswered,
    RecommendationImplementationAssessed,
    RecommendationIssued,
)
from events.return_operation.force import RestraintApplied, UseOfForceObserved
from events.return_operation.monitoring import MonitoringPresenceRecorded
from events.return_operation.movement import OperationMilestoneReached, ReturnAborted, ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.statistics.findings import by_area
from projections.viewing.agreed import agreed, every, profile, yes
from projections.viewing.group import Group
from projections.viewing.judged import KINDS, judged
from projections.viewing.links import is_about
from projections.viewing.suppression import NOT_APPLICABLE, NOT_STATED
from projections.viewing.view import Made

SEVERAL = "several"
PHASES = ("pre_departure", "en_route", "transit_stopover", "hand_over", "return_leg")
"""Phases of an operation of which the monitored share is told."""


def rows(group: Group) -> Iterator[Made]:
    """One fact about the subject, unless every record about it was withdrawn, or nothing of it counts."""
    own = [record for record in group.standing if is_about(record, group.subject)]
    if not own or (group.kind not in FACTS and not judged(group)):
        return
    when, fact = FACTS.get(group.kind, _judged_alone)(group)
    moment = min(when, default=min(record.occurred_at for record in own))
    row = {
        "of": group.kind,
        "subject": group.subject,
        "cases": sorted({case for record in own for case in record.subjects("case")}),
        "outcomes": by_area(judged(group)),
        "year": f"{moment.year:04}",
        "month": f"{moment.year:04}-{moment.month:02}",
        **fact,
    }
    yield Made(row, key=group.subject, sort=group.subject)


def _case(group: Group) -> tuple[Iterable[datetime], dict[str, Any]]:
    departures = group.of(ReturnCarriedOut)
    aborted = group.of(ReturnAborted)
    force = [*group.of(RestraintApplied), *group.of(UseOfForceObserved)]
    days = _detention_days(group)
    operations = {
        *(each.data.operation for each in departures),
        *(each.data.operation for each in group.of(PassengerListChanged)),
    }
    plans = [plan for each in operations - {None} for plan in group.about(each, OperationPlanned)]
    fact = {
        **profile(group),
        "operation_type": agreed(plans, lambda data: data.operation_type),
        "departed": yes(departures),
        "force": yes(force),
        "aborted": yes(aborted),
        "abort_reason": _one_of(every(aborted, lambda data: data.reason)) if aborted else NOT_APPLICABLE,
        "detained": yes(days is not None or _detained(group)),
        "detention_days": days,
    }
    return [record.data.departed_at for record in departures], fact


def _one_of(codes: Sequence[str]) -> str:
    """The only code, or that there are several. A list beside whether any is told could show a few."""
    return SEVERAL if len(codes) > 1 else next(iter(codes), NOT_STATED)


def _detained(group: Group) -> list[str]:
    """Measures of detention, by any account."""
    return sorted(
        {
            started.data.liberty_measure
            for started in group.of(LibertyRestrictionStarted)
            if started.data.measure == "detention"
        }
    )


def _detention_days(group: Group) -> float | None:
    """Days in detentions that have ended, each from the first start to the last end told of it."""
    days: list[float] = []
    for measure in _detained(group):
        starts = [
            each.data.started_at
            for each in group.of(LibertyRestrictionStarted)
            if each.data.liberty_measure == measure
        ]
        ends = [
            each.data.ended_at
            for each in group.of(LibertyRestrictionEnded)
            if each.data.liberty_measure == measure
        ]
        if ends:
            days.append(max(0.0, (max(ends) - min(starts)).total_seconds() / 86_400))
    return round(sum(days), 2) if days else None


def _operation(group: Group) -> tuple[Iterable[datetime], dict[str, Any]]:
    left = [
        each.data.reached_at
        for each in group.of(OperationMilestoneReached)
        if each.data.milestone == "departed"
    ]
    plans = group.of(OperationPlanned)
    covered = {each.data.phase_covered for each in group.of(MonitoringPresenceRecorded)}
    fact = {
        "operation_type": agreed(plans, lambda data: data.operation_type),
        "monitored": yes(covered),
        **{f"monitored_{phase}": yes(phase in covered) for phase in PHASES},
    }
    return left or [plan.data.planned_departure_at for plan in plans], fact


def _complaint(group: Group) -> tuple[Iterable[datetime], dict[str, Any]]:
    lodged, changes = group.of(ComplaintLodged), group.of(ComplaintStatusChanged)
    fact = {
        "complaint_subject": agreed(lodged, lambda data: data.subject),
        "complaint_decided": yes(any(each.data.outcome is not None for each in changes)),
    }
    return [each.data.lodged_at for each in lodged], fact


def _judged_alone(_group: Group) -> tuple[Iterable[datetime], dict[str, Any]]:
    """Of other things only what is found about them counts."""
    return [], {}


def _recommendation(group: Group) -> tuple[Iterable[datetime], dict[str, Any]]:
    answers = group.of(RecommendationAnswered)
    fact = {
        "recommendation_answer": agreed(answers, lambda data: data.answer) if answers else NOT_APPLICABLE,
        "recommendation_state": agreed(
            group.of(RecommendationImplementationAssessed), lambda data: data.state
        ),
        "answered": yes(answers),
    }
    return [each.occurred_at for each in group.of(RecommendationIssued)], fact


FACTS = {
    "case": _case,
    "operation": _operation,
    "complaint": _complaint,
    "recommendation": _recommendation,
}
PER = frozenset(FACTS) | KINDS
"""Kinds of subject that are counted, or about which there are findings."""
