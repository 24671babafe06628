"""Who came as a child alone is not returned soon after turning eighteen without options examined."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import ReturnDecisionIssued, ReturnDecisionStatusChanged, StayPathwayExamined
from events.pre_return.preparation import DeparturePreparationRecorded, ReturnConsentRecorded
from events.return_operation.movement import ReturnCarriedOut
from events.return_operation.planning import OperationPlanned, PassengerListChanged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import date_months_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import decided_pathways, standing_decisions
from projections.safeguards.terms.departures import (
    departed_at,
    due_at_departure,
    first_departure,
    listed_on,
    planned_departure,
)
from projections.safeguards.terms.persons import told_last
from projections.safeguards.terms.values import listed_in, plain

COME_OF_AGE = "turned_18_during_procedure"
OPTIONS = frozenset({"education_or_apprenticeship", "integration", "length_of_residence"})
MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")

Period = tuple[date, date]


def applies(h: History) -> Iterator[Ground]:
    """A person who had come as a child alone is to leave, or left, soon after turning eighteen.

    As a child alone: so it was stated, or the person came of age during the procedure and nothing denies it.
    To leave: the day of a standing decision, of being put on a list, of the planned or of the real departure
    lies in the period. It runs from the first day of the month of the birthday (where that is not told, from
    the day on which coming of age was noted) to so many months after the last day of that month (after that
    day) as the parameter says.
    """
    if not _came_alone(h):
        return
    for record in _signs(h):
        yield because("Return is prepared soon after the eighteenth birthday.", record)
    left = first_departure(h)
    if left is not None and _in_period(h, left.data.departed_at.date()):
        yield because("The person left soon after the eighteenth birthday.", left)


def breached(h: History) -> Iterator[Ground]:
    """The person left within the period, and no option was examined to a result before departure."""
    left = first_departure(h)
    if left is not None and _in_period(h, left.data.departed_at.date()) and not _options(h):
        yield because("The person left within the period without options examined.", left)


def satisfied(h: History) -> Iterator[Ground]:
    """Education, integration or length of residence was examined to a result before departure."""
    for examined in _options(h):
        yield because("Options for stay were examined.", examined)


def at_risk(h: History) -> Iterator[Ground]:
    """Return is prepared within the period, nobody has left, and no option was examined to a result."""
    if departed_at(h) is None and not _options(h):
        for record in _signs(h):
            yield because("Return is prepared within the period without options examined.", record)


def due(h: History) -> Iterator[Due]:
    """Departure, until an option was examined; the planned time stands in for it."""
    if not _options(h):
        yield from due_at_departure(h)


def _came_alone(h: History) -> bool:
    came_alone = told_last(h, "previously_unaccompanied_child")
    if told_last(h, "child_status") == COME_OF_AGE:
        return bool(came_alone != "no")
    return bool(came_alone == "yes")


@term
def _period(h: History) -> Period | None:
    """The first and the last day of the period; none where neither birthday nor coming of age is told."""
    months = h.parameters.young_adult_months
    born = MONTH.fullmatch(plain(told_last(h, "eighteenth_birthday_month")) or "")
    if born is not None:
        first = date(int(born[1]), int(born[2]), 1)
        return first, date_months_later(date_months_later(first, 1) - timedelta(days=1), months)
    changes = [each for each in h.of(CaseProfileUpdated) if each.data.child_status == COME_OF_AGE]
    if not changes:
        return None
    return changes[-1].data.changed_on, date_months_later(changes[-1].data.changed_on, months)


def _in_period(h: History, day: date) -> bool:
    period = _period(h)
    return period is not None and period[0] <= day <= period[1]


def _signs(h: History) -> Iterator[AnyRecord]:
    """Records by which return is prepared on a day of the period."""
    for records in standing_decisions(h).values():
        yield from (record for record in records if _in_period(h, record.data.issued_on))
    for listed in h.of(PassengerListChanged):
        if listed.data.change == "added" and _in_period(h, listed.data.changed_at.date()):
            yield listed
    planned = planned_departure(h)
    if planned is not None and _in_period(h, planned.date()):
        for operation in listed_on(h):
            yield from h.about(operation, OperationPlanned)
        yield from h.of(DeparturePreparationRecorded)
        yield from h.of(ReturnConsentRecorded)


def _options(h: History) -> list[Record[StayPathwayExamined]]:
    """Examinations of an option that came to a result before departure, if the person left."""
    left = departed_at(h)
    return [
        examined
        for examined in decided_pathways(h)
        if not OPTIONS.isdisjoint(listed_in(examined.data.grounds_examined))
        and (left is None or examined.occurred_at < left)
    ]


RULE = Rule(
    id="pathways.turning-eighteen",
    area="4",
    phase="pre_return",
    title="Who came as a child alone is not returned soon after turning eighteen without options examined",
    source="UNNM Mapping s.4",
    source_status="seed",
    severity="serious",
    applies_to="former unaccompanied children",
    evidence=(
        ReturnCaseOpened,
        CaseProfileUpdated,
        StayPathwayExamined,
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        OperationPlanned,
        PassengerListChanged,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("StayPathwayExamined by case+date",),
    parameters=("young_adult_months",),
)
