"""Reads one record as it is stored, for a caller who may see it."""

from uuid import UUID

from events.cloudevents import decode
from foundation.event_store.port import EventStore, StoredRecord
from foundation.identity.caller import Caller
from services.return_operation.domain.visibility import may_see


def read_record(store: EventStore, caller: Caller, event_id: UUID) -> StoredRecord | None:
    """The record; None alike when there is none and when the caller may not know of it."""
    record = store.find(event_id)
    if record is None or not may_see(caller, decode(record.body).envelope):
        return None
    return record
