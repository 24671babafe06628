"""A mid-term report at six months and a final report a year later show what became of the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.post_return.closure import CaseClosed
from events.post_return.follow_up import FollowUpRecorded
from events.post_return.reintegration import ReintegrationPlanAgreed
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import date_months_later, end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.plans import Plan, first_versions

HELD = frozenset({"held", "partly_held"})
ENDING = frozenset({"death", "moved_or_remigrated", "returnee_chose_to_stop"})
"""Reasons for closing a case after which no report is due."""
MID_TERM, FINAL = 6, 18
DAYS_AHEAD = timedelta(days=30)
"""How long before its date a report that is missing is at risk, and the final one asked for."""

Contact = Record[FollowUpRecorded]


@dataclass(frozen=True)
class Report:
    """A report that a plan asks for: its date, and until when it is taken."""

    plan: Plan
    kind: str
    mid_term_on: datetime
    on: datetime
    until: datetime


def applies(h: History) -> Iterator[Ground]:
    """A plan was agreed without opting out, and the case did not end within six months after.

    End: closed for death, for a move to another country, or because the person chose to stop, on a day before
    the date of the mid-term report. Where it ended so between the two dates, no final report is due.
    """
    for plan in _plans(h):
        yield because("A reintegration plan was agreed.", plan)


def breached(h: History) -> Iterator[Ground]:
    """The date of a report and `follow_up_grace_days` passed with neither the report nor an attempt.

    A report must be held at least in part; any other outcome of a contact for it is an attempt.
    """
    for report in reports(h):
        told = _contacts(h, report)
        if h.passed(report.until) and all(each.data.happened_on > report.until.date() for each in told):
            late = [each.occurred_at for each in told if each.data.outcome in HELD]
            text = f"No {_name(report)} was made or tried in time."
            yield because(text, report.plan, done_late=min(late, default=None))


def satisfied(h: History) -> Iterator[Ground]:
    """Each report asked for by now was held at least in part in time, with the plan reviewed.

    From thirty days before its date on the final report is asked for; before that the mid-term report alone.
    The final report must be later than the date of the mid-term report.
    """
    asked = [report for report in reports(h) if report.kind == "mid_term_report" or _near(h, report)]
    made = [_made(h, report) for report in asked]
    if made and all(made):
        records = [record for each in made for record in each]
        yield because("The reports asked for so far were made in time.", *records)


def at_risk(h: History) -> Iterator[Ground]:
    """The date of a report that was not made as asked is within thirty days, or has passed."""
    for report in reports(h):
        if not _made(h, report) and _near(h, report):
            yield because(f"The {_name(report)} is near or overdue.", report.plan, *_contacts(h, report))


def due(h: History) -> Iterator[Due]:
    """Due six and eighteen months after the plan was agreed, at the end of the day."""
    for report in open_reports(h):
        yield Due(report.on, silent_until=report.until)


def _plans(h: History) -> list[Plan]:
    """The first versions of plans that by any account were agreed without opting out, and ran six months."""
    agreed = {plan.data.plan for plan in first_versions(h.whole) if not plan.data.opted_out}
    found = [plan for plan in first_versions(h) if plan.data.plan in agreed]
    return [plan for plan in found if not _ended_before(h, plan, MID_TERM)]


@term
def reports(h: History) -> list[Report]:
    """The reports that are asked for, for each plan."""
    found = []
    for plan in _plans(h):
        mid_term = _date(plan, MID_TERM)
        months = {"mid_term_report": MID_TERM, "final_report": FINAL}
        if _ended_before(h, plan, FINAL):
            del months["final_report"]
        for kind, number in months.items():
            on = _date(plan, number)
            until = on + timedelta(days=h.parameters.follow_up_grace_days)
            found.append(Report(plan, kind, mid_term, on, until))
    return found


def open_reports(h: History) -> list[Report]:
    """The reports that were not made as asked, whether or not their date has come."""
    return [report for report in reports(h) if not _made(h, report)]


def _date(plan: Plan, months: int) -> datetime:
    return end_of_day(date_months_later(plan.data.agreed_on, months), plan.occurred_at)


def _ended_before(h: History, plan: Plan, months: int) -> bool:
    limit = date_months_later(plan.data.agreed_on, months)
    return any(closed.data.reason in ENDING and closed.data.closed_on < limit for closed in h.of(CaseClosed))


def _near(h: History, report: Report) -> bool:
    return h.clock.reached(report.on - DAYS_AHEAD)


def _contacts(h: History, report: Report) -> list[Contact]:
    """Every contact of the kind of a report, whatever its outcome."""
    return [contact for contact in h.of(FollowUpRecorded) if contact.data.kind == report.kind]


def _made(h: History, report: Report) -> list[Contact]:
    """The contacts that are the report as asked for."""
    return [
        contact
        for contact in _contacts(h, report)
        if contact.data.outcome in HELD
        and contact.data.plan_reviewed == "yes"
        and contact.data.happened_on <= report.until.date()
        and (report.kind == "mid_term_report" or contact.data.happened_on > report.mid_term_on.date())
    ]


def _name(report: Report) -> str:
    return report.kind.replace("_", " ").replace("mid term", "mid-term")


RULE = Rule(
    id="post-return.follow-up-reports",
    area="19",
    also_areas=("module2.3", "15"),
    phase="post_return",
    title="A mid-term report at six months and a final report about a year later are made",
    source="IOM Handbook 2.3.3; IOM Thematic Paper (follow-up in the first 12 months)",
    source_status="seed",
    severity="serious",
    applies_to="assisted returnees",
    evidence=(ReintegrationPlanAgreed, FollowUpRecorded, CaseClosed),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    silence_after_due="breached",
    own_window=True,
    matter=("FollowUpRecorded by follow_up", "ReintegrationPlanAgreed by plan"),
    parameters=("follow_up_grace_days",),
)
