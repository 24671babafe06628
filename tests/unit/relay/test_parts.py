"""Parts of a page: consecutive, whole, and each one batch at most in every partition."""

from hypothesis import given
from hypothesis import strategies as st
from kafka.record.default_records import DefaultRecordBatchBuilder

from events.canonical import canonical
from events.cloudevents import FIELDS
from events.kafka_binding import to_message
from foundation.relay.publisher import BATCH_BYTES, OVERHEAD, SHARE_BYTES, Numbered, parts

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LENGTHS = st.sampled_from([0, 1, 127, 128, 16_384, 200_000, 898_000, 1_500_000])


def numbered(sequence: int, partition: int, attributes: dict[str, str], length: int) -> Numbered:
    body = canonical(
        attributes
        | {"partitionkey": "O", "datacontenttype": "application/json", "data": {"note": "x" * length}}
    )
    return Numbered(sequence, partition, to_message(body, sequence), len(body) + OVERHEAD)


ATTRIBUTES = st.dictionaries(st.sampled_from(sorted(FIELDS)), TEXTS)
PAGES = st.lists(st.tuples(st.integers(0, 2), ATTRIBUTES, LENGTHS), max_size=12).map(
    lambda page: [numbered(number, *told) for number, told in enumerate(page, 1)]
)


def batch_of(share: list[Numbered]) -> tuple[DefaultRecordBatchBuilder, bool]:
    """A batch, and whether it took every message."""
    built = DefaultRecordBatchBuilder(
        magic=2,
        compression_type=0,
        is_transactional=False,
        producer_id=1,
        producer_epoch=1,
        base_sequence=0,
        batch_size=BATCH_BYTES,
    )
    taken = [
        built.append(offset, 1_700_000_000_000, one.message.key, one.message.value, list(one.message.headers))
        for offset, one in enumerate(share)
    ]
    return built, None not in taken


@given(PAGES)
def test_parts_hold_every_message_once_and_in_order(page: list[Numbered]) -> None:
    assert [one for part in parts(page) for one in part] == page


@given(PAGES)
def test_a_part_is_one_batch_at_most_in_every_partition(page: list[Numbered]) -> None:
    for part in parts(page):
        for partition in {one.partition for one in part}:
            _, is_whole = batch_of([one for one in part if one.partition == partition])
            assert is_whole


@given(ATTRIBUTES, st.integers(1, 2**63 - 1))
def test_the_size_is_never_less_than_what_the_message_takes(
    attributes: dict[str, str], sequence: int
) -> None:
    one = numbered(sequence, 0, attributes, 100)
    empty, _ = batch_of([])
    built, _ = batch_of([one])
    assert built.size() - empty.size() <= one.size
    assert SHARE_BYTES < BATCH_BYTES


def test_no_messages_are_no_part() -> None:
    assert list(parts([])) == []
