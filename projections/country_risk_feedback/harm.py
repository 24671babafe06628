"""Reports of harm about one person, country by country, as they are counted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from events.post_return.arrival import HarmReported
from projections.safeguards.judging.record import Record

Report = Record[HarmReported]
NOT_TO_BE_USED = frozenset({"refused", "withdrawn"})
"""What the harmed person says of the use of a report."""
MOST_CONFIDENT_FIRST = ("high", "medium", "low")
NOT_STATED = "not_stated"


def by_country(reports: Iterable[Report]) -> Mapping[str, list[Report]]:
    """Country to the reports that may be used, where any may."""
    found: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.data.returnee_agrees_to_use not in NOT_TO_BE_USED:
            found[report.data.country].append(report)
    return found


def confidence(reports: Sequence[Report]) -> str:
    """The highest confidence that any of the reports deserves."""
    told = {report.data.confidence_in_report for report in reports}
    return next(each for each in MOST_CONFIDENT_FIRST if each in told)


def foreseen(reports: Sequence[Report]) -> str:
    """Whether such harm was foreseen before the return: yes, no, unknown, not stated, or contested."""
    told = {report.data.was_foreseen_in_assessment for report in reports} - {None}
    if told >= {"yes", "no"}:
        return "contested"
    return next((each for each in ("yes", "no", "unknown") if each in told), NOT_STATED)
