"""What every event store promises, on each database that can hold one."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from foundation.event_store.opening import open_store
from foundation.event_store.port import (
    AlreadyStored,
    Appended,
    EventStore,
    OtherContent,
    StoredRecord,
    StoreUnavailableError,
    StreamMoved,
)
from foundation.event_store.store import CheckedEventStore

from .load import command, event, event_id


def records_of(outcome: object) -> tuple[StoredRecord, ...]:
    assert isinstance(outcome, Appended | AlreadyStored), outcome
    return outcome.records


def test_an_empty_store_has_no_head_and_no_records(store: EventStore) -> None:
    assert store.head() == 0
    assert store.read(0, 10) == []
    assert store.find(event_id("nobody's")) is None
    assert store.append_many([]) == []


def test_an_appended_event_is_read_and_found_as_it_was_submitted(store: EventStore) -> None:
    proposed = event("a", stream="O-ø", content="ä\\0")

    (record,) = records_of(store.append(command("a", stream="O-ø", content="ä\\0")))

    assert record == StoredRecord(
        1, proposed.event_id, "O-ø", 1, proposed.topic, proposed.body, proposed.fingerprint
    )
    assert store.read(0, 10) == [record]
    assert store.find(proposed.event_id) == record


def test_sequences_count_the_log_and_versions_count_the_stream(store: EventStore) -> None:
    store.append(command("a", "b", stream="C-1"))
    store.append(command("c", stream="C-2"))
    store.append(command("d", stream="C-1"))

    assert [(r.sequence, r.stream, r.version) for r in store.read(0, 10)] == [
        (1, "C-1", 1),
        (2, "C-1", 2),
        (3, "C-2", 1),
        (4, "C-1", 3),
    ]


def test_a_repeat_gives_the_first_result_and_adds_nothing(store: EventStore) -> None:
    first = store.append(command("a", "b", expecting=0))

    assert store.append(command("a", "b", expecting=0)) == AlreadyStored(records_of(first))
    assert store.append(command("b")) == AlreadyStored(records_of(first)[1:])
    assert store.head() == 2


def test_an_id_with_other_content_is_refused_whole(store: EventStore) -> None:
    store.append(command("a"))

    assert store.append(command("a", content="changed")) == OtherContent(event_id("a"))
    mixed = command("new", "a", content="changed")
    assert store.append(mixed) == OtherContent(event_id("a"))

    assert store.head() == 1
    assert store.find(event_id("new")) is None


def test_a_partly_known_command_is_completed(store: EventStore) -> None:
    store.append(command("b"))

    outcome = store.append(command("a", "b", "c"))

    assert isinstance(outcome, Appended)
    assert [(r.event_id, r.sequence) for r in outcome.records] == [
        (event_id("a"), 2),
        (event_id("b"), 1),
        (event_id("c"), 3),
    ]


def test_a_moved_stream_is_refused_and_others_are_not(store: EventStore) -> None:
    store.append(command("a", expecting=0))

    outcomes = store.append_many(
        [command("b", "c", expecting=0), command("d", expecting=1), command("e", stream="C-2", expecting=0)]
    )

    assert outcomes[0] == StreamMoved("C-1", expected=0, actual=1)
    assert [record.sequence for outcome in outcomes[1:] for record in records_of(outcome)] == [2, 3]
    assert store.find(event_id("b")) is None


def test_of_rivals_for_one_version_exactly_one_wins(store: EventStore) -> None:
    with ThreadPoolExecutor(16) as callers:
        outcomes = list(callers.map(lambda n: store.append(command(f"{n}", expecting=0)), range(16)))

    assert len([outcome for outcome in outcomes if isinstance(outcome, Appended)]) == 1
    assert outcomes.count(StreamMoved("C-1", expected=0, actual=1)) == 15


def test_many_commands_over_several_transactions_keep_their_order(store: EventStore) -> None:
    names = [f"{number}" for number in range(2500)]

    outcomes = store.append_many([command(name, stream=f"C-{name[-1]}") for name in names])

    stored = [record for outcome in outcomes for record in records_of(outcome)]
    assert [record.sequence for record in stored] == list(range(1, 2501))
    assert [record.event_id for record in stored] == [event_id(name) for name in names]
    assert store.read(0, 3000) == stored


def test_a_command_larger_than_a_group_stays_whole(store: EventStore) -> None:
    names = [f"{number}" for number in range(1500)]

    outcome = store.append(command(*names))

    assert [record.version for record in records_of(outcome)] == list(range(1, 1501))
    assert store.append(command(*names)) == AlreadyStored(records_of(outcome))


def test_pages_join_without_gap_or_overlap(store: EventStore) -> None:
    store.append_many([command(f"{number}") for number in range(25)])

    pages = [store.read(after, 10) for after in (0, 10, 20, 25, 99)]

    assert [[record.sequence for record in page] for page in pages] == [
        list(range(1, 11)),
        list(range(11, 21)),
        list(range(21, 26)),
        [],
        [],
    ]


def test_waiting_ends_when_another_thread_appends(store: EventStore) -> None:
    assert not store.wait(0, timeout=0.0)
    answers: list[bool] = []
    waiting = threading.Thread(target=lambda: answers.append(store.wait(0, timeout=60.0)))
    waiting.start()

    store.append(command("a"))
    waiting.join()

    assert answers == [True]
    assert not store.wait(1, timeout=0.01)
    assert store.wait(0, timeout=0.0)


def test_waiting_ends_when_another_store_on_the_same_log_appends(store: EventStore, store_url: str) -> None:
    other = open_store(store_url)
    threading.Timer(0.05, other.append, [command("a")]).start()

    assert store.wait(0, timeout=60.0)
    other.close()


def test_a_reopened_store_goes_on_where_it_ended(store: EventStore, store_url: str) -> None:
    first = store.append(command("a"))
    store.close()
    store.close()

    again = open_store(store_url)
    assert again.append(command("a")) == AlreadyStored(records_of(first))
    assert records_of(again.append(command("b")))[0].sequence == 2
    again.close()


def test_closing_finishes_what_was_submitted(store: EventStore, store_url: str) -> None:
    futures = [store.submit(command(f"{number}")) for number in range(100)]

    store.close()

    assert all(isinstance(future.result(timeout=0), Appended) for future in futures)
    again = open_store(store_url)
    assert again.head() == 100
    again.close()


def test_a_closed_store_says_so(store: EventStore) -> None:
    store.close()

    with pytest.raises(StoreUnavailableError):
        store.append(command("a"))
    with pytest.raises(StoreUnavailableError):
        store.read(0, 1)
    with pytest.raises(StoreUnavailableError):
        store.wait(0, timeout=60.0)


def test_two_stores_on_one_log_keep_one_order(store: EventStore, store_url: str) -> None:
    other = open_store(store_url)
    with ThreadPoolExecutor(8) as callers:
        outcomes = list(
            callers.map(lambda n: (store, other)[n % 2].append(command(f"{n // 2}", f"own {n}")), range(200))
        )
    other.close()

    log = store.read(0, 1000)
    assert [record.sequence for record in log] == list(range(1, 301))
    assert [record.version for record in log] == list(range(1, 301))
    assert all(record in log for outcome in outcomes for record in records_of(outcome))


def test_a_sound_log_shows_no_damage(store: CheckedEventStore) -> None:
    store.append_many([command(f"{number}", stream=f"C-{number % 3}") for number in range(20)])

    assert list(store.check()) == []


def test_a_reader_in_the_midst_of_appends_misses_nothing(store: EventStore) -> None:
    seen: list[int] = []

    def follow() -> None:
        give_up = time.monotonic() + 60
        while len(seen) < 400 and time.monotonic() < give_up:
            store.wait(len(seen), timeout=1.0)
            seen.extend(record.sequence for record in store.read(len(seen), 7))

    follower = threading.Thread(target=follow)
    follower.start()
    with ThreadPoolExecutor(8) as callers:
        list(callers.map(lambda n: store.append(command(f"{n}")), range(400)))
    follower.join()

    assert seen == list(range(1, 401))
