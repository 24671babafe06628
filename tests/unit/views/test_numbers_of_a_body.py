"""Views of accounts and dates go by the numbers of the monitoring body, and say where it has set none."""

from collections.abc import Sequence
from typing import Any

from events.return_operation.accountability import ComplaintLodged
from events.return_operation.handling import MedicalExaminationRecorded
from projections.complaints_incidents_recommendations.view import VIEW as REGISTER
from projections.discrepancies.view import VIEW as DISCREPANCIES
from projections.follow_up_calendar.view import VIEW as CALENDAR
from projections.force_register.view import VIEW as FORCE
from projections.safeguards.judging.parameters import Parameters
from projections.safeguards.judging.record import AnyRecord
from projections.safeguards.scenario.loading import platform_id
from projections.viewing.group import Group
from projections.viewing.view import View
from tests.force_told import applied, seen
from tests.view_histories import PAST_ALL, told
from tests.view_records import records_of

PLATFORM = Parameters()


def of_body(**numbers: Any) -> Parameters:
    return Parameters.model_validate({"version": "test-1", "body": "Test Monitoring Body", **numbers})


def rows(view: View, subject: str, records: Sequence[AnyRecord], by: Parameters) -> list[dict[str, Any]]:
    group = Group(platform_id(subject), records, PAST_ALL, None, by)
    return [dict(each.row) for each in view.rows(group)]


def examined(at: str) -> AnyRecord:
    fields = {
        "purpose": "after_restraint",
        "carried_out": True,
        "fitness": "fit",
        "examiner_independent": "yes",
        "medication_given_without_consent": "no",
        "examined_at": at,
    }
    who = {"of": "C-1 O-1", "by": "medical_professional", "at": "23:00", "name": "examined"}
    return told(MedicalExaminationRecorded, fields, **who)


def test_a_medical_check_is_late_after_the_hours_that_the_body_set() -> None:
    records = [applied(), examined("2025-05-07T06:00:00+02:00")]

    [by_platform] = rows(FORCE, "C-1", records, PLATFORM)
    [by_body] = rows(FORCE, "C-1", records, of_body(medical_check_hours=24))

    assert by_platform["medical_check"] == {"provider": "late"}
    assert by_body["medical_check"] == {"provider": "in_time"}
    assert by_body["medical_check_due"] == "2025-05-07T11:30:00+02:00"
    assert by_platform["platform_defaults"] == ["accounts_minutes", "medical_check_hours"]
    assert by_body["platform_defaults"] == ["accounts_minutes"]


def test_accounts_are_of_one_use_within_the_minutes_that_the_body_set() -> None:
    records = [applied(), seen(seen_from="12:00", seen_until="12:10")]

    assert len(rows(FORCE, "C-1", records, PLATFORM)) == 2
    [one] = rows(FORCE, "C-1", records, of_body(accounts_minutes=60, medical_check_hours=12))
    assert (one["accounts_present"], one["platform_defaults"]) == (["authority", "monitor"], [])


def test_times_differ_by_more_than_the_minutes_that_the_body_set() -> None:
    records = [applied(), seen(seen_until="11:40")]
    strict = rows(DISCREPANCIES, "C-1", records, of_body(accounts_minutes=5))

    assert rows(DISCREPANCIES, "C-1", records, PLATFORM) == []
    assert [(row["field"], row["by"], row["platform_defaults"]) for row in strict] == [("time", 10, [])]
    [one_sided] = rows(DISCREPANCIES, "C-1", [seen()], PLATFORM)
    assert one_sided["platform_defaults"] == ["accounts_minutes"]


def test_the_calendar_counts_by_the_days_that_the_body_set() -> None:
    arrived = records_of("post_return/arrival-check")[:1]
    case = next(each for each in arrived[0].subjects("case"))

    def due(by: Parameters) -> dict[str, Any]:
        found = CALENDAR.rows(Group(case, arrived, arrived[0].recorded_at, None, by))
        return next(dict(each.row) for each in found if each.row["kind"] == "arrival_check")

    by_platform, by_body = due(PLATFORM), due(of_body(arrival_check_days=2))

    assert by_body["due"] < by_platform["due"]
    assert "arrival_check_days" in by_platform["platform_defaults"]
    assert "arrival_check_days" not in by_body["platform_defaults"]


def test_the_receipt_of_a_complaint_is_due_after_the_days_that_the_body_set() -> None:
    fields = {
        "complaint": "M-1",
        "channel": "monitor",
        "subject": "property",
        "against_role": "escort",
        "lodged_at": "10:00",
        "anonymity_requested": False,
        "fear_of_retaliation": "no",
    }
    lodged = told(ComplaintLodged, fields, of="M-1 C-1", by="lawyer", at="10:00", name="lodged")

    [row] = rows(REGISTER, "M-1", [lodged], of_body(complaint_ack_days=3))

    assert row["next_due"] == "2025-05-09T10:00:00+02:00"
    assert row["platform_defaults"] == ["complaint_days"]
