"""A returned child of school age attends school within a reasonable time."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

from events.post_return.arrival import ArrivalChecked
from events.post_return.follow_up import EducationEnrolmentRecorded
from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.persons import told_last

Enrolment = Record[EducationEnrolmentRecorded]
SCHOOL_AGE = frozenset({"5_11", "12_14", "15_17"})
OUT = frozenset({"refused", "waiting", "not_enrolled"})
DAYS_NEAR = 14
"""Days before the limit from which the duty is at risk."""


def applies(h: History) -> Iterator[Ground]:
    """A child of school age has arrived, and the latest record of schooling does not say otherwise.

    A record counts for the day on which the child was enrolled, where it tells of attendance and of that
    day; else for the day that it was made for.
    """
    told = _by_date(h)
    of_age = told_last(h, "age_band") in SCHOOL_AGE
    if of_age and arrived_at(h) is not None and not (told and told[-1].data.state == "not_of_school_age"):
        arrivals = [*h.of(HandoverCompleted), *h.of(ArrivalChecked), *h.of(ReturnCarriedOut)]
        yield because("A child of school age has arrived.", *arrivals)


def breached(h: History) -> Iterator[Ground]:
    """After the limit the child is known to be out of school, or twice in turn enrolled and not attending.

    Known: by the latest record dated within the limit; where there is none, by any later one.
    """
    told = _by_date(h)
    for first, second in pairwise(told):
        if first.data.state == second.data.state == "enrolled_not_attending":
            yield because("The child was twice found enrolled and not attending.", first, second)
    limit = _limit(h)
    if limit is None or not h.passed(limit):
        return
    within = [each for each in told if _date(each) <= limit.date()]
    for each in within[-1:] or told:
        if each.data.state in OUT:
            yield because("The time for school has passed and the child was out of it.", each)


def satisfied(h: History) -> Iterator[Ground]:
    """By the latest record dated within the limit the child attends school."""
    limit = _limit(h)
    within = [each for each in _by_date(h) if limit is not None and _date(each) <= limit.date()]
    if within and within[-1].data.state == "enrolled_attending":
        yield because("The child attended school in time.", within[-1])


def at_risk(h: History) -> Iterator[Ground]:
    """The limit is two weeks away or less, something stands in the way, or school came late or not quite.

    After the limit: the latest record tells of a placement assessed, of enrolment without attendance, or of
    attendance from a day after the limit.
    """
    limit, told = _limit(h), _by_date(h)
    if limit is None:
        return
    last = told[-1] if told else None
    if not h.passed(limit):
        if h.clock.reached(days_later(limit, -DAYS_NEAR)):
            yield because("The time for school ends within two weeks.")
        if last is not None and last.data.barriers:
            yield because("Something stands in the way of school.", last)
    elif last is not None:
        if last.data.state in {"placement_assessed", "enrolled_not_attending"}:
            yield because("The child is not yet in school.", last)
        if last.data.state == "enrolled_attending" and _date(last) > limit.date():
            late = datetime.combine(_date(last), limit.timetz())
            yield because("The child came to school after the limit.", last, done_late=late)


def due(h: History) -> Iterator[Due]:
    """Some days after arrival."""
    limit = _limit(h)
    if limit is not None:
        yield Due(limit)


def _date(each: Enrolment) -> date:
    enrolled = each.data.enrolled_on if each.data.state == "enrolled_attending" else None
    return enrolled or each.data.recorded_on


@term
def _by_date(h: History) -> list[Enrolment]:
    return sorted(h.of(EducationEnrolmentRecorded), key=lambda each: (_date(each), each.order))


def _limit(h: History) -> datetime | None:
    arrived = arrived_at(h)
    return days_later(arrived, h.parameters.school_days) if arrived is not None else None


RULE = Rule(
    id="child.school-enrolment",
    area="14",
    also_areas=("19", "module2.5.4"),
    phase="post_return",
    title="A returned child of school age is soon in school",
    source="UNNM Mapping s.14 and s.19; IOM Handbook 2.5.4",
    source_status="seed",
    severity="serious",
    applies_to="children",
    evidence=(
        EducationEnrolmentRecorded,
        ReturnCaseOpened,
        CaseProfileUpdated,
        ArrivalChecked,
        HandoverCompleted,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    parameters=("school_days",),
)
