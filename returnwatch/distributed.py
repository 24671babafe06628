"""The processes of the distributed way to run, each composed here and nowhere else."""

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from events.base import SERVICES, Service, kebab
from events.kafka_binding import topic
from foundation.clock import system_clock
from foundation.relay.running import run_relay
from foundation.vault.opening import open_vault
from foundation.vault.vault import Vault
from projections.query.opening import opener_of
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.rebuild import Rebuilt
from projections.runner.runner import Runner
from projections.streaming.feeding import Feed
from projections.streaming.replay import topics_as_pages
from projections.streaming.running import run_projection
from projections.viewing.keeping_time import keeping_time
from projections.viewing.means import Means
from projections.viewing.row_seal import row_seal
from projections.viewing.table import NAME as MONITORING
from returnwatch.faults import UserFaultError
from returnwatch.parameters import installed_parameters
from returnwatch.rebuilding import NAMES, Digests, build, digests_as_of, projections
from returnwatch.settings import Settings, from_environment
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
    if name != AUDIT_TRAIL and name.replace("-", "_") not in NAMES:
        there_are = [AUDIT_TRAIL, *(view.replace("_", "-") for view in NAMES)]
        raise UserFaultError(f"there is no such projection; there are: {', '.join(there_are)}")
    if name.replace("-", "_") == MONITORING:
        _project_monitoring(settings)
        return

    def view_feed() -> Feed:
        engine = open_database(settings.database("views"))
        return Feed(Runner(engine, projections()[name.replace("-", "_")]), engine)

    def trail_feed() -> Feed:
        engine = open_database(settings.database("audit"))
        trail = open_trail(engine, log_signer(settings.keys, settings.origin, may_create=False), system_clock)
        return Feed(trail_runner(engine, trail), engine)

    run_projection(name, TOPICS, settings.kafka, trail_feed if name == AUDIT_TRAIL else view_feed)


def _project_monitoring(settings: Settings) -> None:
    """Keep the monitoring views up with the topics and with the limits that pass."""
    engine = open_database(settings.database("views"))
    vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
    views = monitoring_views(_means(settings, vault))
    try:
        with keeping_time(engine, views, system_clock):
            run_projection(
                MONITORING.replace("_", "-"),
                TOPICS,
                settings.kafka,
                lambda: Feed(Runner(engine, views), engine),
            )
    finally:
        vault.close()
        engine.dispose()


def _means(settings: Settings, vault: Vault) -> Means:
    return Means(opener_of(vault), row_seal(settings.keys, may_create=True), installed_parameters())


def rebuild_from_kafka(
    names: Sequence[str], tell: Callable[[int], None], as_of: datetime | None, *, digest: bool
) -> tuple[list[Rebuilt], Digests | None]:
    """Build views anew from all that the topics hold; with a digest of each when asked for."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    engine = open_database(settings.database("views"))
    vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
    try:
        means = _means(settings, vault)
        done = build(engine, names, lambda: topics_as_pages(settings.kafka, TOPICS), means, tell)
        return done, digests_as_of(engine, means, as_of) if digest else None
    finally:
        vault.close()
        engine.dispose()
