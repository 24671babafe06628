"""Reports of stigma or discrimination, the responses to them, and places that many reports name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from events.post_return.arrival import HarmReported
from events.post_return.counselling import CounsellingSessionHeld
from events.post_return.follow_up import CommunityMeasureRecorded, FollowUpRecorded
from events.post_return.reintegration import ReferralMade, UnmetNeedRecorded
from events.return_operation.accountability import ComplaintLodged
from projections.safeguards.judging.history import History, term
from projections.safeguards.judging.limits import days_later, end_of_day, start_of_day
from projections.safeguards.judging.record import AnyRecord, Record
from projections.safeguards.terms.values import plain

STIGMA = frozenset({"stigma_or_harassment", "discrimination"})
SUPPORT = frozenset(
    {
        "psychosocial",
        "mental_health",
        "community_support",
        "legal_aid",
        "child_protection",
        "police_protection",
        "education",
    }
)
"""Kinds of service to which a referral is a response."""


@dataclass(frozen=True)
class Report:
    """A report, when it was made, and by when a response is due."""

    record: AnyRecord
    told_at: datetime
    limit: datetime


@term
def reports_of_case(h: History) -> list[Report]:
    """Every report of the case, the earliest first.

    Harm counts from the recording of its first version; what a follow-up heard counts from its day.
    """
    days = h.parameters.response_days
    found = [
        Report(harm, harm.first_told_at, days_later(harm.first_told_at, days)) for harm in _harm(h, h.subject)
    ]
    for contact in h.of(FollowUpRecorded):
        if plain(contact.data.stigma_reported) == "yes":
            day = start_of_day(contact.data.happened_on, contact.occurred_at)
            limit = end_of_day(days_later(day, days).date(), contact.occurred_at)
            found.append(Report(contact, day, limit))
    return sorted(found, key=lambda report: (report.told_at, report.record.id))


def responses(h: History, report: Report) -> list[AnyRecord]:
    """The responses of the case from the day of the report to its limit."""
    return [record for record, when in _dated(h) if _answers(report, when)]


@term
def areas_without_measure(h: History) -> list[str]:
    """Areas that reports of this case name, that reports of many cases name, and that have no measure.

    The measure starts at most `response_days` after the report that reached `area_pattern_cases`, and had not
    ended before that report.
    """
    named = {plain(harm.data.area) for harm in _harm(h, h.subject)} - {None}
    reached = {area: at for area in named if area is not None and (at := _pattern_reached(h, area))}
    return [area for area, at in sorted(reached.items()) if not _measured(h, area, at)]


def _harm(h: History, case: str | None = None) -> Iterator[Record[HarmReported]]:
    """Harm of these kinds, told of one case or of any."""
    for record in h.anywhere(HarmReported):
        if plain(record.data.kind) in STIGMA and (case is None or case in record.about):
            yield record


def _dated(h: History) -> Iterator[tuple[AnyRecord, date | datetime]]:
    """What can be a response, with its day, or its moment where that is told."""
    for referral in h.of(ReferralMade):
        if plain(referral.data.sector) in SUPPORT:
            yield referral, referral.data.referred_on
    for session in h.of(CounsellingSessionHeld):
        if session.data.kind == "family":
            yield session, session.data.held_at
    for complaint in h.of(ComplaintLodged):
        if complaint.data.subject == "insult_or_discrimination":
            yield complaint, complaint.data.lodged_at
    for need in h.of(UnmetNeedRecorded):
        if "safety_planning" in need.data.responses:
            yield need, need.data.recorded_on


def _answers(report: Report, when: date | datetime) -> bool:
    """Whether a response lies in the window; by date at its beginning, and where only a date is told."""
    if isinstance(when, datetime):
        local = when.astimezone(report.told_at.tzinfo)
        return report.told_at.date() <= local.date() and when <= report.limit
    return report.told_at.date() <= when <= report.limit.date()


def _pattern_reached(h: History, area: str) -> datetime | None:
    """When the report was made with which the number of cases was reached; none while it is not."""
    first: dict[str, datetime] = {}
    for harm in sorted(_harm(h), key=lambda record: (record.first_told_at, record.id)):
        if plain(harm.data.area) == area:
            for case in harm.subjects("case"):
                first.setdefault(case, harm.first_told_at)
    moments = sorted(first.values())
    number = h.parameters.area_pattern_cases
    return moments[number - 1] if len(moments) >= number else None


def _measured(h: History, area: str, reached: datetime) -> bool:
    latest_start = days_later(reached, h.parameters.response_days).date()
    return any(
        measure.data.area == area
        and measure.data.started_on <= latest_start
        and (measure.data.ended_on is None or measure.data.ended_on >= reached.date())
        for measure in h.anywhere(CommunityMeasureRecorded)
    )
