"""The projecting processes of the distributed way to run, each composed here and nowhere else."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial

from events.base import SERVICES, Service
from events.kafka_binding import topic
from foundation.clock import system_clock
from foundation.event_store.opening import open_store
from foundation.vault.opening import open_vault
from projections.finding_changes.change import LOG
from projections.finding_changes.following import keeping_told
from projections.finding_changes.telling import FindingChanges
from projections.query.opening import opener_of
from projections.query.views import monitoring_views
from projections.runner.opening import open_database
from projections.runner.progress import Progress
from projections.runner.runner import Runner
from projections.streaming.ends import Ends
from projections.streaming.feeding import Feed
from projections.streaming.replay import FAILING, topics_as_pages
from projections.streaming.running import run_projection
from projections.viewing.keeping_time import keeping_time
from projections.viewing.renewing import Making, renewing, wait_for_first
from projections.viewing.table import NAME as MONITORING
from returnwatch.faults import UserFaultError
from returnwatch.means import installed_means
from returnwatch.parameters import installed_parameters
from returnwatch.rebuilding import NAMES, Built, build, projections
from returnwatch.settings import Settings, from_environment
from returnwatch.trails import log_signer, open_trail, trail_runner
from returnwatch.witnessing import witness_at, witnessing

TOPICS: Mapping[str, Service] = {topic(service): service for service in SERVICES}
LOGGED: Mapping[str, str] = {**TOPICS, topic(LOG): LOG}
"""Topics whose messages are leaves of the trail, each with the log that it carries."""
AUDIT_TRAIL = "audit-trail"
FINDING_CHANGES = "finding-changes"
UNDER_WAY = timedelta(seconds=5)
"""How long a record may be on its way to its topic without being late for the change stream."""


def project(name: str) -> None:
    """Keep a view, or the audit trail, up with the topics until told to stop."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    if name == FINDING_CHANGES:
        _project_changes(settings)
        return
    if name != AUDIT_TRAIL and name.replace("-", "_") not in NAMES:
        there_are = [AUDIT_TRAIL, FINDING_CHANGES, *(view.replace("_", "-") for view in NAMES)]
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

    if name == AUDIT_TRAIL:
        run_projection(name, LOGGED, settings.kafka, trail_feed)
    else:
        run_projection(name, TOPICS, settings.kafka, view_feed)


def _project_monitoring(settings: Settings) -> None:
    """Keep the monitoring views up with the topics and with the limits that pass."""
    name = MONITORING.replace("_", "-")
    with ExitStack() as closing:
        engine = open_database(settings.database("views"))
        closing.callback(engine.dispose)
        vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
        closing.callback(vault.close)
        ends = Ends(settings.kafka, TOPICS)
        closing.callback(ends.close)
        views = monitoring_views(installed_means(settings, opener_of(vault)))
        witness = closing.enter_context(witness_at(settings.database("vault"), name, system_clock))
        pages = partial(topics_as_pages, settings.kafka, TOPICS)
        making = Making(engine, views, pages, system_clock, FAILING)
        wait_for_first(making)
        with (
            keeping_time(engine, views, system_clock),
            renewing(making),
            witnessing(witness, lambda: ends.reached(Runner(engine, views).positions()), system_clock),
        ):
            run_projection(name, TOPICS, settings.kafka, lambda: Feed(Runner(engine, views), engine))


def _project_changes(settings: Settings) -> None:
    """Tell every changed outcome of a finding, up with the topics and with the limits that pass."""
    with ExitStack() as closing:
        log = open_store(settings.database(LOG))
        closing.callback(log.close)
        engine = open_database(settings.database(LOG))
        closing.callback(engine.dispose)
        vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
        closing.callback(vault.close)
        ends = Ends(settings.kafka, TOPICS)
        closing.callback(ends.close)
        stream = FindingChanges(engine, log, installed_parameters, opener_of(vault))
        runner = stream.runner()
        witness = closing.enter_context(witness_at(settings.database("vault"), FINDING_CHANGES, system_clock))

        def known() -> datetime | None:
            witness.look()
            now = system_clock()
            return now - UNDER_WAY if ends.reached(runner.positions()) else None

        with keeping_told(stream, known, witness.judged):
            run_projection(FINDING_CHANGES, TOPICS, settings.kafka, lambda: Feed(runner, engine))


def rebuild_from_kafka(names: Sequence[str], progress: Progress, as_of: datetime | None) -> Built:
    """Build views anew from all that the topics hold."""
    settings = from_environment("RETURNWATCH_POSTGRES", "RETURNWATCH_KAFKA", "RETURNWATCH_KEYS")
    engine = open_database(settings.database("views"))
    vault = open_vault(settings.database("vault"), settings.keys, given=settings.given)
    try:
        means = installed_means(settings, opener_of(vault))
        pages = partial(topics_as_pages, settings.kafka, TOPICS)
        return build(engine, names, pages, means, as_of, progress)
    finally:
        vault.close()
        engine.dispose()
