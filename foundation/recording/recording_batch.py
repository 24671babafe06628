"""Records many events, each on its own and where its kind goes: a bad one does not hold up the others."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from events.base import Event
from events.submission import Submission
from foundation.clock import NewId
from foundation.identity.caller import Caller
from foundation.recording.cloud_event_form import CLOUD_EVENT, read_cloud_event
from foundation.recording.faults import RefusedError
from foundation.recording.json_input import MOST_VALUES, has_more_values, too_many
from foundation.recording.outcomes import Outcome, Refused
from foundation.recording.recorder import BATCH, Recorder

Recorders = Mapping[type[Event], Recorder]
"""Where each event goes."""


def record_batch(recorders: Recorders, caller: Caller, items: list[Any], new_id: NewId) -> list[Outcome]:
    """An outcome for every item of a CloudEvents batch, in the same order, with pointers into the item."""
    read = [_read(item, recorders, new_id) for item in items]
    recorded = record_each(recorders, caller, (item for item in read if isinstance(item, Submission)))
    return [CLOUD_EVENT.told(next(recorded)) if isinstance(item, Submission) else item for item in read]


def record_each(recorders: Recorders, caller: Caller, submissions: Iterable[Submission]) -> Iterator[Outcome]:
    """Record many submissions in few transactions; each has its own outcome, in the same order."""
    remaining = iter(submissions)
    while batch := list(islice(remaining, BATCH)):
        yield from _record(recorders, caller, batch)


def _record(recorders: Recorders, caller: Caller, batch: list[Submission]) -> list[Outcome]:
    shares: dict[Recorder, list[int]] = {}
    for number, submission in enumerate(batch):
        shares.setdefault(recorders[type(submission.event)], []).append(number)
    outcomes: dict[int, Outcome] = {}
    for recorder, numbers in shares.items():
        recorded = recorder.record_many(caller, [batch[number] for number in numbers])
        outcomes |= zip(numbers, recorded, strict=True)
    return [outcomes[number] for number in range(len(batch))]


def _read(item: Any, recorders: Recorders, new_id: NewId) -> Submission | Refused:
    if has_more_values(item):
        return Refused("content", (too_many(MOST_VALUES),))
    try:
        return read_cloud_event(item, recorders, new_id)
    except RefusedError as error:
        return Refused("content", error.faults)
