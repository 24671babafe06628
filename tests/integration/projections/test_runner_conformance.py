"""What the runner promises, on both databases."""

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, Engine, delete, select, text
from sqlalchemy.exc import DBAPIError

from projections.operation_coverage.projection import OperationCoverage
from projections.runner.answers import Applied, Gap, Position, Repeated
from projections.runner.errors import HaltedError, LostRaceError
from projections.runner.generations import writing
from projections.runner.opening import open_database
from projections.runner.page import Delivered, Page
from projections.runner.projection import OneGeneration
from projections.runner.reading import NotBuiltError, ask
from projections.runner.runner import Runner
from projections.runner.table import DEAD_LETTER, LAST_RECORD, POSITION
from tests.integration.projections.ledger import Ledger, is_exact, page, shown
from tests.integration.projections.views import rows
from tests.unit.coverage.said import figures


def position(place: int, sequence: int, source: str = "return_operation") -> Position:
    return Position(source, "return_operation", place, sequence)


def test_rows_and_position_move_together(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    assert runner.next_place("return_operation") == 1
    assert runner.apply(page(1, 2, 3)) == Applied(position(3, 3), ())
    assert runner.next_place("return_operation") == 4
    assert is_exact(engine, 3)


def test_a_page_seen_before_changes_nothing(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 2, 3))
    assert runner.apply(page(1, 2, 3)) == Repeated(position(3, 3))
    assert runner.apply(page(2)) == Repeated(position(3, 3))
    assert is_exact(engine, 3)


def test_only_what_is_new_in_a_page_is_applied(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 2, 3))
    assert runner.apply(page(2, 3, 4, 5)) == Applied(position(5, 5), ())
    assert is_exact(engine, 5)


def test_a_gap_names_the_place_to_go_back_to(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    assert runner.apply(page(2, 3)) == Gap(1)
    runner.apply(page(1, 2))
    assert runner.apply(page(4, 5)) == Gap(3)
    assert is_exact(engine, 2)


def test_a_partition_begins_at_offset_zero(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    assert runner.apply(page(7, 8, source="topic/0", first=1)) == Gap(0)
    assert runner.apply(page(7, 8, source="topic/0", first=0)) == Applied(position(1, 8, "topic/0"), ())


def test_an_event_sent_again_at_a_new_place_has_no_effect_on_a_view(engine: Engine) -> None:
    runner = Runner(engine, OperationCoverage())
    bodies = [figures(n, n, row=str(n), returnees=1) for n in (1, 2, 3)]
    runner.apply(topic_page([(1, bodies[0]), (2, bodies[1])], first=0))
    answer = runner.apply(
        topic_page([(1, bodies[0]), (2, bodies[1]), (3, bodies[2]), (3, bodies[2])], first=2)
    )
    assert answer == Applied(position(5, 3, "topic/0"), ())
    assert sum(row["returnees"] for row in rows(engine, "type")) == 3


def test_no_record_is_lost_behind_one_with_a_false_sequence(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    far = 10**15
    answer = runner.apply(page(1, far, source="topic/0", first=0, bad=[far]))
    assert isinstance(answer, Applied)
    assert answer.position == position(1, 1, "topic/0"), "a dead letter does not move the sequence"
    assert runner.apply(page(far, 2, source="topic/0", first=1, bad=[far])) == Applied(
        position(2, 2, "topic/0"), ()
    )
    assert runner.apply(page(far, 3, source="topic/0", first=3)) == Applied(position(4, far, "topic/0"), ())
    assert runner.apply(page(4, 5, source="topic/0", first=5)) == Applied(position(6, far, "topic/0"), ())
    assert shown(engine)[0] == [1, 2, far, 3, 4, 5]


def test_dead_letters_read_again_are_repeats(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 10**15, source="topic/0", first=0, bad=[10**15]))
    assert isinstance(runner.apply(page(10**15, source="topic/0", first=1, bad=[10**15])), Repeated)


@pytest.mark.parametrize("sequences", [(100, 101, 102, 103, 104), (100, 101, 102, 103, 104, 105), (100,)])
def test_a_topic_made_anew_is_refused(engine: Engine, sequences: tuple[int, ...]) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(10, 11, 12, 13, 14, source="topic/0", first=0))
    with pytest.raises(HaltedError, match="made anew"):
        runner.apply(page(*sequences, source="topic/0", first=0))
    assert runner.positions() == (position(4, 14, "topic/0"),)
    assert shown(engine)[0] == [10, 11, 12, 13, 14]


def test_the_record_at_the_position_must_be_the_one_that_was_read(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 2, 3, source="topic/0", first=0))
    with pytest.raises(HaltedError, match="made anew"):
        runner.apply(page(2, 4, source="topic/0", first=2))
    runner.apply(page(1, 2))
    other = Delivered("return_operation", 2, b'{"another":1}', 2)
    with pytest.raises(HaltedError, match="older backup"):
        runner.apply(Page("return_operation", (other,)))


def test_a_refused_topic_goes_on_once_its_position_is_deleted(engine: Engine) -> None:
    runner = Runner(engine, OperationCoverage())
    bodies = [figures(n, n, row=str(n), returnees=1) for n in (1, 2, 3)]
    first, second, third = ((n, bodies[n - 1]) for n in (1, 2, 3))
    runner.apply(topic_page([first, first, second], first=0))
    with pytest.raises(HaltedError, match="delete the row"):
        runner.apply(topic_page([first, second, third], first=0))
    with writing(engine).begin() as connection:
        connection.execute(delete(POSITION).where(POSITION.c.source == "topic/0"))
    assert runner.apply(topic_page([first, second, third], first=0)) == Applied(position(2, 3, "topic/0"), ())
    assert sum(row["returnees"] for row in rows(engine, "type")) == 3


def test_a_database_from_before_the_check_goes_on(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 2))
    LAST_RECORD.drop(engine)
    runner = Runner(engine, Ledger())
    assert isinstance(runner.apply(page(2, 3)), Applied)
    assert is_exact(engine, 3)


def topic_page(records: Sequence[tuple[int, bytes]], first: int) -> Page:
    delivered = [
        Delivered("return_operation", sequence, body, place)
        for place, (sequence, body) in enumerate(records, start=first)
    ]
    return Page("topic/0", tuple(delivered))


def test_sources_have_positions_of_their_own(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    runner.apply(page(1, 3, source="topic/0", first=0))
    runner.apply(page(2, 4, source="topic/1", first=0))
    assert shown(engine) == ([1, 3, 2, 4], 4, 10, {"topic/0": 1, "topic/1": 1})


def test_bad_records_are_set_aside_and_the_others_applied(engine: Engine) -> None:
    runner = Runner(engine, Ledger())
    answer = runner.apply(page(*range(1, 101), bad=[1, 42, 43, 100]))
    assert isinstance(answer, Applied)
    assert [letter.place for letter in answer.dead] == [1, 42, 43, 100]
    assert {letter.error for letter in answer.dead} == {"ValueError"}
    sequences, count, _, places = shown(engine)
    assert sequences == [number for number in range(1, 101) if number not in {1, 42, 43, 100}]
    assert (count, places) == (96, {"return_operation": 100})
    with engine.connect() as connection:
        kept = connection.execute(select(DEAD_LETTER.c.place, DEAD_LETTER.c.body)).all()
    assert [tuple(row) for row in kept] == [(place, b"poison") for place in (1, 42, 43, 100)]


def test_a_dead_letter_names_the_event_when_its_id_can_be_read(engine: Engine) -> None:
    class Refusing(Ledger):
        def apply(self, _connection: Connection, _generation: int, records: Sequence[Delivered]) -> None:
            raise KeyError(records[0].body)

    event_id = "EVT-00000000-0000-0000-0000-000000000001"
    bodies = [b'{"id":"%s"}' % event_id.encode(), b'{"id":"somebody"}', b"[1]"]
    records = tuple(Delivered("return_operation", n, body, n) for n, body in enumerate(bodies, start=1))
    answer = Runner(engine, Refusing()).apply(Page("return_operation", records))
    assert isinstance(answer, Applied)
    assert [(letter.event_id, letter.error) for letter in answer.dead] == [
        (event_id, "KeyError"),
        (None, "KeyError"),
        (None, "KeyError"),
    ]


def test_a_failing_database_is_not_the_fault_of_a_record(engine: Engine) -> None:
    class OnBadDatabase(Ledger):
        def apply(self, connection: Connection, _generation: int, _records: Sequence[Delivered]) -> None:
            connection.execute(text("SELECT * FROM a_table_that_is_not_there"))

    with pytest.raises(DBAPIError):
        Runner(engine, OnBadDatabase()).apply(page(1, 2))
    assert is_exact(engine, 0)


def test_a_value_that_does_not_fit_is_the_fault_of_its_record(engine: Engine) -> None:
    class TooLarge(Ledger):
        def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
            larger = [
                Delivered(r.service, 2**70 if r.sequence == 2 else r.sequence, r.body, r.place)
                for r in records
            ]
            super().apply(connection, generation, larger)

    answer = Runner(engine, TooLarge()).apply(page(1, 2, 3))
    assert isinstance(answer, Applied)
    assert [letter.place for letter in answer.dead] == [2]
    assert shown(engine)[0] == [1, 3]


def test_two_runners_in_threads_apply_everything_once(url: str, engine: Engine) -> None:
    Runner(engine, Ledger())
    faults: list[BaseException] = []

    def run() -> None:
        own = open_database(url)
        try:
            runner = Runner(own, Ledger())
            while (first := runner.next_place("return_operation")) <= 200:
                runner.apply(page(*range(first, min(first + 7, 201))))
        except BaseException as fault:  # noqa: BLE001 - shown by the assertion below
            faults.append(fault)
        finally:
            own.dispose()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert is_exact(engine, 200)


def test_a_lost_race_is_run_again(engine: Engine) -> None:
    class Beaten(Ledger):
        """The first time, somebody who holds no lock has moved the position in between."""

        times = 0

        def apply(self, connection: Connection, generation: int, records: Sequence[Delivered]) -> None:
            super().apply(connection, generation, records)
            self.times += 1
            if self.times == 1:
                raise LostRaceError

    runner = Runner(engine, Beaten())
    assert isinstance(runner.apply(page(1, 2)), Applied)
    assert is_exact(engine, 2)


def test_something_that_is_never_rebuilt_runs_under_the_same_runner(engine: Engine) -> None:
    class MovedError(Exception):
        pass

    class DamagedError(Exception):
        pass

    given: list[int] = []

    def add(connection: Connection, records: Sequence[Delivered]) -> None:
        given.extend(record.sequence for record in records)
        if len(given) == 2:
            raise MovedError
        if len(given) > 6:
            raise DamagedError("tiles")

    log = OneGeneration("log", add, moved=(MovedError,), halting=(DamagedError,))
    runner = Runner(engine, log)
    assert isinstance(runner.apply(page(1, 2)), Applied)
    assert given == [1, 2, 1, 2]
    with pytest.raises(HaltedError, match="tiles"):
        runner.apply(page(3, 4, 5))
    assert runner.next_place("return_operation") == 3


def test_a_view_that_nobody_built_says_so(engine: Engine) -> None:
    with pytest.raises(NotBuiltError):
        shown(engine)
    assert ask(engine, lambda connection: connection.execute(text("SELECT 1")).scalar()) == 1
