"""Changes of findings as they are sent, described and asked for."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import jsonschema
import pytest

from contracts.finding_schema import finding_changed_schema
from events.kafka_binding import from_message, to_message
from foundation.event_store.store import CheckedEventStore
from projections.finding_changes.reading import Asked, history, page_of
from projections.viewing.rows import QuestionError
from tests.change_streams import PAST_ALL_LIMITS, change_stream, deliver, told
from tests.view_records import records_of

RULE = "refoulement.no-return-without-procedure"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CheckedEventStore]:
    folder: Path = tmp_path_factory.mktemp("stream")
    with change_stream(folder) as (stream, log):
        deliver(stream.runner(), records_of("refoulement/no-return-without-procedure"))
        stream.tell(PAST_ALL_LIMITS)
        yield log


def test_every_change_meets_its_contract_and_is_marked_as_derived(log: CheckedEventStore) -> None:
    contract = jsonschema.Draft202012Validator(finding_changed_schema())
    for event in told(log):
        contract.validate(event["data"])
        assert event["derived"] is True


def test_a_change_comes_back_from_its_message_byte_for_byte(log: CheckedEventStore) -> None:
    for record in log.read(0, 1000):
        message = to_message(record.body, record.sequence)
        assert message.key == record.stream.encode()
        assert from_message(message.headers, message.value) == ("findings", record.sequence, record.body)


def test_pages_together_show_what_the_filters_leave_once(log: CheckedEventStore) -> None:
    wanted = [event for event in told(log) if event["data"]["outcome"] == "breached"]
    found, after = [], 0
    while True:
        page = page_of(log, Asked.read({"outcome": "breached", "limit": "1", "after": str(after)}))
        found += [each.event for each in page.changes]
        after = page.next
        if not page.more:
            break
    assert found == wanted != []
    assert page_of(log, Asked(after=after)).changes == ()


def test_history_is_what_had_been_told_by_a_day(log: CheckedEventStore) -> None:
    subject = next(event["subject"] for event in told(log) if event["data"]["rule"] == RULE)
    whole = list(history(log, subject, RULE))
    day = datetime.fromisoformat(whole[0].event["data"]["known_at"])

    assert [each.event["data"]["rule"] for each in whole] == [RULE] * len(whole)
    assert list(history(log, subject, RULE, day)) == whole[:1]


@pytest.mark.parametrize("given", [{"severity": "blue"}, {"colour": "red"}, {"after": "-1"}, {"limit": "0"}])
def test_an_unknown_question_is_answered_with_what_can_be_asked(given: dict[str, str]) -> None:
    with pytest.raises(QuestionError, match=r"critical|contested|next|1000"):
        Asked.read(given)


def test_a_change_is_json_that_names_one_cause(log: CheckedEventStore) -> None:
    assert all(len(json.loads(record.body)["data"]["cause"]) == 1 for record in log.read(0, 1000))
