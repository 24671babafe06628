"""Seals records before they are stored, and opens their values again."""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic_core import from_json, to_json

from events.base import Event, Service
from events.canonical import canonical
from events.cloudevents import SEALABLE
from events.data_classes import Sealed
from events.envelope import CATALOGUE_VERSION, Envelope
from events.submission import Submission
from foundation.vault.data_keys import DataKey, unwrap
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

    `prepare` may wait for the key store; `seal` with prepared keys only computes.
    """

    def __init__(self, rows: KeyRows, sectors: SectorKeys, ring: KeyRing | None = None) -> None:
        self._rows, self._sectors = rows, sectors
        self._ring = ring or KeyRing(rows, sectors)

    def needs(self, submission: Submission, recorded_by: str) -> frozenset[Slot]:
        """Whose keys sealing will take."""
        draft = Draft(submission)
        return frozenset({recorder_slot(recorded_by), *(draft.slot(spot) for spot in draft.spots())})

    def prepare(self, slots: frozenset[Slot]) -> Future[Keys]:
        """The keys, durable before the future ends.

        It raises SubjectFencedError, SectorClosedError or VaultUnavailableError.
        """
        return self._ring.request(slots)

    def seal(
        self,
        submission: Submission,
        service: Service,
        recorded_at: datetime,
        recorded_by: str,
        *,
        keys: Keys | None = None,
    ) -> tuple[Envelope, Event]:
        """The envelope and the event as they are stored; nothing that is not open is left plain in them.

        Without prepared keys it waits for them, and raises what `prepare` raises. ValueError for a record
        that holds a sealed value already.
        """
        if keys is None:
            keys = self.prepare(self.needs(submission, recorded_by)).result()
        draft = Draft(submission)
        if any(spot.is_sealed for spot in draft.spots()):
            raise ValueError("a record to be sealed holds a sealed value; give the value itself")
        sealed = self._sealed(draft, keys)
        recorder = keys[recorder_slot(recorded_by)]
        envelope = draft.statement | {
            "service": service,
            "schema_version": CATALOGUE_VERSION,
            "recorded_at": recorded_at,
            "recorded_by": self._token(recorder, draft.place(RECORDED_BY), recorded_by),
            "fingerprint": _fingerprint(Draft(submission), keys),
        }
        kind = type(submission.event)
        event = kind.model_validate_json(to_json(draft.event)) if sealed else submission.event
        return Envelope.model_validate_json(to_json(envelope)), event

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

    def _sealed(self, draft: Draft, keys: Keys) -> bool:
        """Seal the draft in place; says whether the event's own fields had anything to seal."""
        pointers = []
        for spot in draft.spots():
            spot.holder[spot.key] = self._token(keys[draft.slot(spot)], draft.place(spot.pointer), spot.value)
            pointers.append(spot.pointer)
        return any(pointer.startswith("/data/") for pointer in pointers)

    def _token(self, key: DataKey, place: Place, value: Any) -> dict[str, str]:
        return Sealed(sealed=seal_value(self._sectors, key, place, value)).model_dump()


def _fingerprint(draft: Draft, keys: Keys) -> str:
    """Equal exactly when the content as submitted is equal; what is not open enters as a keyed digest."""
    draft.replace(lambda spot: {"digest": keys[draft.slot(spot)].digest(canonical(spot.value))})
    return sha256(canonical([draft.event_type, draft.statement, draft.event])).hexdigest()


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
