"""The attachments of a service process: every service takes files in, one gives them out and sweeps."""

from collections.abc import Iterator
from contextlib import contextmanager

from events.base import Service
from foundation.attachments.attachments import Attachments
from foundation.attachments.keeping_swept import kept_swept
from foundation.attachments.noting import Gate
from foundation.attachments.port import Blobs
from foundation.clock import Clock, system_clock, uuid7
from foundation.erasure.opening import erasures_at
from foundation.event_store.port import EventStore
from foundation.recording.recorder import Recorder
from foundation.vault.vault import Vault

ANSWERS_FOR_ACCESS: Service = "data_protection"
"""It records who looked at what, and no service writes into the records of another."""


def attachments_at(
    service: Service, blobs: Blobs, store: EventStore, vault: Vault, clock: Clock = system_clock
) -> Attachments:
    """The attachments of one service, with its own event store."""
    if service != ANSWERS_FOR_ACCESS:
        return Attachments(blobs, vault, clock, service=service)
    gate = Gate(Recorder(service, store, vault, clock), clock, uuid7)
    return Attachments(blobs, vault, clock, may_open=gate, service=service)


@contextmanager
def swept_by(service: Service, blobs: Blobs, vault_address: str) -> Iterator[None]:
    """What was given up or erased is removed while the one service runs that does so for all."""
    if service != ANSWERS_FOR_ACCESS:
        yield
        return
    with erasures_at(vault_address) as (_, keys), kept_swept(blobs, keys, system_clock):
        yield
