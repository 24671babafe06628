"""What one address takes in, and where each event goes from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.base import Event, Service, kebab
from foundation.clock import Clock
from foundation.event_store.port import EventStore
from foundation.recording.recorder import Recorder
from foundation.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Profile:
    """What a service says of itself."""

    name: Service
    description: str
    """What its records are about, for the reader of its contract."""
    accepts: tuple[type[Event], ...]
    """The events that may be recorded there, in life-cycle order."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The events taken in at one address, with the recorder of each, and the stores that it shows."""

    title: str
    description: str
    recorders: Mapping[type[Event], Recorder]
    stores: Sequence[EventStore]


def desk_of(profile: Profile, store: EventStore, vault: Vault, clock: Clock) -> Desk:
    """The desk of one service: everything it accepts is recorded by itself."""
    recorder = Recorder(profile.name, store, vault, clock)
    title = f"Returnwatch: {kebab(profile.name).replace('-', ' ')}"
    return Desk(title, profile.description, dict.fromkeys(profile.accepts, recorder), (store,))
