"""Seals records before they are stored, and opens their values again."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from pydantic_core import from_json, to_json

from events.base import Event, Service
from events.canonical import canonical
from events.data_classes import Sealed
from events.envelope import CATALOGUE_VERSION, Envelope
from events.submission import Submission
from foundation.vault.data_keys import DataKey, unwrap
from foundation.vault.drafts import RECORDED_BY, Draft, recorder_slot
from foundation.vault.errors import SectorClosedError, VaultUnavailableError
from foundation.vault.key_ring import KeyRing, Keys
from foundation.vault.key_rows import KeyRows, KeyState, Slot
from foundation.vault.locating import Located, Mark, mark, marks, tokens, tokens_in
from foundation.vault.opened import Erased, Opened, Plain, Unavailable
from foundation.vault.sectors import SectorKeys
from foundation.vault.tokens import Place, open_value, seal_value

NO_KEY = "the key store has no such key; it may be older than the events"


class Vault:
    """Safe to call from many threads. Once sealed, a stored event is never rewritten.

    `prepare` asks the key store; `seal_draft` only computes.
    """

    def __init__(self, rows: KeyRows, sectors: SectorKeys, ring: KeyRing | None = None) -> None:
        self._rows, self._sectors = rows, sectors
        self._ring = ring or KeyRing(rows, sectors)

    def prepare(self, slots: frozenset[Slot]) -> Future[Keys]:
        """The keys, durable before the future ends.

        For a subject that was erased the key is a spent one: the record keeps its open fields, and nothing
        of the others is stored. It raises SectorClosedError or VaultUnavailableError.
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
            (located,) = self._with_rows([mark(self._sectors, 0, place, text)])
        except VaultUnavailableError as error:
            return Unavailable(str(error))
        return self.open_located(located)

    def open_record(self, body: bytes) -> dict[str, Opened]:
        """Every sealed value of a stored event, by JSON pointer. A value may hold sealed ones of its own."""
        try:
            found = self.locate([body])
        except VaultUnavailableError as error:
            return {pointer: Unavailable(str(error)) for pointer, _ in tokens(from_json(body))}
        values = self.open_all(found)
        return {located.place.pointer: value for located, value in zip(found, values, strict=True)}

    def locate(self, bodies: Sequence[bytes]) -> list[Located]:
        """The sealed values of many stored events with the state of their keys now.

        Opens nothing. Raises VaultUnavailableError.
        """
        return self._with_rows(
            [one for at, body in enumerate(bodies) for one in marks(self._sectors, from_json(body), at)]
        )

    def locate_inside(self, located: Located, value: Any) -> list[Located]:
        """The sealed values that an opened value holds."""
        at, place = located.record, located.place
        return self._with_rows(
            [
                mark(self._sectors, at, Place(place.event_id, place.event_type, pointer), text)
                for pointer, text in tokens_in(value, place.pointer)
            ]
        )

    def open_located(self, located: Located) -> Opened:
        """The value at a place, by the key that was found for it a moment ago."""
        return self._opened(located, {})

    def open_all(self, found: Iterable[Located]) -> list[Opened]:
        """The same for many values, with each key unwrapped once."""
        keys: dict[UUID, DataKey] = {}
        return [self._opened(located, keys) for located in found]

    def _opened(self, located: Located, keys: dict[UUID, DataKey]) -> Opened:
        row = located.row
        if row is None:
            return Unavailable(located.fault or NO_KEY)
        if row.state is not KeyState.ACTIVE:
            return Erased(row.changed_at)
        try:
            key = keys.get(row.key_id) or keys.setdefault(row.key_id, unwrap(self._sectors, row))
            return Plain(open_value(key, located.place, located.sealed))
        except (ValueError, SectorClosedError) as error:
            return Unavailable(str(error))

    def _with_rows(self, found: list[Mark]) -> list[Located]:
        rows = self._rows.find_all({one.key_id for one in found if one.key_id})
        return [
            Located(
                one.record,
                one.place,
                one.sector,
                one.sealed,
                rows.get(one.key_id) if one.key_id else None,
                one.fault,
            )
            for one in found
        ]

    def forget(self) -> None:
        """Drop every key held in memory."""
        self._ring.forget()

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
