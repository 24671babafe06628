"""Opens what completes erasures, over the vault that an address names."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from events.base import SERVICES, Service
from foundation.clock import Clock
from foundation.erasure.decisions import Erasure
from foundation.erasure.eraser import Eraser, Told
from foundation.erasure.fencing import fence_decided
from foundation.erasure.held import HeldRecords
from foundation.erasure.port import Progress, Step
from foundation.erasure.sql_erasures import SqlErasures
from foundation.erasure.sql_witnesses import witnesses_at
from foundation.erasure.waiting import Judged, by_nobody
from foundation.event_store.port import EventStore
from foundation.recording.recorder import Recorder
from foundation.vault.sql_engines import engine_of
from foundation.vault.sql_key_ending import SqlKeyEnding
from foundation.vault.vault import Vault

RECORDS: Service = "data_protection"
"""The service that keeps what is done with personal data."""


def quiet(_erasure: Erasure, _step: Step) -> None:
    """Tell nobody."""


@contextmanager
def erasures_at(url: str) -> Iterator[tuple[SqlErasures, SqlKeyEnding]]:
    """Both on one engine. The tables of the keys are made by `open_vault`, which comes first."""
    engine = engine_of(url)
    try:
        yield SqlErasures(engine), SqlKeyEnding(engine)
    finally:
        engine.dispose()


@contextmanager
def erasing_over(  # noqa: PLR0913, PLR0917 - what an eraser works on
    vault_address: str,
    stores: Mapping[str, EventStore],
    vault: Vault,
    clock: Clock,
    told: Told = quiet,
    judged: Judged = by_nobody,
) -> Iterator[Eraser]:
    """Complete what was decided and not carried out in this vault; then what carries out more.

    What has to wait for those who judge from it is left, and completed by a later `resume`.
    """
    log = stores[RECORDS]
    recorder, held = Recorder(RECORDS, log, vault, clock), held_in(stores)
    with erasures_at(vault_address) as (erasures, keys):
        eraser = Eraser(log, recorder, vault, keys, erasures, held, clock, told=told, judged=judged)
        eraser.resume()
        yield eraser


def fence_before_serving(vault_address: str, log: EventStore, clock: Clock) -> int:
    """Fence what the log of data protection decided, in a process that only seals; how many erasures."""
    with erasures_at(vault_address) as (erasures, keys), witnesses_at(vault_address) as witnesses:

        def judged(progress: Progress) -> bool:
            return not witnesses.outstanding(progress.erasure.id)

        return fence_decided(log, erasures, keys, clock, judged)


def held_in(stores: Mapping[str, EventStore]) -> HeldRecords:
    """What the stores of the services hold."""
    return HeldRecords({service: stores[service] for service in SERVICES if service in stores})
