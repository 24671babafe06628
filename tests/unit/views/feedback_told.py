"""Records on a country and on decisions about returns to it, for tests: only what matters is said."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from events.post_return.arrival import HarmReported
from events.post_return.closure import CountryFindingIssued
from events.pre_return.decision import ReturnDecisionIssued
from projections.country_risk_feedback.view import VIEW
from projections.safeguards.judging.record import AnyRecord
from projections.viewing.group import Group
from projections.viewing.view import Question, Row
from tests.unit.safeguards.records_told import DAY, MONDAY, MONITOR, OFFICE, assessment, told

LATER = MONDAY + 600 * DAY
DECIDED = MONDAY + 100 * DAY


def finding_id(number: int) -> str:
    return f"Y-{UUID(int=number)}"


def case_id(number: int) -> str:
    return f"C-{UUID(int=number)}"


def found(number: int = 1, country: str = "GE", days: int = 0, **fields: Any) -> AnyRecord:
    """A grave finding on a whole country, issued some days after Monday and valid for a year."""
    at = MONDAY + days * DAY
    stated = {
        "country_finding": finding_id(number),
        "country": country,
        "theme": "ill_treatment",
        "severity": "serious",
        "cases_counted": 12,
        "period_from": date(2023, 1, 1),
        "period_to": date(2023, 12, 31),
        "valid_until": (at + 365 * DAY).date(),
        "withdrawn": False,
        "summary_public": "People were held on arrival.",
        **fields,
    }
    data = CountryFindingIssued(**stated)
    return told(data, finding_id(number), asserted_by_role="nhri", asserted_by_body=MONITOR, occurred_at=at)


def decided(case: int, days: int = 100, *, cites: bool = True, **fields: Any) -> AnyRecord:
    """A decision to return a person to GE, which cites the assessment of the case."""
    at = MONDAY + days * DAY
    stated = {
        "decision": f"D-{UUID(int=case)}",
        "kind": "return_decision",
        "deciding_authority": OFFICE,
        "issued_on": at.date(),
        "nationality_at_decision": ("GE",),
        "country_of_return": "GE",
        "assessment": f"A-{UUID(int=case)}" if cites else None,
        **fields,
    }
    author = {name: stated.pop(name) for name in ("asserted_by_role", "asserted_by_body") if name in stated}
    return told(ReturnDecisionIssued(**stated), case_id(case), occurred_at=at, **author)


def weighed(case: int, *findings: int, **envelope: Any) -> AnyRecord:
    """The assessment of a case, which lists findings by their numbers."""
    listed = tuple(map(finding_id, findings))
    data = assessment(number=case, country_findings_considered=listed)
    return told(data, case_id(case), **{"occurred_at": DECIDED - timedelta(days=2), **envelope})


def harmed(case: int, role: str = "returnee", **fields: Any) -> AnyRecord:
    """A report of harm to a person in GE."""
    stated = {
        "kind": "extortion",
        "happened_precision": "day",
        "country": "GE",
        "perpetrator": "state_agent",
        "link_to_return": "caused_by_return",
        "was_foreseen_in_assessment": "no",
        "confidence_in_report": "high",
        "ongoing": "no",
        "returnee_agrees_to_use": "given",
        **fields,
    }
    data = HarmReported(**stated)
    return told(data, case_id(case), asserted_by_role=role, asserted_by_body=None, occurred_at=DECIDED)


def facts(records: Sequence[AnyRecord]) -> list[Row]:
    """Every fact of the view; each case with all findings, as the journal gives them."""
    subjects = sorted(
        {subject for record in records for subject in record.subject_ids if subject.startswith(("C-", "Y-"))}
    )
    about = [record for record in records if record.name == "CountryFindingIssued"]
    made: list[Row] = []
    for subject in subjects:
        own = [record for record in records if subject in record.about]
        rows = VIEW.rows(Group(subject, [*about, *own], LATER))
        made += [each.row for each in rows]
    return made


def table(records: Sequence[AnyRecord], **filters: str) -> list[dict[str, Any]]:
    """The answer of the view."""
    assert VIEW.answer is not None
    return [dict(row) for row in VIEW.answer(facts(records), Question(LATER, filters))]
