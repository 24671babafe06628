"""Who reports stigma or discrimination gets a response; a place with many reports gets a measure."""

from collections.abc import Iterator

from events.post_return.arrival import HarmReported
from events.post_return.counselling import CounsellingSessionHeld
from events.post_return.follow_up import CommunityMeasureRecorded, FollowUpRecorded
from events.post_return.reintegration import ReferralMade, UnmetNeedRecorded
from events.return_operation.accountability import ComplaintLodged
from projections.safeguards.judging.history import History
from projections.safeguards.judging.limits import days_later
from projections.safeguards.judging.rule import Due, Ground, Rule, because
from projections.safeguards.terms.stigma import areas_without_measure, reports_of_case, responses

WINDOW_DAYS = 7


def applies(h: History) -> Iterator[Ground]:
    """Stigma, harassment or discrimination was reported, as harm or in a follow-up."""
    for report in reports_of_case(h):
        yield because("Stigma or discrimination was reported.", report.record)


def breached(h: History) -> Iterator[Ground]:
    """The time for a response has passed, and a report has none."""
    for report in reports_of_case(h):
        if h.passed(report.limit) and not responses(h, report):
            yield because("A report had no response within the time for it.", report.record)


def satisfied(h: History) -> Iterator[Ground]:
    """Every report has a response in time, and a place with many reports has a measure in time.

    Responses of the same case, from the day of the report to `response_days` after it: a referral to a
    service that helps against stigma, counselling of the family, a complaint about insult or discrimination,
    or safety planning for an unmet need. A place with many: reports from `area_pattern_cases` cases name its
    area; its measure starts at most `response_days` after the report that reached this number, and had not
    ended before that report.
    """
    reports = reports_of_case(h)
    found = [responses(h, report) for report in reports]
    if reports and all(found) and not areas_without_measure(h):
        yield because("Every report had a response in time.", *(record for each in found for record in each))


def at_risk(h: History) -> Iterator[Ground]:
    """A response is due within seven days, a later report has none yet, or a place lacks its measure."""
    reports = reports_of_case(h)
    open_reports = [report for report in reports if not responses(h, report)]
    answered = [report.told_at for report in reports if responses(h, report)]
    for report in open_reports:
        near = h.clock.reached(days_later(report.limit, -WINDOW_DAYS))
        if near and not h.passed(report.limit):
            yield because("A response is due within seven days.", report.record)
        if any(report.told_at > earlier for earlier in answered):
            yield because("An earlier report had a response, a later one has none yet.", report.record)
    if not open_reports and areas_without_measure(h):
        records = [report.record for report in reports]
        yield because("Many reports name the same place, which has no measure.", *records)


def due(h: History) -> Iterator[Due]:
    """Due `response_days` after each report that has no response."""
    for report in reports_of_case(h):
        if not responses(h, report):
            yield Due(report.limit)


RULE = Rule(
    id="stigma.response-to-reported-discrimination",
    area="12",
    phase="post_return",
    title="Reported stigma or discrimination gets a response, and a pattern a measure for the community",
    source="UNNM Mapping s.12; A/HRC/38/41 paras 60-62",
    source_status="seed",
    severity="serious",
    evidence=(
        HarmReported,
        FollowUpRecorded,
        ReferralMade,
        CounsellingSessionHeld,
        UnmetNeedRecorded,
        CommunityMeasureRecorded,
        ComplaintLodged,
    ),
    applies=applies,
    breached=breached,
    satisfied=satisfied,
    at_risk=at_risk,
    due=due,
    own_window=True,
    matter=("FollowUpRecorded by follow_up",),
    parameters=("response_days", "area_pattern_cases"),
)
