"""The person is told of a decision, and of the way to challenge it, so that they understand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.pre_return.case import CaseProfileUpdated, ReturnCaseOpened
from events.pre_return.decision import (
    ReturnDecisionIssued,
    ReturnDecisionNotified,
    ReturnDecisionStatusChanged,
)
from events.return_operation.movement import ReturnCarriedOut
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import end_of_day
from projections.safeguards.judging.record import Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.decisions import Issued, issued_on, standing_decisions
from projections.safeguards.terms.departures import departed_at, departure_or_planned
from projections.safeguards.terms.persons import FORCED, is_child, is_child_alone, return_types

Notice = Record[ReturnDecisionNotified]
SPOKEN = frozenset({*FORCED, "obliged_departure"})
"""Return types under which the person must have been told of the decision."""


def applies(h: History) -> Iterator[Ground]:
    """A decision stands that was issued by the day of departure, and the return is not voluntary.

    The return is forced or an obliged departure, as planned last or as carried out. The time of a notice is
    the one that it states, else that of the record; the latest notice is the last one before departure.
    """
    if SPOKEN.isdisjoint(return_types(h)):
        return
    for records in _counting(h).values():
        yield because("A decision stands under which the person is to leave.", *records)


def breached(h: History) -> Iterator[Ground]:
    """The latest notice failed, or departure has passed without any notice before it.

    Failed: not delivered, not in a language understood, or without an explanation of remedy and deadline.
    """
    leaves = departure_or_planned(h)
    for decision, records in _counting(h).items():
        last = _latest(h, decision)
        if last is not None and _failed(last):
            yield because("The latest notice of the decision failed.", *records, last)
        told = leaves is None or any(_moment(each) < leaves for each in _notices(h, decision))
        if h.passed(leaves) and not told:
            yield because("Departure has passed and no notice before it is on record.", *records)


def satisfied(h: History) -> Iterator[Ground]:
    """The latest notice of every decision was understood, and the first such notice came in time.

    It was delivered, in a language understood, with remedy and deadline explained; to a child in a way fit
    for children; of a child who came alone the guardian was told too.
    """
    counting = _counting(h)
    if counting and all(_is_told(h, decision, records) for decision, records in counting.items()):
        last = [each for decision in counting if (each := _latest(h, decision)) is not None]
        yield because("The person was told of every decision, understandably and in time.", *last)


def at_risk(h: History) -> Iterator[Ground]:
    """The latest notice was understood in part or perhaps, not fit for a child, or came late.

    Late: the first notice with every answer that is needed came after its time. Of a child who came alone
    the guardian must have been told.
    """
    for decision, records in _counting(h).items():
        last = _latest(h, decision)
        if last is None:
            continue
        doubtful = {last.data.language_understood, last.data.remedy_and_deadline_explained}
        if doubtful & {"partly", "unknown"}:
            yield because("The latest notice was understood in part, or nobody knows.", last)
        if not _fits_child(h, last):
            yield because("The notice was not made fit for the child, or the guardian not told.", last)
        first = _first_good(h, decision)
        if first is not None and _moment(first) > _due(h, records).moment:
            yield because("The first sufficient notice came late.", first, done_late=_moment(first))


def due(h: History) -> Iterator[Due]:
    """At the end of the days for notice that follow the day of issue, or at departure if that is earlier."""
    for decision, records in _counting(h).items():
        if not _is_told(h, decision, records):
            yield _due(h, records)


@term
def _counting(h: History) -> dict[str, list[Issued]]:
    """Standing decisions that were issued on the local day of departure or before."""
    left = departed_at(h)
    return {
        decision: records
        for decision, records in standing_decisions(h).items()
        if left is None or issued_on(records) <= left.date()
    }


def _moment(notice: Notice) -> datetime:
    return notice.data.notified_at or notice.occurred_at


@term
def _notices(h: History, decision: str) -> list[Notice]:
    """The notices of a decision by their moments: before departure, else up to the moment judged."""
    left = departed_at(h)
    told = [each for each in h.of(ReturnDecisionNotified) if each.data.decision == decision]
    counting = [each for each in told if (_moment(each) < left if left else h.clock.reached(_moment(each)))]
    return sorted(counting, key=lambda each: (_moment(each), each.order))


def _latest(h: History, decision: str) -> Notice | None:
    return next(reversed(_notices(h, decision)), None)


def _first_good(h: History, decision: str) -> Notice | None:
    return next((each for each in _notices(h, decision) if _is_good(h, each)), None)


def _failed(notice: Notice) -> bool:
    return (
        notice.data.delivery_mode == "not_delivered"
        or notice.data.language_understood == "no"
        or notice.data.remedy_and_deadline_explained == "no"
    )


def _fits_child(h: History, notice: Notice) -> bool:
    friendly = not is_child(h) or notice.data.child_friendly == "yes"
    return friendly and (not is_child_alone(h) or notice.data.guardian_notified == "yes")


def _is_good(h: History, notice: Notice) -> bool:
    understood = notice.data.language_understood == notice.data.remedy_and_deadline_explained == "yes"
    return understood and notice.data.delivery_mode != "not_delivered" and _fits_child(h, notice)


def _is_told(h: History, decision: str, records: list[Issued]) -> bool:
    last, first = _latest(h, decision), _first_good(h, decision)
    if last is None or first is None:
        return False
    return _is_good(h, last) and _moment(first) <= _due(h, records).moment


def _due(h: History, records: list[Issued]) -> Due:
    leaves = departure_or_planned(h)
    day = issued_on(records) + timedelta(days=h.parameters.notice_days)
    end = end_of_day(day, records[0].occurred_at)
    return Due(leaves, of_departure=True) if leaves is not None and leaves < end else Due(end)


RULE = Rule(
    id="due-process.notice-in-understood-language",
    area="2",
    phase="pre_return",
    title="The person is told of the decision in time, in a language and form that they understand",
    source="UNNM Mapping s.2",
    source_status="seed",
    severity="serious",
    evidence=(
        ReturnDecisionIssued,
        ReturnDecisionStatusChanged,
        ReturnDecisionNotified,
        ReturnCaseOpened,
        CaseProfileUpdated,
        ReturnCarriedOut,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("ReturnDecisionNotified by decision",),
    parameters=("notice_days", "depart_soon_hours"),
)
