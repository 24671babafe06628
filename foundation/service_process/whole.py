"""What a service process does about erasures before it serves, and what data protection works on.

Every process that seals fences what the log of data protection decided. Data protection itself completes it,
and reads the logs of all services; see docs/adr/0020-data-protection-reads-every-log.md.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from events.base import Service
from events.kafka_binding import topic
from foundation.clock import Clock
from foundation.erasure.eraser import Eraser, Told
from foundation.erasure.held import HeldRecords
from foundation.erasure.keeping_erased import kept_erased
from foundation.erasure.opening import RECORDS, erasing_over, fence_before_serving, held_in, quiet
from foundation.erasure.sql_witnesses import witnesses_at
from foundation.erasure.witnessing import Carried, Witnessed
from foundation.event_store.opening import open_store
from foundation.event_store.port import EventStore
from foundation.recording.recorder import Recorder
from foundation.relay.positions import Positions, PositionUnavailableError, open_positions
from foundation.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that is held in an installation."""

    held: HeldRecords
    recorders: Mapping[Service, Recorder]
    vault: Vault
    eraser: Eraser
    clock: Clock


@contextmanager
def erasures_settled(  # noqa: PLR0913, PLR0917 - what a process has opened so far
    service: Service,
    logs: Mapping[Service, str],
    vault_address: str,
    store: EventStore,
    vault: Vault,
    clock: Clock,
    told: Told = quiet,
    *,
    own: str,
) -> Iterator[Whole | None]:
    """Nothing that was to be erased is sealed or opened from here on; for data protection, all that is held.

    An erasure from which others still judge is completed while the block lasts. `logs` has the addresses of
    the other services' logs that this one reads, `own` that of its own.
    """
    if service != RECORDS:
        with closing(open_store(logs[RECORDS])) as log:
            fence_before_serving(vault_address, log, clock)
        yield None
        return
    with ExitStack() as opened:
        stores: dict[str, EventStore] = {service: store}
        for name, address in logs.items():
            stores[name] = opened.enter_context(closing(open_store(address)))
        witnesses = opened.enter_context(witnesses_at(vault_address))
        judged = Witnessed(witnesses, stores, opened.enter_context(_carried({service: own, **logs})))
        eraser = opened.enter_context(erasing_over(vault_address, stores, vault, clock, told, judged))
        opened.enter_context(kept_erased(eraser))
        recorders = {name: Recorder(name, stores[name], vault, clock) for name in (service, *logs)}
        yield Whole(held_in(stores), recorders, vault, eraser, clock)


@contextmanager
def _carried(logs: Mapping[Service, str]) -> Iterator[Carried]:
    """How far each relay has come, as it keeps it beside the log that it carries."""
    with ExitStack() as opened:
        kept: dict[str, tuple[Positions, str]] = {
            name: (opened.enter_context(closing(open_positions(address))), topic(name))
            for name, address in logs.items()
        }

        def carried(service: str, sequence: int) -> bool:
            positions, name = kept[service]
            try:
                return positions.get(name) >= sequence
            except PositionUnavailableError:
                return False

        yield carried
