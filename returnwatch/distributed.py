"""The processes of the distributed way to run, each composed here and nowhere else."""

import signal
import threading
from collections.abc import Callable, Mapping

from events.base import SERVICES, Service, kebab
from events.kafka_binding import topic
from foundation.clock import system_clock
from foundation.relay.running import run_relay
from projections.runner.opening import open_database
from projections.runner.rebuild import Rebuilt, rebuild
from projections.runner.runner import Runner
from projections.streaming.feeding import Feed
from projections.streaming.replay import topics_as_pages
from projections.streaming.running import run_projection
from returnwatch.embedded import projections
from returnwatch.faults import UserFaultError
from returnwatch.settings import from_environment
from returnwatch.trails import log_signer, open_trail, trail_runner

TOPICS: Mapping[str, Service] = {topic(service): service for service in SERVICES}
AUDIT_TRAIL = "audit-trail"


def service_named(name: str) -> Service:
    """The service written as in addresses, or a fault that lists those there are."""
    for service in SERVICES:
        if kebab(service) == name:
            return service
    raise UserFaultError(f"there is no such service; there are: {', '.join(map(kebab, SERVICES))}")


def relay(service: Service, begin: int | None) -> None:
    """Carry a service's log to its topic until told to stop."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_relay(service, settings.events(service), settings.kafka, stop=stop, begin=begin)


def project(name: str) -> None:
    """Keep a view, or the audit trail, up with the topics until told to stop."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    known = projections()

    def view_feed() -> Feed:
        engine = open_database(settings.database("views"))
        return Feed(Runner(engine, known[name.replace("-", "_")]), engine)

    def trail_feed() -> Feed:
        engine = open_database(settings.database("audit"))
        trail = open_trail(engine, log_signer(settings.keys, settings.origin, may_create=False), system_clock)
        return Feed(trail_runner(engine, trail), engine)

    if name != AUDIT_TRAIL and name.replace("-", "_") not in known:
        there_are = [AUDIT_TRAIL, *(view.replace("_", "-") for view in known)]
        raise UserFaultError(f"there is no such projection; there are: {', '.join(there_are)}")
    run_projection(name, TOPICS, settings.kafka, trail_feed if name == AUDIT_TRAIL else view_feed)


def rebuild_from_kafka(view: str, tell: Callable[[int], None]) -> Rebuilt:
    """Build a view anew from all that its topics hold."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA")
    engine = open_database(settings.database("views"))
    try:
        return rebuild(engine, projections()[view], topics_as_pages(settings.kafka, TOPICS), tell)
    finally:
        engine.dispose()
