"""Reads one record as it is stored, for a caller who may see it."""

from collections.abc import Iterable
from uuid import UUID

from events.cloudevents import decode
from foundation.event_store.port import EventStore, StoredRecord
from foundation.identity.caller import Caller
from foundation.recording.visibility import may_see


def read_record(stores: Iterable[EventStore], caller: Caller, event_id: UUID) -> StoredRecord | None:
    """The record, from the first store that has it.

    None alike when there is none and when the caller may not know of it.
    """
    found = (record for store in stores if (record := store.find(event_id)))
    return next((record for record in found if may_see(caller, decode(record.body).envelope)), None)
