"""The register of complaints, incidents and recommendations equals what is counted by hand."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from projections.complaints_incidents_recommendations.view import VIEW
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from projections.viewing.group import Group
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY

KIND_OF_FIRST = {"M": "complaint", "I": "incident", "N": "recommendation"}


def test_the_rows_of_invented_histories_are_those_counted_by_hand() -> None:
    records = sample_records(60, 7)
    now = max(record.recorded_at for record in records) + DAY
    by_subject: dict[str, list[AnyRecord]] = defaultdict(list)
    for record in records:
        for subject in record.subject_ids:
            if subject[0] in KIND_OF_FIRST and subject[1] == "-":
                by_subject[subject].append(record)

    found = {
        subject: [dict(each.row) for each in VIEW.rows(Group(subject, own, now))]
        for subject, own in by_subject.items()
    }

    assert {KIND_OF_FIRST[subject[0]] for subject in found} == set(KIND_OF_FIRST.values())
    for subject, own in by_subject.items():
        expected = _by_hand(standing(own, now, JudgedAt(now)))
        assert [{name: each[name] for name in expected} for each in found[subject]] == (
            [expected] if expected else []
        )


def _by_hand(records: Sequence[AnyRecord]) -> dict[str, Any]:
    """State, number of sides that gave an outcome, and the beginning, counted plainly."""
    of = defaultdict(list)
    for record in records:
        of[record.name].append(record)
    steps = of["ComplaintStatusChanged"] + of["IncidentStatusChanged"]
    begun = [record.data.lodged_at for record in of["ComplaintLodged"]]
    begun += [record.data.happened_at for record in of["IncidentReported"]]
    begun += [record.occurred_at for record in of["RecommendationIssued"]]
    replies = of["RecommendationAnswered"]
    judged = of["RecommendationImplementationAssessed"]
    if not (steps or begun or replies or judged):
        return {}
    expected: dict[str, Any] = {"opened_at": min(begun).isoformat() if begun else None}
    if steps:
        last = max(steps, key=lambda each: (each.data.state_at, each.order))
        expected |= {"state": last.data.state, "state_since": last.data.state_at.isoformat()}
    if judged:
        last = max(judged, key=lambda each: (each.data.assessed_on, each.order))
        expected["state"] = last.data.state
    if replies:
        expected["replied_at"] = min(each.data.answered_at for each in replies).isoformat()
        expected["reply"] = _latest_answers(replies)
    return expected


def _latest_answers(replies: Sequence[AnyRecord]) -> dict[str, list[str]]:
    last: dict[Any, AnyRecord] = {}
    for reply in sorted(replies, key=lambda each: (each.data.answered_at, each.order)):
        last[reply.author] = reply
    sides = {reply.side for reply in last.values()}
    return {
        side: sorted({reply.data.answer for reply in last.values() if reply.side == side})
        for side in sorted(sides)
    }
