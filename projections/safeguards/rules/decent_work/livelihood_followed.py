"""What adults live on is recorded soon after return and at each formal report."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from events.post_return.arrival import ArrivalChecked
from events.post_return.follow_up import FollowUpRecorded, LivelihoodRecorded
from events.return_operation.movement import HandoverCompleted, ReturnCarriedOut
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import end_of_day, months_later
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.departures import arrived_at
from projections.safeguards.terms.follow_up import Contact, held, wishes_follow_up
from projections.safeguards.terms.persons import is_adult

REPORTS = frozenset({"mid_term_report", "final_report"})
BASELINE_MONTHS = 3
NEAR_A_REPORT = timedelta(days=14)


def applies(h: History) -> Iterator[Ground]:
    """An adult arrived and wishes follow-up, as told by the latest check that reached the person."""
    wish = wishes_follow_up(h)
    if wish is not None and is_adult(h) and arrived_at(h) is not None:
        yield because("An adult arrived and wishes follow-up.", wish)


def breached(h: History) -> Iterator[Ground]:
    """The final report was held, and nothing on what the person lives on is on record at all."""
    if h.holds(LivelihoodRecorded) or any(_asked(contact) for contact in held(h)):
        return
    for report in _reports(h):
        if report.data.kind == "final_report":
            yield because("Up to the final report nobody asked what the person lives on.", report)


def satisfied(h: History) -> Iterator[Ground]:
    """It was recorded or asked within three months of arrival, and for every formal report.

    Reports are mid-term and final reports that were held, at least one; each asks, or a record lies at most
    14 days before or after it.
    """
    baseline, reports = _baseline(h), _reports(h)
    if baseline and reports and all(_is_covered(h, report) for report in reports):
        yield because("The livelihood was followed from arrival to report.", *baseline, *reports)


def at_risk(h: History) -> Iterator[Ground]:
    """A formal report was held that did not ask, and no record lies within 14 days of it."""
    for report in _reports(h):
        if not _is_covered(h, report):
            yield because("A formal report left out what the person lives on.", report)


def due(h: History) -> Iterator[Due]:
    """Due three months after arrival, and on the day of each formal report."""
    limit = _baseline_limit(h)
    if limit is not None and not (_baseline(h) and _reports(h)):
        yield Due(limit)
    for report in _reports(h):
        if not _is_covered(h, report):
            yield Due(end_of_day(report.data.happened_on, report.occurred_at))


def _asked(contact: Contact) -> bool:
    return contact.data.livelihood_asked == "yes"


def _reports(h: History) -> list[Contact]:
    return [contact for contact in held(h) if contact.data.kind in REPORTS]


def _is_covered(h: History, report: Contact) -> bool:
    return _asked(report) or any(
        abs(told.data.recorded_on - report.data.happened_on) <= NEAR_A_REPORT
        for told in h.of(LivelihoodRecorded)
    )


def _baseline_limit(h: History) -> datetime | None:
    arrived = arrived_at(h)
    return months_later(arrived, BASELINE_MONTHS) if arrived is not None else None


def _baseline(h: History) -> list[AnyRecord]:
    """What was recorded or asked from the day of arrival to the day three months later."""
    arrived, limit = arrived_at(h), _baseline_limit(h)
    if arrived is None or limit is None:
        return []
    told: list[Record[LivelihoodRecorded]] = h.of(LivelihoodRecorded)
    asked = [contact for contact in held(h) if _asked(contact)]
    return [
        *(each for each in told if arrived.date() <= each.data.recorded_on <= limit.date()),
        *(each for each in asked if arrived.date() <= each.data.happened_on <= limit.date()),
    ]


RULE = Rule(
    id="work.livelihood-followed",
    area="16",
    phase="post_return",
    title="What adults live on is recorded soon after return and at each formal report",
    source="UNNM Mapping s.16; RCM principles C.5 and C.6",
    source_status="seed",
    severity="minor",
    applies_to="adults",
    evidence=(LivelihoodRecorded, FollowUpRecorded, ArrivalChecked, HandoverCompleted, ReturnCarriedOut),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    matter=("FollowUpRecorded by follow_up",),
)
