"""An incident: from the report over an enquiry to a conclusion."""

from collections.abc import Sequence

from events.data_classes import Sealed
from events.return_operation.accountability import IncidentReported, IncidentStatusChanged
from projections.complaints_incidents_recommendations.entry import Entry, told_by_sides
from projections.complaints_incidents_recommendations.steps import Course, handlers, in_course
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import Record
from projections.safeguards.rules.accountability import incident_final_report
from projections.viewing.accounts.codes import WITHHELD
from projections.viewing.accounts.teller import Tellers

ENDS = frozenset({"assessed_below_threshold", "final_report", "closed"})


def incident(h: History, tellers: Tellers) -> Entry | None:
    """The incident that is the subject; none when no record tells of it."""
    reported, steps = h.of(IncidentReported), in_course(h.of(IncidentStatusChanged))
    if not reported and not steps:
        return None
    course = Course(reported, min((each.data.happened_at for each in reported), default=None), steps)
    return course.entry(
        begins="reported",
        ends=ENDS,
        handling=handlers(steps, tellers),
        dues=(due.moment for due in incident_final_report.due(h)),
        told={
            "subject": _categories(reported),
            "severity": told_by_sides(reported, tellers, "severity"),
            "persons_affected": told_by_sides(reported, tellers, "persons_affected_count"),
            "outcome": told_by_sides(steps, tellers, "violation_found"),
        },
    )


def _categories(reported: Sequence[Record[IncidentReported]]) -> list[str]:
    """The categories told; with a case named, a category would tell something of that person."""
    of_a_person = any(each.subjects("case") for each in reported)
    told = {each.data.category for each in reported}
    if not told:
        return []
    if of_a_person:
        return [WITHHELD]
    return sorted(WITHHELD if isinstance(category, Sealed) else category for category in told)
