"""Facts from which the table is made: findings, decisions that had to weigh them, and persons harmed."""

from collections.abc import Iterator
from typing import Any

from events.post_return.arrival import HarmReported
from events.post_return.closure import CountryFindingIssued
from projections.country_risk_feedback.findings import latest_versions
from projections.country_risk_feedback.harm import by_country, confidence, foreseen
from projections.country_risk_feedback.parts import GIVEN_TO, given_to
from projections.country_risk_feedback.weighing import weighings
from projections.safeguards.judging.history import History
from projections.viewing.group import Group
from projections.viewing.view import Made


def rows(group: Group) -> Iterator[Made]:
    """Facts of a finding or of a case."""
    return _of_finding(group) if group.kind == "country_finding" else _of_case(group)


def _of_finding(group: Group) -> Iterator[Made]:
    own = [
        each for each in group.anywhere(CountryFindingIssued) if each.data.country_finding == group.subject
    ]
    for found in latest_versions(own):
        told = found.data
        row = {
            "fact": "finding",
            "country": told.country,
            "finding": told.country_finding,
            "area": told.area,
            "theme": told.theme,
            "severity": told.severity,
            "groups": sorted(told.groups_affected or ()),
            "cases_counted": told.cases_counted,
            "period_from": told.period_from.isoformat(),
            "period_to": told.period_to.isoformat(),
            "issued_at": found.occurred_at.isoformat(),
            "issued_by": found.body,
            "valid_until": told.valid_until.isoformat(),
            "withdrawn": told.withdrawn,
        }
        key = f"finding/{group.subject}/{found.body or found.role}"
        yield Made(row, key, sort=told.country, facets={GIVEN_TO: given_to(row)})


def _of_case(group: Group) -> Iterator[Made]:
    h = History(
        group.subject,
        group.standing,
        lambda record: group.subject in record.about,
        group.clock,
        group.parameters,
    )
    for (decision, country), became in sorted(weighings(h).items()):
        row: dict[str, Any] = {"fact": "decision", "country": country, "weighing": became}
        yield _made(row, f"decision/{group.subject}/{decision}/{country}")
    for country, reports in sorted(by_country(h.of(HarmReported)).items()):
        row = {
            "fact": "harm",
            "country": country,
            "confidence": confidence(reports),
            "foreseen": foreseen(reports),
        }
        yield _made(row, f"harm/{group.subject}/{country}")


def _made(row: dict[str, Any], key: str) -> Made:
    return Made(row, key, sort=row["country"])
