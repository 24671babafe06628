"""Seals records before they are stored, and opens their values again."""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from pydantic_core import from_json, to_json

from events.base import Event, Service
from events.canonical import canonical
from events.cloudevents import SEALABLE
from events.data_classes import Sealed
from events.envelope import CATALOGUE_VERSION, Envelope
from events.submission import Submission
from foundation.vault.data_keys import unwrap
from foundation.vault.drafts import RECORDED_BY, Draft, recorder_slot
from foundation.vault.errors import SectorClosedError, VaultUnavailableError
from foundation.vault.key_ring import KeyRing, Keys
from foundation.vault.key_rows import KeyRows, KeyState, Slot
from foundation.vault.opened import Erased, Opened, Plain, Unavailable
from foundation.vault.sectors import SectorKeys
from foundation.vault.tokens import Place, open_value, read_token, seal_value

SEALED_ATTRIBUTES = {name.replace("_", "") for name in SEALABLE}


class Vault:
    """Safe to call from many threads. Once sealed, a stored event is never rewritten.

    `prepare` asks the key store; `seal_draft` only computes.
    """

    def __init__(self, rows: KeyRows, sectors: SectorKeys, ring: KeyRing | None = None) -> None:
        self._rows, self._sectors = rows, sectors
        self._ring = ring or KeyRing(rows, sectors)

    def prepare(self, slots: frozenset[Slot]) -> Future[Keys]:
        """The keys, durable before the future ends.

        It raises SubjectFencedError, SectorClosedError or VaultUnavailableError.
        """
        return self._ring.request(slots)

    def seal(
        self, submission: Submission, service: Service, recorded_at: datetime, recorded_by: str
    ) -> tuple[Envelope, Event]:
        """The envelope and the event as they are stored; nothing that is not open is left plain in them.

        Waits for the keys, and raises what `prepare` raises. ValueError for a record that holds a sealed
        value already.
        """
        draft = Draft(submission)
        keys = self.prepare(draft.slots(recorded_by)).result()
        return self.seal_draft(draft, keys, service, recorded_at, recorded_by)

    def seal_draft(
        self, draft: Draft, keys: Keys, service: Service, recorded_at: datetime, recorded_by: str
    ) -> tuple[Envelope, Event]:
        """The same with prepared keys; the draft is used up."""
        if any(closed.spot.is_sealed for closed in draft.closed):
            raise ValueError("a record to be sealed holds a sealed value; give the value itself")
        fingerprint = _fingerprint(draft, keys)
        event_id = draft.submission.statement.event_id

        def token(pointer: str, slot: Slot, value: Any) -> Sealed:
            place = Place(event_id, draft.event_type, pointer)
            return Sealed(sealed=seal_value(self._sectors, keys[slot], place, value))

        draft.replace(lambda closed: token(closed.pointer, closed.slot, closed.spot.value))
        envelope = Envelope.model_construct(
            **vars(draft.submission.statement) | _sealed_members(draft.statement),
            service=service,
            schema_version=CATALOGUE_VERSION,
            recorded_at=recorded_at,
            recorded_by=token(RECORDED_BY, recorder_slot(recorded_by), recorded_by),
            fingerprint=fingerprint,
        )
        return envelope, _sealed_event(draft)

    def open(self, text: str, place: Place) -> Opened:
        """The value behind a token that stands at this place."""
        try:
            token = read_token(self._sectors, text)
            row = self._rows.find(token.key_id)
            if row is None:
                return Unavailable("the key store has no such key; it may be older than the events")
            if row.state is not KeyState.ACTIVE:
                return Erased(row.changed_at)
            return Plain(open_value(unwrap(self._sectors, row), place, token.sealed))
        except (ValueError, SectorClosedError, VaultUnavailableError) as error:
            return Unavailable(str(error))

    def open_record(self, body: bytes) -> dict[str, Opened]:
        """Every sealed value of a stored event, by JSON pointer. A value may hold sealed ones of its own."""
        stored = from_json(body)
        return {
            pointer: self.open(token, Place(stored["id"], stored["type"], pointer))
            for pointer, token in _tokens(stored)
        }

    def close(self) -> None:
        """Release the key store."""
        self._ring.close()


def _sealed_members(values: dict[str, Any]) -> dict[str, Any]:
    """The members that were sealed whole."""
    return {name: value for name, value in values.items() if isinstance(value, Sealed)}


def _sealed_event(draft: Draft) -> Event:
    """The event with its sealed values; only members inside of structures need reading it anew."""
    event, sealed = draft.submission.event, _sealed_members(draft.event)
    if any(
        closed.spot.holder is not draft.event and closed.pointer.startswith("/data/")
        for closed in draft.closed
    ):
        return type(event).model_validate_json(to_json(draft.event))
    return event.model_copy(update=sealed) if sealed else event


def _fingerprint(draft: Draft, keys: Keys) -> str:
    """Equal exactly when the content as submitted is equal; what is not open enters as a keyed digest."""
    values = draft.replace(lambda closed: {"digest": keys[closed.slot].digest(canonical(closed.spot.value))})
    whole = orjson.dumps([draft.event_type, draft.statement, draft.event], option=orjson.OPT_SORT_KEYS)
    draft.restore(values)
    return sha256(whole).hexdigest()


def _tokens(stored: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in sorted(SEALED_ATTRIBUTES & set(stored)):
        yield f"/{name}", stored[name]
    yield from _tokens_in(stored["data"], "/data")


def _tokens_in(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and set(value) == {"sealed"}:
        yield pointer, value["sealed"]
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _tokens_in(inner, f"{pointer}/{key}")
