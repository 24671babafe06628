"""Due dates of safeguard rules: the duties that each side's account leaves open."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from projections.follow_up_calendar.due_date import Dated, DueDate, due_dates
from projections.safeguards.judging.history import History
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.rule import Rule
from projections.safeguards.judging.scopes import SCOPES
from projections.safeguards.judging.sides import things_told, told_once, views
from projections.safeguards.rules.post_return import follow_up_reports
from projections.safeguards.rules.register import BY_ID
from projections.viewing.accounts.teller import Tellers
from projections.viewing.links import kind

REPORTS = {"mid_term_report": "mid_term", "final_report": "final"}


@dataclass(frozen=True)
class Duty:
    """A rule whose due times belong in the calendar."""

    safeguard: str
    reason: str
    left_open: Callable[[Rule, History], Iterable[Dated]]
    named: bool = True
    """Whether rows may name the rule."""


def at_due(name: str) -> Callable[[Rule, History], Iterator[Dated]]:
    """The due times of a rule, as one kind of contact or deadline."""
    return lambda rule, h: ((name, each.moment) for each in rule.due(h))


def until_satisfied(name: str) -> Callable[[Rule, History], Iterator[Dated]]:
    """The due times of a rule that keeps them after its duty was fulfilled."""
    return lambda rule, h: ((name, each.moment) for each in rule.due(h) if not any(rule.satisfied(h)))


def missing_reports(_rule: Rule, h: History) -> Iterator[Dated]:
    """The dates of the mid-term and the final report."""
    return ((REPORTS[report.kind], report.on) for report in follow_up_reports.open_reports(h))


DUTIES = (
    Duty("post-return.arrival-check", "after_arrival", at_due("arrival_check")),
    Duty("reintegration.plan-within-one-month", "after_arrival", at_due("plan")),
    Duty("rss.every-three-months", "since_last_answers", at_due("survey")),
    Duty(
        "vulnerability.trafficking-follow-up-schedule",
        "intensive_schedule",
        at_due("monthly_contact"),
        named=False,
    ),
    Duty("post-return.follow-up-reports", "after_plan", missing_reports),
    Duty("child.school-enrolment", "after_arrival", until_satisfied("school")),
    Duty("reintegration.referral-consented-and-followed-up", "set_at_referral", at_due("referral")),
    Duty("justice.claim-pursued-after-return", "since_last_news", at_due("claim")),
    Duty("detention.regular-independent-review", "since_last_review", at_due("detention_review")),
    Duty("data.request-answered-within-one-month", "after_receipt", at_due("data_request")),
)
"""A rule whose name would tell what danger the person is in is not named."""


def open_duties(h: History, tellers: Tellers) -> Iterator[DueDate]:
    """The open duties of every rule about this kind of subject that applies."""
    for duty in DUTIES:
        rule = BY_ID.get(duty.safeguard)
        if rule is not None and SCOPES[rule.scope] == kind(h.subject):
            dated = _by_side(duty, rule, h, tellers)
            yield from due_dates(dated, duty.reason, rule.id if duty.named else None, rule.parameters)


def _by_side(duty: Duty, rule: Rule, h: History, tellers: Tellers) -> Mapping[str, list[Dated]]:
    """Side to the dates that its account, or that of any of its bodies, leaves open."""
    told = told_once(rule, h)
    if not any(rule.applies(told)):
        return {}
    things = things_told(rule, h)
    sides = views(told, things)
    if not sides:
        return {"": list(duty.left_open(rule, told))}
    names = _names([record for record in told.records if record.id in things], tellers)
    found: dict[str, list[Dated]] = {}
    for side, each in sides.items():
        for view in each:
            found.setdefault(names[side], []).extend(duty.left_open(rule, view))
    return found


def _names(told: Iterable[AnyRecord], tellers: Tellers) -> dict[str, str]:
    """Side to how it may be called: protected where each of its authors is."""
    names: dict[str, str] = {}
    for record in told:
        if names.get(record.side) != record.side:
            names[record.side] = tellers.side(record)
    return names
