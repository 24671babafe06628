"""The relaying processes of the distributed way to run."""

import signal
import threading

from events.base import kebab
from foundation.relay.running import run_relay
from projections.finding_changes.change import LOG
from returnwatch.faults import UserFaultError
from returnwatch.recording import service_named
from returnwatch.settings import from_environment


def log_named(name: str) -> str:
    """The log of a service, or that of changed findings; a fault that lists those there are."""
    try:
        return LOG if name == LOG else service_named(name)
    except UserFaultError as fault:
        raise UserFaultError(*(f"{line}, {LOG}" for line in fault.lines)) from None


def relay(log: str, begin: int | None) -> None:
    """Carry a log to its topic until told to stop."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    address = settings.database(LOG) if log == LOG else settings.events(service_named(kebab(log)))
    run_relay(log, address, settings.kafka, stop=stop, begin=begin)
