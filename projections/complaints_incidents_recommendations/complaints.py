"""A complaint: from lodging over the receipt to a decision, and whether whoever complained is safe."""

from events.return_operation.accountability import ComplaintLodged, ComplaintStatusChanged
from projections.complaints_incidents_recommendations.entry import Entry, told_by_sides
from projections.complaints_incidents_recommendations.steps import Course, handlers, in_course
from projections.safeguards.judging.history import History
from projections.safeguards.rules.accountability import complaint_handled
from projections.viewing.accounts.teller import Tellers

ENDS = frozenset({"decided", "remedy_provided", "withdrawn", "closed"})


def complaint(h: History, tellers: Tellers) -> Entry | None:
    """The complaint that is the subject; none when no record tells of it."""
    lodged, steps = h.of(ComplaintLodged), in_course(h.of(ComplaintStatusChanged))
    if not lodged and not steps:
        return None
    course = Course(lodged, min((each.data.lodged_at for each in lodged), default=None), steps)
    return course.entry(
        begins="lodged",
        ends=ENDS,
        handling=handlers(steps, tellers),
        dues=(due.moment for due in complaint_handled.due(h)),
        told={
            "subject": sorted({each.data.subject for each in lodged}),
            "against": sorted({each.data.against_role for each in lodged}),
            "independent": told_by_sides(steps, tellers, "independent_of_body_complained_of"),
            "outcome": told_by_sides(steps, tellers, "outcome"),
            "informed": told_by_sides(steps, tellers, "complainant_informed"),
            "fear_of_retaliation": told_by_sides(lodged, tellers, "fear_of_retaliation"),
            "retaliation": told_by_sides(steps, tellers, "retaliation_reported"),
        },
    )
