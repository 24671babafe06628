"""Whatever is accepted is stored, read back and sent without loss, however odd its values are."""

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from events.base import Event
from events.catalogue import BY_KEBAB, EVENTS
from events.cloudevents import decode, encode
from events.data_classes import Sealed
from events.envelope import Envelope, Statement
from events.kafka_binding import from_message, to_message
from events.submission import Submission
from events.values import YEARS, Day, Moment
from foundation.recording.faults import RefusedError
from foundation.recording.forms import read_own
from tests.unit.vault.planting import MARK, submissions

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)
DAY: TypeAdapter[date] = TypeAdapter(Day)
AT = datetime(2025, 3, 4, 9, 15, tzinfo=UTC)
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "a b", "\x01", "\x7f", "\x85", "\u2028", "\ufeff", "😀", "𐀀", "\ud800", '+%,;=\\"']
    ),
)
DIGITS = st.text("0123456789-:TZtz+. ", max_size=30)


def envelope_of(statement: Statement) -> Envelope:
    """As the platform makes it, with a token in place of what it seals."""
    closed = {name for name in ("asserted_by_person", "attachments") if getattr(statement, name) is not None}
    added = {
        "service": "return_operation",
        "schema_version": "1.1.0",
        "recorded_at": AT,
        "recorded_by": Sealed(sealed="v1.a.b"),
        "fingerprint": "ab" * 32,
    }
    return Envelope.model_validate(
        {name: getattr(statement, name) for name in Statement.model_fields}
        | dict.fromkeys(closed, Sealed(sealed="v1.a.b"))
        | added
    )


def assert_reads_back(submission: Submission) -> None:
    envelope = envelope_of(submission.statement)
    body = encode(envelope, submission.event)
    recorded = decode(body)
    assert (recorded.envelope, recorded.event) == (envelope, submission.event)
    assert encode(recorded.envelope, recorded.event) == body
    message = to_message(body, 17)
    assert from_message(message.headers, message.value) == ("return_operation", 17, body)


def with_odd_values(draw: st.DrawFn, value: Any) -> Any:
    """The same document with some texts, lists and numbers replaced by odd ones."""
    if isinstance(value, dict):
        return {name: with_odd_values(draw, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [] if draw(st.integers(0, 5)) == 0 else [with_odd_values(draw, inner) for inner in value]
    if isinstance(value, str) and (value.startswith((MARK, "open-")) or draw(st.integers(0, 40)) == 0):
        return draw(ODD) if draw(st.integers(0, 2)) == 0 else value
    if isinstance(value, int) and not isinstance(value, bool):
        return draw(st.sampled_from([value, 0, 2**53 - 1, 2**53, 10**400]))
    return value


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_accepted_record_reads_back(kind: type[Event], data: st.DataObject) -> None:
    submission = data.draw(submissions(kind))
    assert_reads_back(submission)
    document = json.loads(submission.statement.model_dump_json(exclude_none=True)) | {
        "data": json.loads(submission.event.model_dump_json(exclude_none=True))
    }
    odd = data.draw(st.composite(lambda draw: with_odd_values(draw, document))())
    try:
        accepted = read_own(odd, kind, lambda: UUID(int=1))
    except RefusedError:
        return
    assert_reads_back(accepted)


def a_record(**changes: Any) -> dict[str, Any]:
    operation = "O-018f6a2c-0000-7000-8000-000000000001"
    return {
        "subject_ids": [operation],
        "occurred_at": "2025-03-18T10:42:00+01:00",
        "occurred_precision": "exact",
        "phase": "en_route",
        "country": "AT",
        "asserted_by_role": "independent_monitor",
        "source_kinds": ["seen"],
        "data": {"operation": operation, "milestone": "departed", "reached_at": "2025-03-18T10:42:00+01:00"},
    } | changes


def read(record: dict[str, Any]) -> Submission:
    return read_own(record, BY_KEBAB["operation-milestone-reached"], lambda: UUID(int=1))


def faults_of(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(RefusedError) as refused:
        read(a_record(**changes))
    return [(fault.pointer, fault.what) for fault in refused.value.faults]


@pytest.mark.parametrize("references", [[], [""], ["a b"], ["a\u2003b"], ["\x01"], ["\x00"]], ids=ascii)
def test_a_list_of_references_has_items_without_spaces(references: list[str]) -> None:
    assert next(pointer for pointer, _ in faults_of(standard_refs=references)).startswith("/standard_refs")


def test_an_empty_list_that_was_stored_is_read_as_absent() -> None:
    submission = read(a_record(standard_refs=["UNNM.11"]))
    stored = json.loads(encode(envelope_of(submission.statement), submission.event))
    assert decode(to_json(stored | {"standardrefs": ""})).envelope.standard_refs is None


@pytest.mark.parametrize(
    "text", ["2024", "0", "1741079700000", "-1", "1e3", "2025-03-04", "20250304T091500Z"]
)
def test_a_number_or_half_a_date_is_no_date_and_time(text: str) -> None:
    assert faults_of(occurred_at=text) == [("/occurred_at", "is not a date and time")]


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_a_fact_of_another_age_is_a_slip(year: str) -> None:
    assert faults_of(occurred_at=f"{year}-03-04T09:15:00Z") == [
        ("/occurred_at", "is of a year before 1900 or after 2200")
    ]


def test_a_time_without_offset_is_told_apart() -> None:
    assert faults_of(occurred_at="2025-03-04T09:15:00") == [("/occurred_at", "has no offset from UTC")]


@pytest.mark.parametrize(
    "text", ["0", "2024", "1741079700", "2025-3-4", "20250304", "2025-03-04T00:00:00Z", "2025-02-30"]
)
def test_a_day_has_one_form(text: str) -> None:
    with pytest.raises(ValidationError, match="must be a calendar date"):
        DAY.validate_json(to_json(text), strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-04T09:15:00Z",
        "2025-03-04T09:15:00.000Z",
        "2025-03-04T10:15+01:00",
        "2025-03-04 09:15:00-00:00",
    ],
)
def test_the_forms_that_devices_send_mean_the_same_moment(text: str) -> None:
    assert MOMENT.validate_json(to_json(text), strict=True) == AT


@given(st.one_of(DIGITS, st.datetimes(timezones=st.timezones()).map(datetime.isoformat)))
@example("2025-03-04T09:15:00.1234567891+23:59")
@example("2200-12-31T23:59:59-23:59")
@example("1900-01-01t00:00z")
def test_an_accepted_time_is_written_in_one_form_and_reads_back(text: str) -> None:
    try:
        moment = MOMENT.validate_json(to_json(text), strict=True)
    except ValidationError:
        return
    written = MOMENT.dump_json(moment)
    assert MOMENT.validate_json(written, strict=True) == moment
    assert moment.year in YEARS
    assert "T" in written.decode()


@given(st.one_of(DIGITS, st.dates().map(date.isoformat)))
def test_an_accepted_day_reads_back(text: str) -> None:
    try:
        day = DAY.validate_json(to_json(text), strict=True)
    except ValidationError:
        return
    assert DAY.dump_json(day).decode() == f'"{text}"'
    assert day.year in YEARS


def test_dates_of_python_pass_and_their_texts_do_not() -> None:
    assert MOMENT.validate_python(AT, strict=True) == AT
    assert DAY.validate_python(date(2025, 3, 4), strict=True) == date(2025, 3, 4)
    for adapter, text in ((MOMENT, "2025-03-04T09:15:00Z"), (DAY, "2025-03-04")):
        with pytest.raises(ValidationError):
            adapter.validate_python(text, strict=True)
