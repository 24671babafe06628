"""The writer thread: who shares a commit, who gets which answer, and what errors and the end do."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import pytest

from foundation.event_store.group_commit import BODY_UNIT, LARGEST_GROUP, GroupCommit
from foundation.event_store.port import Command, OtherContent, Outcome, ProposedEvent, StoreUnavailableError

Store = Callable[[Sequence[Command]], list[Outcome]]
FINGERPRINT = b"f" * 32


def command(number: int, size: int = 1, body: bytes = b"{}") -> Command:
    return Command(
        tuple(ProposedEvent(UUID(int=number), "C-1", "opened.v1", body, FINGERPRINT) for _ in range(size))
    )


def answers(commands: Sequence[Command]) -> list[Outcome]:
    """An outcome that names its command."""
    return [OtherContent(asked.events[0].event_id) for asked in commands]


@contextmanager
def group_commit(store: Store, patience: float = 0.0) -> Iterator[GroupCommit]:
    writer = GroupCommit(store, lambda: None, patience=patience)
    try:
        yield writer
    finally:
        writer.close()


class Gate:
    """A store that holds its first group until told, and notes the sizes of all groups."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        self.groups: list[int] = []

    def __call__(self, commands: Sequence[Command]) -> list[Outcome]:
        self.groups.append(sum(len(asked.events) for asked in commands))
        self.entered.set()
        self.opened.wait()
        return answers(commands)


def test_commands_that_come_during_a_commit_share_the_next_one_and_get_their_own_answers() -> None:
    gate = Gate()
    with group_commit(gate) as writer:
        first = writer.submit(command(0))
        gate.entered.wait()
        others = [writer.submit(command(number)) for number in range(1, 50)]
        assert not first.done()
        gate.opened.set()

        outcomes = [future.result() for future in [first, *others]]

    assert outcomes == answers([command(number) for number in range(50)])
    assert gate.groups == [1, 49]


def test_a_group_is_bounded_in_events_and_in_bytes() -> None:
    gate = Gate()
    with group_commit(gate) as writer:
        writer.submit(command(0))
        gate.entered.wait()
        for number in range(3):
            writer.submit(command(number, size=LARGEST_GROUP // 2))
        writer.submit(command(3, size=2 * LARGEST_GROUP))
        big = b"x" * (BODY_UNIT * LARGEST_GROUP // 2)
        for number in range(3):
            writer.submit(command(number, body=big))
        gate.opened.set()

    assert gate.groups == [1, LARGEST_GROUP, LARGEST_GROUP // 2, 2 * LARGEST_GROUP, 1, 1, 1]


def test_many_commands_fill_groups_and_keep_their_order() -> None:
    with group_commit(answers) as writer:
        commands = [command(number) for number in range(2 * LARGEST_GROUP + 1)]

        assert writer.store_many(commands) == answers(commands)
        assert writer.store_many([]) == []


def test_a_bulk_append_lets_other_callers_in_between() -> None:
    gate = Gate()
    with group_commit(gate) as writer:
        commands = [command(number) for number in range(10 * LARGEST_GROUP)]
        bulk = threading.Thread(target=writer.store_many, args=(commands,))
        bulk.start()
        gate.entered.wait()
        single = writer.submit(command(99999))
        single.add_done_callback(lambda _: gate.groups.append(-1))
        gate.opened.set()
        bulk.join()

    assert -1 in gate.groups[:5]


def test_closing_finishes_what_was_submitted_and_takes_no_more() -> None:
    gate = Gate()
    with group_commit(gate) as writer:
        futures = [writer.submit(command(number)) for number in range(10)]
        gate.opened.set()
    writer.close()

    assert [future.result() for future in futures] == answers([command(number) for number in range(10)])
    with pytest.raises(StoreUnavailableError, match="closed"):
        writer.submit(command(1))


def test_an_unavailable_database_reaches_the_callers_and_the_writer_goes_on() -> None:
    broken = threading.Event()
    broken.set()

    def store(commands: Sequence[Command]) -> list[Outcome]:
        if broken.is_set():
            raise StoreUnavailableError("down")
        return answers(commands)

    with group_commit(store) as writer:
        with pytest.raises(StoreUnavailableError):
            writer.submit(command(1)).result()
        with pytest.raises(StoreUnavailableError):
            writer.store_many([command(1)])
        broken.clear()

        assert writer.submit(command(1)).result() == OtherContent(UUID(int=1))


def test_the_same_group_is_tried_again_while_patience_lasts() -> None:
    tried: list[Sequence[Command]] = []

    def store(commands: Sequence[Command]) -> list[Outcome]:
        tried.append(commands)
        if len(tried) < 3:
            raise StoreUnavailableError("down")
        return answers(commands)

    with group_commit(store, patience=60.0) as writer:
        assert writer.submit(command(1)).result() == OtherContent(UUID(int=1))

    assert len(tried) == 3
    assert tried[0] is tried[1] is tried[2]


def test_an_unforeseen_error_reaches_its_callers_and_the_writer_goes_on() -> None:
    def store(commands: Sequence[Command]) -> list[Outcome]:
        if commands[0].events[0].event_id.int == 1:
            raise ZeroDivisionError
        return answers(commands)

    with group_commit(store) as writer:
        with pytest.raises(ZeroDivisionError):
            writer.submit(command(1)).result()
        assert writer.submit(command(2)).result() == OtherContent(UUID(int=2))


def test_a_cancelled_command_is_not_stored() -> None:
    gate = Gate()
    with group_commit(gate) as writer:
        writer.submit(command(0))
        gate.entered.wait()
        cancelled, kept = writer.submit(command(1)), writer.submit(command(2))
        assert cancelled.cancel()
        gate.opened.set()
        assert kept.result() == OtherContent(UUID(int=2))

    assert gate.groups == [1, 1]
