"""Parts of a page: consecutive, whole, and each one batch at most in every partition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.record.default_records import DefaultRecordBatchBuilder

from events.kafka_binding import Message
from foundation.relay.publisher import BATCH_BYTES, PART_BYTES, parts, size_of

NAMES = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=20)
MESSAGES = st.builds(
    Message,
    key=st.binary(max_size=50),
    headers=st.lists(st.tuples(NAMES, st.binary(max_size=200)), max_size=30).map(tuple),
    value=st.sampled_from([0, 1, 127, 128, 16_384, 200_000, 899_000, 1_500_000]).map(bytes),
)


@given(st.lists(MESSAGES, max_size=20))
def test_parts_hold_every_message_once_and_in_order(messages: list[Message]) -> None:
    numbered = list(enumerate(messages, 1))
    assert [pair for part in parts(numbered) for pair in part] == numbered


@given(st.lists(MESSAGES, max_size=20))
def test_a_part_fits_into_one_batch_unless_it_is_a_single_message(messages: list[Message]) -> None:
    for part in parts(enumerate(messages, 1)):
        batch = DefaultRecordBatchBuilder(
            magic=2,
            compression_type=0,
            is_transactional=False,
            producer_id=1,
            producer_epoch=1,
            base_sequence=0,
            batch_size=BATCH_BYTES,
        )
        for offset, (_, message) in enumerate(part):
            headers = list(message.headers)
            accepted = batch.append(offset, 1_700_000_000_000, message.key, message.value, headers)
            assert accepted is not None


def test_the_size_is_never_less_than_what_the_record_takes() -> None:
    message = Message(b"key", tuple((f"ce_{number}", b"value") for number in range(30)), b"x" * 1000)
    estimate = DefaultRecordBatchBuilder.estimate_size_in_bytes(
        message.key, message.value, list(message.headers)
    )
    assert size_of(message) >= estimate - 61
    assert PART_BYTES < BATCH_BYTES


@pytest.mark.parametrize("messages", [[], [Message(b"", (), b"")]])
def test_nothing_is_no_part(messages: list[Message]) -> None:
    assert len(list(parts(enumerate(messages)))) == len(messages)
