"""Records of complaints, incidents and recommendations for tests: only what matters is said."""

from datetime import date
from typing import Any
from uuid import UUID

from events.return_operation.accountability import (
    ComplaintLodged,
    ComplaintStatusChanged,
    IncidentReported,
    IncidentStatusChanged,
    RecommendationAnswered,
    RecommendationImplementationAssessed,
    RecommendationIssued,
)
from projections.safeguards.judging.record import AnyRecord
from tests.unit.safeguards.records_told import CASE, DAY, MONDAY, MONITOR, POLICE, told

COMPLAINT, INCIDENT, RECOMMENDATION = (f"{prefix}-{UUID(int=9)}" for prefix in "MIN")


def lodged(**fields: Any) -> ComplaintLodged:
    stated = {
        "complaint": COMPLAINT,
        "channel": "monitor",
        "subject": "property",
        "against_role": "escort",
        "lodged_at": MONDAY,
        "anonymity_requested": False,
        "fear_of_retaliation": "no",
        **fields,
    }
    return ComplaintLodged(**stated)


def complaint_by_returnee(**fields: Any) -> AnyRecord:
    return told(lodged(**fields), COMPLAINT, CASE, asserted_by_role="returnee", asserted_by_body=None)


def step(state: str, days: int, role: str = "nhri", body: str = MONITOR, **fields: Any) -> AnyRecord:
    at = MONDAY + days * DAY
    stated = {"complainant_informed": "yes", "state": state, "state_at": at, **fields}
    data = ComplaintStatusChanged(complaint=COMPLAINT, **stated)
    return told(data, COMPLAINT, asserted_by_role=role, asserted_by_body=body, occurred_at=at)


def incident(role: str = "escort", body: str | None = POLICE, *subjects: str, **fields: Any) -> AnyRecord:
    stated = {
        "incident": INCIDENT,
        "category": "use_of_force",
        "happened_at": MONDAY,
        "phase_of_incident": "pre_departure",
        "severity": "minor",
        "reporter_protected": False,
        **fields,
    }
    data = IncidentReported(**stated)
    return told(data, INCIDENT, *subjects, asserted_by_role=role, asserted_by_body=body)


def handled(state: str, days: int, **fields: Any) -> AnyRecord:
    at = MONDAY + days * DAY
    data = IncidentStatusChanged(incident=INCIDENT, state=state, state_at=at, **fields)
    return told(data, INCIDENT, occurred_at=at)


def recommended(**fields: Any) -> AnyRecord:
    stated = {
        "recommendation": RECOMMENDATION,
        "addressee": POLICE,
        "text_public": "Record the end of every restraint.",
        "urgent_measure": False,
        "safeguards": ("force.duration", "whatever one likes to write"),
        "reply_due": date(2024, 2, 8),
        **fields,
    }
    data = RecommendationIssued(**stated)
    return told(data, RECOMMENDATION, asserted_by_role="nhri", asserted_by_body=MONITOR)


def answered(answer: str, days: int, **fields: Any) -> AnyRecord:
    at = MONDAY + days * DAY
    data = RecommendationAnswered(recommendation=RECOMMENDATION, answer=answer, answered_at=at, **fields)
    return told(data, RECOMMENDATION, asserted_by_body=POLICE, occurred_at=at)


def assessed(state: str, days: int, body: str = MONITOR) -> AnyRecord:
    at = MONDAY + days * DAY
    data = RecommendationImplementationAssessed(
        recommendation=RECOMMENDATION, state=state, assessed_on=at.date()
    )
    return told(data, RECOMMENDATION, asserted_by_role="nhri", asserted_by_body=body, occurred_at=at)
