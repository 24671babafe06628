"""Reads one record as it is stored, for a caller who may see it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from events.cloudevents import decode, encode
from events.data_classes import Sealed
from events.envelope import CATALOGUE_VERSION, Envelope
from events.ids import subject_id
from events.return_operation import OperationMilestoneReached
from foundation.access.copying import Copies
from foundation.event_store.port import EventStore, StoredRecord
from foundation.identity.caller import Caller
from foundation.recording.visibility import may_see


def read_record(stores: Iterable[EventStore], caller: Caller, event_id: UUID) -> StoredRecord | None:
    """The record, from the first store that has it, as far as the caller may have it.

    None alike when there is none and when the caller may not know of it, and after the same work: every
    store is asked, and where none has it a stand-in is read and decided on.
    """
    found = [record for store in stores if (record := store.find(event_id))]
    bodies = [record.body for record in found] or [_stand_in()]
    seen = [may_see(caller, decode(body)) for body in bodies]
    given = next((record for record, may_be_seen in zip(found, seen, strict=False) if may_be_seen), None)
    return given and replace(given, body=Copies(caller, "read_record").within(given.body))


@cache
def _stand_in() -> bytes:
    """A record that is nowhere: it looks like any other and belongs to no body."""
    nowhere, never = subject_id("operation", UUID(int=0)), datetime(2000, 1, 1, tzinfo=UTC)
    event = OperationMilestoneReached(operation=nowhere, milestone="ended", reached_at=never)
    envelope = Envelope(
        event_id=subject_id("event", UUID(int=0)),
        subject_ids=(nowhere,),
        occurred_at=never,
        occurred_precision="unknown",
        phase="en_route",
        country="XX",
        asserted_by_role="escort",
        source_kinds=("document",),
        service="return_operation",
        schema_version=CATALOGUE_VERSION,
        recorded_at=never,
        recorded_by=Sealed(sealed="nobody"),
    )
    return encode(envelope, event)
