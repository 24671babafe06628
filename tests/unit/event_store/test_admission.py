"""A group has the outcomes of its commands one after the other, and adds exactly the events they accept."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.event_store.admission import Known, admit, check_command
from foundation.event_store.port import (
    AlreadyStored,
    Appended,
    Command,
    OtherContent,
    Outcome,
    ProposedEvent,
    StoredRecord,
    StreamMoved,
)

EMPTY = Known(0, {}, {})


def event(number: int, stream: str = "C-1", content: int = 0) -> ProposedEvent:
    return ProposedEvent(UUID(int=number), stream, "opened.v1", b"%d" % content, bytes([content]) * 32)


def command(*events: ProposedEvent, expecting: int | None = None) -> Command:
    return Command(events, expecting)


class OneAtATime:
    """What the log would hold if every command had a transaction of its own: slow and plain."""

    def __init__(self) -> None:
        self.log: list[StoredRecord] = []

    def apply(self, asked: Command) -> Outcome:
        contents: dict[UUID, bytes] = {record.event_id: record.fingerprint for record in self.log}
        new = []
        for proposed in asked.events:
            if proposed.event_id not in contents:
                contents[proposed.event_id] = proposed.fingerprint
                new.append(proposed)
            elif contents[proposed.event_id] != proposed.fingerprint:
                return OtherContent(proposed.event_id)
        stream = asked.events[0].stream
        version = len([record for record in self.log if record.stream == stream])
        if new and asked.expected_version is not None and asked.expected_version != version:
            return StreamMoved(stream, asked.expected_version, version)
        for place, proposed in enumerate(new, 1):
            self.log.append(
                StoredRecord(
                    len(self.log) + 1,
                    proposed.event_id,
                    stream,
                    version + place,
                    proposed.topic,
                    proposed.body,
                    proposed.fingerprint,
                )
            )
        by_id = {record.event_id: record for record in self.log}
        records = tuple(by_id[proposed.event_id] for proposed in asked.events)
        return Appended(records) if new else AlreadyStored(records)

    def known_to(self, group: list[Command]) -> Known:
        ids = {proposed.event_id for asked in group for proposed in asked.events}
        versions: dict[str, int] = {}
        for record in self.log:
            versions[record.stream] = record.version
        return Known(
            len(self.log),
            {record.event_id: record for record in self.log if record.event_id in ids},
            versions,
        )


@st.composite
def commands(draw: st.DrawFn) -> Command:
    stream = draw(st.sampled_from(["C-1", "C-2"]))
    numbers = draw(st.lists(st.integers(0, 8), min_size=1, max_size=4))
    events = tuple(event(number, stream, draw(st.sampled_from([0, 0, 0, 1]))) for number in numbers)
    return Command(events, draw(st.none() | st.integers(0, 4)))


@given(st.lists(st.lists(commands(), max_size=6), max_size=5))
def test_groups_do_what_single_commands_would_do(groups: list[list[Command]]) -> None:
    plain, grouped = OneAtATime(), OneAtATime()
    for group in groups:
        expected = [plain.apply(asked) for asked in group]

        admission = admit(group, grouped.known_to(group))
        grouped.log += admission.added

        assert admission.outcomes == expected
        assert grouped.log == plain.log


@given(st.lists(commands(), max_size=8))
def test_repeating_a_group_adds_nothing_and_gives_the_accepted_records_again(group: list[Command]) -> None:
    plain = OneAtATime()
    first = [plain.apply(asked) for asked in group]

    again = admit(group, plain.known_to(group))

    for asked, outcome, repeated in zip(group, first, again.outcomes, strict=True):
        if isinstance(outcome, Appended | AlreadyStored):
            assert repeated == AlreadyStored(outcome.records), asked


def test_a_repeat_in_the_same_group_gets_the_first_result() -> None:
    asked = command(event(1), event(2), expecting=0)

    admission = admit([asked, asked], EMPTY)

    first, second = admission.outcomes
    assert isinstance(first, Appended)
    assert second == AlreadyStored(first.records)
    assert [record.sequence for record in admission.added] == [1, 2]


def test_a_conflict_hits_only_its_own_command() -> None:
    group = [command(event(1)), command(event(2), event(1, content=1)), command(event(3), expecting=0)]

    admission = admit([*group, command(event(4), expecting=1)], EMPTY)

    assert admission.outcomes[1] == OtherContent(UUID(int=1))
    assert admission.outcomes[2] == StreamMoved("C-1", expected=0, actual=1)
    assert [record.event_id.int for record in admission.added] == [1, 4]


def test_a_partly_known_command_is_completed() -> None:
    (known,) = admit([command(event(2))], EMPTY).added

    admission = admit([command(event(1), event(2), event(3))], Known(1, {known.event_id: known}, {"C-1": 1}))

    (outcome,) = admission.outcomes
    assert isinstance(outcome, Appended)
    assert [(record.event_id.int, record.sequence) for record in outcome.records] == [(1, 2), (2, 1), (3, 3)]
    assert [record.event_id.int for record in admission.added] == [1, 3]


def test_a_lost_answer_is_found_only_when_the_very_records_are_there() -> None:
    admission = admit([command(event(1), event(2))], EMPTY)
    by_id = {record.event_id: record for record in admission.added}
    somebody_elses = {UUID(int=1): replace(by_id[UUID(int=1)], body=b"other")}

    assert admission.is_in(Known(2, by_id, {"C-1": 2}))
    assert not admission.is_in(EMPTY)
    assert not admission.is_in(Known(2, by_id | somebody_elses, {"C-1": 2}))


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        (command(), "at least one event"),
        (command(event(1), event(2, stream="C-2")), "one stream"),
        (command(event(1, stream="")), "a stream is"),
        (command(event(1, stream="C-\0")), "a stream is"),
        (command(event(1, stream="C-\ud800")), "a stream is"),
        (command(event(1, stream="é" * 128)), "a stream is"),
        (command(replace(event(1), topic="")), "a topic is"),
        (command(replace(event(1), fingerprint=b"short")), "32 bytes"),
    ],
)
def test_a_command_that_no_log_can_hold_is_refused_at_the_door(asked: Command, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_command(asked)


def test_the_longest_names_pass() -> None:
    check_command(command(event(1, stream="é" * 127)))
