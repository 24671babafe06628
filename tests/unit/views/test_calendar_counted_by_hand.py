"""The follow-up calendar of invented histories equals what is counted by hand."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from projections.follow_up_calendar.view import VIEW
from projections.safeguards.judging.clock import JudgedAt
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.judging.standing import standing
from projections.viewing.group import Group
from tests.sample_records import sample_records
from tests.unit.safeguards.records_told import DAY

HEARD_OF = {"held", "partly_held", "declined", "moved_or_remigrated", True}
WHOLE_CASE = {"case_personal", "case_special"}
OVER = {"withdrawn", "annulled"}


def test_the_dates_of_invented_histories_are_those_counted_by_hand() -> None:
    records = sample_records(60, 7)
    now = max(record.recorded_at for record in records) + DAY
    by_case: dict[str, list[AnyRecord]] = defaultdict(list)
    for record in records:
        for case in record.subjects("case"):
            by_case[case].append(record)

    kinds = set()
    for case, own in by_case.items():
        found = [dict(each.row) for each in VIEW.rows(Group(case, own, now))]
        told = standing(own, now, JudgedAt(now))
        if any(each.data.scope in WHOLE_CASE for each in _of(told, "ErasureCarriedOut")):
            assert found == []
            continue
        kinds |= {row["kind"] for row in found}
        for kind, expected in _stated(told).items():
            assert {row["due"][:10] for row in found if row["kind"] == kind} == expected
        for row in found:
            in_vain, since = _silence(told)
            assert (row["attempts_in_vain"], row["silent_since"]) == (in_vain, since)

    assert {"remedy_deadline", "arrival_check", "planned_contact"} <= kinds


def _of(told: Sequence[AnyRecord], *names: str) -> list[Any]:
    return [record for record in told if record.name in names]


def _stated(told: Sequence[AnyRecord]) -> dict[str, set[str]]:
    """The days that records state themselves, of each author the one stated last."""
    lodged = {record.data.against_decision for record in _of(told, "LegalRemedyLodged")}
    status = {}
    for change in sorted(
        _of(told, "ReturnDecisionStatusChanged"), key=lambda r: (r.data.effective_at, r.order)
    ):
        status[change.data.decision] = change.data.status
    deadlines = {
        (each.data.decision, each.author): each.data.remedy_deadline
        for each in _of(told, "ReturnDecisionIssued")
        if each.data.remedy_deadline
    }
    open_ones = {
        moment.date().isoformat()
        for (decision, _), moment in deadlines.items()
        if decision not in lodged and status.get(decision) not in OVER
    }
    contacts = sorted(_of(told, "FollowUpRecorded"), key=lambda r: (r.data.happened_on, r.order))
    planned = {
        each.author: each.data.next_due_on.isoformat()
        for each in contacts
        if each.data.follow_up == contacts[-1].data.follow_up and each.data.next_due_on
    }
    return {"remedy_deadline": open_ones, "planned_contact": set(planned.values())}


def _silence(told: Sequence[AnyRecord]) -> tuple[int, str | None]:
    """Walk back over the attempts until one by which somebody heard of the person."""
    attempts = sorted(_of(told, "ArrivalChecked", "FollowUpRecorded"), key=lambda r: r.order)
    in_vain = []
    for attempt in reversed(attempts):
        data = attempt.data
        outcome = data.contact_made if attempt.name == "ArrivalChecked" else data.outcome
        if outcome in HEARD_OF:
            break
        in_vain.append(attempt)
    return len(in_vain), in_vain[-1].occurred_at.isoformat() if in_vain else None
