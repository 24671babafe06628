"""Records the items of a CloudEvents batch, each on its own: a bad one does not hold up the others."""

from typing import Any

from events.base import Service
from events.submission import Submission
from foundation.clock import NewId
from foundation.identity.caller import Caller
from foundation.recording.cloud_event_form import CLOUD_EVENT, read_cloud_event
from foundation.recording.faults import RefusedError
from foundation.recording.outcomes import Outcome, Refused
from foundation.recording.recorder import Recorder


def record_batch(
    recorder: Recorder, caller: Caller, service: Service, items: list[Any], new_id: NewId
) -> list[Outcome]:
    """An outcome for every item, in the same order, with pointers into the item."""
    read = [_read(item, service, new_id) for item in items]
    recorded = recorder.record_many(caller, [item for item in read if isinstance(item, Submission)])
    return [CLOUD_EVENT.told(next(recorded)) if isinstance(item, Submission) else item for item in read]


def _read(item: Any, service: Service, new_id: NewId) -> Submission | Refused:
    try:
        return read_cloud_event(item, service, new_id)
    except RefusedError as error:
        return Refused("content", error.faults)
