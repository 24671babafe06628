"""The service with a vault that seals nothing: what recording costs without sealing. For measuring only."""

import os
from concurrent.futures import Future
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import orjson

from events.base import Event, Service
from events.envelope import CATALOGUE_VERSION, Envelope
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.identity.verifying import open_verifier
from foundation.recording.desk import desk_of
from foundation.recording_http.app import create_app
from foundation.service_process.running import serve
from foundation.service_process.settings import read_settings
from foundation.vault.data_keys import DataKey
from foundation.vault.drafts import Draft
from foundation.vault.key_ring import Keys
from foundation.vault.key_rows import Slot
from foundation.vault.vault import Vault
from services.return_operation.main import PROFILE


class Unsealed(Vault):
    """Has no keys and writes every value as it came."""

    def __init__(self) -> None:
        """Nothing is opened."""

    def prepare(self, slots: frozenset[Slot]) -> Future[Keys]:
        """Keys that nobody keeps or uses, at once."""
        future: Future[Keys] = Future()
        future.set_result({slot: DataKey(UUID(int=0), slot, 1, bytes(32)) for slot in slots})
        return future

    def seal_draft(
        self,
        draft: Draft,
        keys: Keys,  # noqa: ARG002 - they are not used
        service: Service,
        recorded_at: datetime,
        recorded_by: str,
    ) -> tuple[Envelope, Event]:
        """The envelope and the event, all in the open."""
        whole = orjson.dumps([draft.event_type, draft.statement, draft.event], option=orjson.OPT_SORT_KEYS)
        envelope = Envelope.model_construct(
            **vars(draft.submission.statement),
            service=service,
            schema_version=CATALOGUE_VERSION,
            recorded_at=recorded_at,
            recorded_by=recorded_by,
            fingerprint=sha256(whole).hexdigest(),
        )
        return envelope, draft.submission.event


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings(os.environ, PROFILE.name)
    store = open_store(settings.events)
    desk = desk_of(PROFILE, store, Unsealed(), system_clock)
    serve(create_app(desk, open_verifier(settings.keys, None), system_clock), settings.host, settings.port)
    store.close()


if __name__ == "__main__":
    main()
